#include "catalogue/lookup.hpp"

#include <algorithm>

namespace co2est {
namespace {

std::string_view key_at(std::string_view table, std::size_t line_begin) {
  const bool quoted = line_begin < table.size() && table[line_begin] == '"';
  const std::size_t begin = line_begin + (quoted ? 1 : 0);
  const std::size_t end = quoted ? table.find('"', begin) : table.find_first_of(",\n", begin);
  return table.substr(begin, std::min(end, table.size()) - begin);
}

std::size_t next_line(std::string_view table, std::size_t at) {
  const std::size_t end = table.find('\n', at);
  return end == std::string_view::npos ? table.size() : end + 1;
}

/// The begin of the first line after the header whose key is not before `key`.
std::size_t first_not_before(std::string_view table, std::string_view key) {
  std::size_t low = next_line(table, 0);
  std::size_t high = table.size();
  while (low < high) {
    const std::size_t after_middle = next_line(table, low + (high - low) / 2);
    const std::size_t line = after_middle < high ? after_middle : low;
    if (key_at(table, line) < key) {
      low = next_line(table, line);
    } else {
      high = line;
    }
  }
  return low;
}

}  // namespace

std::string_view lines_with_key(std::string_view table, std::string_view key) {
  const std::size_t begin = first_not_before(table, key);
  std::size_t end = begin;
  while (end < table.size() && key_at(table, end) == key)
    end = next_line(table, end);
  return table.substr(begin, end - begin);
}

}  // namespace co2est
