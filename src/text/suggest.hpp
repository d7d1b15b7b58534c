// Knows which known name a mistyped one was meant to be.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace co2est {

/// Letters in lower case; spaces, '-' and '_' become '-', several of them one; others are kept.
std::string fold_name(std::string_view name);

/// Insertions, deletions, substitutions and swaps of neighbours between two names, or `limit` + 1
/// where there are more.
std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit);

/// The nearest of `names` within a third of the letters of `name`; empty where none is near.
std::string_view nearest_name(std::string_view name, std::span<const std::string_view> names);

/// "did you mean \"X\"?", or an empty text.
std::string did_you_mean(std::string_view name, std::span<const std::string_view> names);

}  // namespace co2est
