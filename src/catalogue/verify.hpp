// Knows which checks a catalogue must pass: each one row of a table, said once for the tests of the
// shipped tables and for `co2est factors verify`.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "co2est/catalogue.hpp"
#include "co2est/error.hpp"

namespace co2est {

class CheckedTables;
class Findings;

struct Check {
  std::string_view name;
  std::string_view meaning;  ///< what holds where it passes
  void (*run)(const CheckedTables& tables, Findings& findings);
};

std::span<const Check> checks();

struct CheckResult {
  const Check* check = nullptr;
  std::vector<Problem> problems;  ///< the first ones; empty: passed
  std::size_t more = 0;           ///< faults beside them
};

/// Every check, in the order of their table. `catalogue` may come from `load_unchecked`.
std::vector<CheckResult> verify(const Catalogue& catalogue);

}  // namespace co2est
