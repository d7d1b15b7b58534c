// Knows the version of the program.
#pragma once

#include <string_view>

namespace co2est {

inline constexpr std::string_view kVersion = "0.1.0";

}  // namespace co2est
