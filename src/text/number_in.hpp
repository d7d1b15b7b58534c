// Knows which texts are a number and nothing else.
#pragma once

#include <charconv>
#include <cmath>
#include <optional>
#include <string_view>

namespace co2est {

/// The finite number that the whole text is, written as in the C locale; none where it is empty,
/// begins with '+' or a blank, or has anything behind the number.
inline std::optional<double> number_in(std::string_view text) {
  double value = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc{} || stop != end || !std::isfinite(value)) return {};
  return value;
}

}  // namespace co2est
