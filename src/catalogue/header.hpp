// Knows the first line of a table, and how the table is called in a message.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "co2est/catalogue.hpp"
#include "csv/csv.hpp"

namespace co2est {

/// The file that was given for the table, else its name: "pue.csv".
std::string place_of(const TableText& table);

std::size_t column_count(std::string_view header);
std::vector<std::string_view> column_names(std::string_view header);
/// The name of a column, counted from 0.
std::string_view column_name(std::string_view header, std::size_t column);

/// Reads the first line. Throws Error (input) where it is not `header`.
void check_header(const TableText& table, std::string_view header, csv::Reader& reader);

}  // namespace co2est
