// Knows how rows are found in the text of a table that is sorted by its first cell.
#pragma once

#include <string_view>

namespace co2est {

/// The lines of a table whose first cell is `key`; the table is sorted by it, byte by byte.
std::string_view lines_with_key(std::string_view table, std::string_view key);

}  // namespace co2est
