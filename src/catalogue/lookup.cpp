#include "catalogue/lookup.hpp"

#include <algorithm>

namespace co2est {
namespace {

std::string_view key_at(std::string_view table, std::size_t line_begin) {
  const std::size_t end = table.find_first_of(",\n", line_begin);
  return table.substr(line_begin, std::min(end, table.size()) - line_begin);
}

std::size_t next_line(std::string_view table, std::size_t at) {
  const std::size_t end = table.find('\n', at);
  return end == std::string_view::npos ? table.size() : end + 1;
}

/// The begin of the first line after the header whose key is not before `key` (after it, with
/// `after`).
std::size_t bound(std::string_view table, std::string_view key, bool after) {
  std::size_t low = next_line(table, 0);
  std::size_t high = table.size();
  while (low < high) {
    const std::size_t middle = low + (high - low) / 2;
    const std::size_t newline = table.rfind('\n', middle == 0 ? 0 : middle - 1);
    const std::size_t line = std::max(low, newline == std::string_view::npos ? 0 : newline + 1);
    const std::string_view found = key_at(table, line);
    if (found < key || (after && found == key)) {
      low = next_line(table, line);
    } else {
      high = line;
    }
  }
  return low;
}

}  // namespace

std::string_view lines_with_key(std::string_view table, std::string_view key) {
  const std::size_t begin = bound(table, key, false);
  return table.substr(begin, bound(table, key, true) - begin);
}

}  // namespace co2est
