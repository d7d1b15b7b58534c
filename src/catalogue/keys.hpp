// Knows which cells tell the rows of a table apart.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "catalogue/table_rows.hpp"

namespace co2est {

/// The columns of the key, as places in the table. A table that has no line in keys.cpp has "id" as
/// its key; without such a column two rows must differ anywhere.
std::vector<std::size_t> key_columns(const TableRows& table);

/// The cells of the key joined by spaces, empty ones left out: "US 2024 lifecycle co2e".
std::string key_text(const std::vector<std::size_t>& columns,
                     const std::vector<std::string_view>& row);

}  // namespace co2est
