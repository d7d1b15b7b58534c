// Knows which cells tell the rows of a table apart.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "catalogue/column_name.hpp"
#include "catalogue/table_rows.hpp"

namespace co2est {

/// The columns of the key, as places among the table's columns. A table that has no line in
/// keys.cpp has "id" as its key; without such a column two rows must differ anywhere.
std::vector<std::size_t> key_columns(std::string_view table,
                                     const std::vector<std::string_view>& columns);
std::vector<std::size_t> key_columns(const TableRows& table);

/// The cells of the key joined by spaces, empty ones left out: "US 2024 lifecycle co2e".
std::string key_text(const std::vector<std::size_t>& columns,
                     const std::vector<std::string_view>& row);

/// The order in which the rows of a table stand: by key, cell by cell and byte by byte, a year as a
/// number.
class KeyOrder {
 public:
  KeyOrder(std::string_view table, const std::vector<std::string_view>& columns);

  /// Whether the key of `row` comes before the key of `other`; both have a cell for every column.
  [[nodiscard]] bool is_before(const std::vector<std::string_view>& row,
                               const std::vector<std::string_view>& other) const;
  [[nodiscard]] const std::vector<std::size_t>& columns() const { return columns_; }
  /// The names of the columns joined by ", ".
  [[nodiscard]] const std::string& names() const { return names_; }

 private:
  std::vector<std::size_t> columns_;
  std::size_t year_;  // the place of the column, or none
  std::string names_;
};

/// Every column that keys.cpp names.
std::vector<ColumnName> columns_of_keys();

}  // namespace co2est
