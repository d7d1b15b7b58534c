// Knows how a message says which rows a name may have meant.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace co2est {

/// "which one: "X", "Y"?" of ids, or of rows that have one; at most eight are named.
template <typename Candidates>
std::string which_of(const Candidates& candidates) {
  constexpr std::size_t kShown = 8;
  std::string hint = "which one: ";
  std::size_t count = 0;
  for (const auto& candidate : candidates) {
    if (count++ == kShown) return hint + ", ...?";
    hint.append(count == 1 ? "\"" : ", \"");
    if constexpr (requires { candidate->id; }) {
      hint.append(candidate->id);
    } else {
      hint.append(candidate);
    }
    hint.append("\"");
  }
  return hint + "?";
}

/// What to do about a name that is not one row: which ones it may be, else the nearest name, else
/// the table to look into, or all tables. `found` has `candidates` and a `suggestion`.
template <typename Found>
std::string hint_for(const Found& found, std::string_view list = {}) {
  if (!found.candidates.empty()) return which_of(found.candidates);
  if (!found.suggestion.empty()) {
    return std::string("did you mean \"").append(found.suggestion).append("\"?");
  }
  return std::string("see `co2est factors list").append(list.empty() ? "" : " ").append(list) + "`";
}

}  // namespace co2est
