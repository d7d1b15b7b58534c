// Knows how everything that is wrong with one table is gathered, each fault with its place.
#pragma once

#include <string>
#include <vector>

#include "catalogue/table.hpp"
#include "co2est/error.hpp"

namespace co2est {

/// What breaks the rules of data/README.md. A fault that is no row's has the file's name alone.
template <typename Row>
std::vector<Problem> problems_of(const Table<Row>& table) {
  try {
    table.check();
  } catch (const Error& error) {
    std::vector<Problem> problems = error.problems();
    for (Problem& problem : problems) {
      const std::string file(table.file());
      if (!problem.where.starts_with(file)) problem.where = file + ": " + problem.where;
    }
    return problems;
  }
  return {};
}

}  // namespace co2est
