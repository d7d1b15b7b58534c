// Knows the rare part of writing JSON fast: escapes.
#include "render/json_line.hpp"

namespace co2est::rendering {

void LineSink::escaped_behind(char* at, std::string_view value, char behind) {
  constexpr std::string_view kHex = "0123456789abcdef";
  out_.advance_to(at);
  for (const char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20) {
      if (c == '"' || c == '\\') put('\\');
      put(c);
    } else {
      out_.append("\\u00");
      put(kHex[byte >> 4U]);
      put(kHex[byte & 0xFU]);
    }
  }
  put('"');
  put(behind);
}

}  // namespace co2est::rendering
