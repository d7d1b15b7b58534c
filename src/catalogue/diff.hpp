// Knows how two tables of one name differ, row by row and cell by cell.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalogue/table_rows.hpp"

namespace co2est {

/// One cell that differs in a row that both tables have.
struct CellChange {
  std::string key;  ///< of the row: "US 2024 lifecycle co2e"
  std::string_view column, before, after;
  std::optional<double>
      relative;  ///< after / before - 1, infinite from 0; none where one is no number
};

struct TableDifference {
  std::string_view table;
  std::vector<std::string> added, removed;  ///< keys
  std::vector<CellChange> changes;          ///< the largest relative change first, words last
  std::size_t changed_rows = 0;

  [[nodiscard]] bool any() const { return !added.empty() || !removed.empty() || !changes.empty(); }
  [[nodiscard]] double largest() const;  ///< relative change, 0 where no figure changed
};

/// Views stay valid as long as the tables live. Columns are compared by name.
TableDifference difference(const TableRows& before, const TableRows& after);

}  // namespace co2est
