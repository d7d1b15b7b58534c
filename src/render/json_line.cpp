// Knows the rare parts of writing JSON fast: growth and escapes.
#include "render/json_line.hpp"

#include <algorithm>

namespace co2est::rendering {

void LineBuffer::grow(std::size_t size) {
  const std::size_t used = at_ == nullptr ? 0 : this->size();
  bytes_.resize(std::max(bytes_.size() * 2, used + size));
  at_ = bytes_.data() + used;
  end_ = bytes_.data() + bytes_.size();
}

void LineSink::escaped_behind(char* at, std::string_view value, char behind) {
  constexpr std::string_view kHex = "0123456789abcdef";
  out_.advance_to(at);
  for (const char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20) {
      if (c == '"' || c == '\\') out_.put('\\');
      out_.put(c);
    } else {
      out_.put("\\u00");
      out_.put(kHex[byte >> 4U]);
      out_.put(kHex[byte & 0xFU]);
    }
  }
  out_.put('"');
  out_.put(behind);
}

}  // namespace co2est::rendering
