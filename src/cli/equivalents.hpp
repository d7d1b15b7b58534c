// Knows the option --equivalents: which rows of the catalogue a report compares with.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/command.hpp"
#include "co2est/catalogue.hpp"

namespace co2est::cli {

struct EquivalentWords {
  std::optional<std::string> list;  ///< as typed

  Option option();
  /// The rows in the order in which the list names them, each once, or none of both where the
  /// option is not given. `all` and `none` stand alone; "car-km@2021" is the edition of a year.
  /// Throws Error (input) with every word that names none.
  [[nodiscard]] std::optional<std::vector<Equivalent>> rows(const Catalogue& catalogue) const;
};

}  // namespace co2est::cli
