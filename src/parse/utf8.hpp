// Knows whether bytes are UTF-8.
#pragma once

#include <cstddef>
#include <string_view>

namespace co2est {

/// The offset of the first byte that is not part of well-formed UTF-8 (Unicode 15, table 3-7), or
/// npos.
std::size_t invalid_utf8_at(std::string_view text);

}  // namespace co2est
