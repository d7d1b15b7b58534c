// Knows how everything that is wrong with one table is gathered, each fault with its place.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "catalogue/table.hpp"
#include "co2est/error.hpp"

namespace co2est {

struct TableProblems {
  std::vector<Problem> problems;  ///< the first ones
  std::size_t more = 0;           ///< faults beside them
};

/// What breaks the rules of data/README.md. A fault that is no row's has the file's name alone.
template <typename Row>
TableProblems problems_of(const Table<Row>& table) {
  constexpr std::string_view kLine = "line ";  // of the reader of CSV, who knows no file
  RowRules rules = table.rules();
  TableProblems found;
  try {
    table.check(rules);
  } catch (const Error& error) {
    found = {error.problems(), rules.more()};
    const std::string file(table.file());
    for (Problem& problem : found.problems) {
      if (problem.where.starts_with(kLine))
        problem.where = file + ":" + problem.where.substr(kLine.size());
      else if (!problem.where.starts_with(file))
        problem.where = file + ": " + problem.where;
    }
  }
  return found;
}

}  // namespace co2est
