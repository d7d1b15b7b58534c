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

/// The value of `key` in the object itself, as it is spelled: a string without its quotes, a
/// number or a word whole; of a list or an object its first bracket. Empty where there is none.
std::string_view value_of(std::string_view object, std::string_view wanted) {
  int depth = 0;
  bool behind_colon = false, found = false;
  for (std::size_t at = 0; at < object.size(); ++at) {
    const char c = object[at];
    if (c == '{' || c == '[') ++depth;
    if (c == '}' || c == ']') --depth;
    if (depth == 1 && (c == ':' || c == ',')) behind_colon = c == ':';
    if (c == '"') {
      const std::size_t end = closing_quote(object, at);
      const std::string_view text = object.substr(at + 1, end - at - 1);
      at = end;
      if (depth == 1 && behind_colon && found) return text;
      if (depth == 1 && !behind_colon) found = text == wanted;
    } else if (depth == 1 && behind_colon && found && c != ':' && c != ' ') {
      return object.substr(at, object.find_first_of(",} \n", at) - at);
    }
  }
  return {};
}

}  // namespace

bool says_extrapolated(std::string_view record) {
  return value_of(record, "method") == kExtrapolatedSlice;
}

bool says_partial(std::string_view record) {
  return value_of(record, "partial") == "true";
}

}  // namespace co2est
