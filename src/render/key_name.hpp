// Knows a key of the output as a constant, quoted by the compiler and ready to be copied.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace co2est::rendering {

/// A key as a template argument: nothing in it needs an escape.
template <std::size_t kSize>
struct KeyName {
  char text[kSize]{};

  consteval KeyName(const char (&name)[kSize]) {  // NOLINT: a literal is meant to convert
    for (std::size_t i = 0; i < kSize; ++i)
      text[i] = name[i];
  }
  [[nodiscard]] constexpr std::string_view view() const { return {text, kSize - 1}; }
};

/// "name": and what stands behind it.
template <KeyName kName, KeyName kBehind>
inline constexpr auto kQuoted = [] {
  std::array<char, kName.view().size() + kBehind.view().size() + 3> quoted{};
  std::size_t at = 0;
  quoted[at++] = '"';
  for (const char c : kName.view())
    quoted[at++] = c;
  quoted[at++] = '"';
  quoted[at++] = ':';
  for (const char c : kBehind.view())
    quoted[at++] = c;
  return quoted;
}();

}  // namespace co2est::rendering
