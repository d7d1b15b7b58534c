// Knows a table as cells by column, whatever the table: for what treats all tables alike.
#pragma once

#include <cstddef>
#include <functional>
#include <list>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "co2est/catalogue.hpp"

namespace co2est {

/// A table read cell by cell; views stay valid as long as it and its catalogue live.
struct TableRows {
  std::string_view name;
  std::vector<std::string_view> columns;
  std::vector<std::vector<std::string_view>> rows;  ///< each with a cell for every column
  std::vector<std::size_t> lines;                   ///< where each row as read begins, from 1
  std::list<std::string> storage;

  /// The place of a column; columns.size() where there is none.
  [[nodiscard]] std::size_t column(std::string_view wanted) const;
  /// The cell of a row; empty where there is no such column.
  [[nodiscard]] std::string_view cell(std::size_t row, std::string_view wanted) const;
};

/// Throws Error (input) where the text is no CSV. Cells that a row lacks are empty.
TableRows read_rows(const TableText& table);

/// Only the rows whose first cell is one of the ids; of an embedded table no others are read, and
/// `lines` stays empty.
TableRows read_rows_of(const TableText& table, const std::set<std::string, std::less<>>& ids);

}  // namespace co2est
