// Knows how one record of a table becomes a typed row: which columns, and what each may hold.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "co2est/catalogue.hpp"

namespace co2est {

/// The cells of one record with the place to name in a message.
struct Record {
  const std::vector<std::string_view>& cells;
  const TableText& table;
  std::string_view header;
  std::size_t line;

  [[nodiscard]] std::string_view text(std::size_t column) const { return cells[column]; }
  /// Throws Error where the cell is not a finite number in the C locale.
  [[nodiscard]] std::optional<double> number(std::size_t column) const;
  [[nodiscard]] double required(std::size_t column) const;
  /// The figure without its fraction; 0 where the cell is empty. The rules of the
  /// tables hold it within an int.
  [[nodiscard]] int integer(std::size_t column) const;
  [[nodiscard]] Accounting accounting(std::size_t column) const;
  [[nodiscard]] std::string column_text(std::size_t column) const;  ///< for messages
  [[noreturn]] void fail(const std::string& what, const std::string& hint) const;
  /// The record has not as many cells as the table has columns.
  [[noreturn]] void fail_count(std::size_t columns) const;
};

/// The header line that a table of this row must have.
template <typename Row>
std::string_view header_of();

/// Throws Error (input) with table, line and column.
template <typename Row>
Row read_row(const Record& record);

}  // namespace co2est
