// Knows a key of the output as a constant, quoted by the compiler and ready to be copied.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>
#include <tuple>
#include <type_traits>

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

/// Arrays one behind the other.
template <typename... Arrays>
consteval auto joined(const Arrays&... arrays) {
  std::array<char, (std::tuple_size_v<Arrays> + ...)> all{};
  std::size_t at = 0;
  const auto add = [&](const auto& array) {
    for (const char c : array)
      all[at++] = c;
  };
  (add(arrays), ...);
  return all;
}

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

/// Keys in a row, each without a value.
template <KeyName... kNames>
inline constexpr auto kNulls = joined(kQuoted<kNames, "null,">...);

/// Bytes that are copied whole, though only the first `size` count.
struct Word {
  std::array<char, 32> text{};
  std::size_t size = 0;
};

/// "name":"word", for each of `kWords`, none of which needs an escape.
template <KeyName kName, const auto& kWords>
inline constexpr auto kQuotedWords = [] {
  std::array<Word, kWords.size()> quoted{};
  for (std::size_t i = 0; i < quoted.size(); ++i) {
    const auto add = [&word = quoted[i]](char c) { word.text.at(word.size++) = c; };
    for (const char c : kQuoted<kName, "\"">)
      add(c);
    for (const char c : kWords[i])
      add(c);
    add('"');
    add(',');
  }
  return quoted;
}();

}  // namespace co2est::rendering
