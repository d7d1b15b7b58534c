// Knows tables of the catalogue as they print: cells by column, whatever the table.
#pragma once

#include <list>
#include <string>
#include <string_view>
#include <vector>

#include "co2est/catalogue.hpp"

namespace co2est::cli {

/// A table read cell by cell; views stay valid as long as it and its catalogue live.
struct TableRows {
  std::string_view name;
  std::vector<std::string_view> columns;
  std::vector<std::vector<std::string_view>> rows;
  std::list<std::string> storage;

  [[nodiscard]] std::size_t column(std::string_view wanted) const;  ///< columns.size(): none
};

TableRows read_rows(const TableText& table);

/// Aligned columns for a person; long remarks are left out.
std::string as_text(const TableRows& table);
/// An array of objects with the column names as keys; numbers are numbers.
std::string as_json(const TableRows& table);
std::string as_csv(const TableRows& table);
/// "column: value" lines of one row.
std::string as_lines(const TableRows& table, const std::vector<std::string_view>& row);

}  // namespace co2est::cli
