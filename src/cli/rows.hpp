// Knows how rows of any table print: aligned, as lines, as JSON and CSV.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "catalogue/table_rows.hpp"
#include "co2est/render.hpp"

namespace co2est::cli {

/// Where rows are printed for a person.
struct RowsPage {
  TextStyle style;
  std::size_t width = std::string::npos;  ///< columns that a line may take
  std::string_view complete = "--csv";    ///< the option that prints every column
};

/// The page of standard output.
RowsPage stdout_page();

/// Aligned columns, numbers to the right. `shown` are the columns in their order; empty: all but
/// long remarks. Of a narrow page the last line says what was left out (see `fitted`).
std::string as_text(const TableRows& table, const RowsPage& page,
                    std::vector<std::string_view> shown = {});
/// An array of objects with the column names as keys; numbers are numbers.
std::string as_json(const TableRows& table);
std::string as_csv(const TableRows& table);
/// "column  value" lines of one row, what is empty left out. `marked` columns, ';' between them,
/// are told to be unverified.
std::string as_lines(const TableRows& table, const std::vector<std::string_view>& row,
                     const RowsPage& page, std::string_view marked = {});

}  // namespace co2est::cli
