#include "text/record.hpp"

#include <algorithm>
#include <cstddef>

namespace co2est {
namespace {

/// The place of the quote that closes the string which opens at `open`.
std::size_t closing_quote(std::string_view json, std::size_t open) {
  std::size_t at = open + 1;
  while (at < json.size() && json[at] != '"')
    at += json[at] == '\\' ? 2U : 1U;
  return std::min(at, json.size());
}

}  // namespace

bool says_extrapolated(std::string_view record) {
  int depth = 0;
  bool behind_colon = false;
  std::string_view key;
  for (std::size_t at = 0; at < record.size(); ++at) {
    const char c = record[at];
    if (c == '{' || c == '[') ++depth;
    if (c == '}' || c == ']') --depth;
    if (depth == 1 && (c == ':' || c == ',')) behind_colon = c == ':';
    if (c != '"') continue;
    const std::size_t end = closing_quote(record, at);
    const std::string_view text = record.substr(at + 1, end - at - 1);
    at = end;
    if (depth != 1) continue;
    if (behind_colon && key == "method") return text == kExtrapolatedSlice;
    if (!behind_colon) key = text;
  }
  return false;
}

}  // namespace co2est
