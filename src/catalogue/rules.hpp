// Knows what the cells of a table may hold: the rules of data/README.md as one table of ranges and
// one of words.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "co2est/catalogue.hpp"
#include "csv/csv.hpp"

namespace co2est {

/// The file that was given for the table, else its name: "pue.csv".
std::string place_of(const TableText& table);

std::size_t column_count(std::string_view header);
/// The name of a column, counted from 0.
std::string_view column_name(std::string_view header, std::size_t column);

/// Whether the rules give the column a range, so that its cells are numbers.
bool is_number_column(std::string_view table, std::string_view column);

/// Reads the first line. Throws Error (input) where it is not `header`.
void check_header(const TableText& table, std::string_view header, csv::Reader& reader);

/// Throws Error (input) with up to twenty problems: header, number of cells, ranges, words, order.
void check_rules(const TableText& table, std::string_view header);

}  // namespace co2est
