// Knows how a cell holds several items: separated by ';', sources by '+' too.
#pragma once

#include <algorithm>
#include <string_view>

namespace co2est {

/// Names may hold a '+'; ids of sources do not.
inline constexpr std::string_view kBetweenItems = ";", kBetweenSources = ";+";

/// Calls `use` with each item that is not empty.
template <typename Use>
void for_each_item(std::string_view list, Use use, std::string_view between = kBetweenItems) {
  while (!list.empty()) {
    const std::size_t found =
        between.size() == 1 ? list.find(between.front()) : list.find_first_of(between);
    const std::size_t end = std::min(found, list.size());
    if (end > 0) use(list.substr(0, end));
    list.remove_prefix(std::min(end + 1, list.size()));
  }
}

inline std::string_view first_item(std::string_view list, std::string_view between) {
  return list.substr(0, list.find_first_of(between));
}

}  // namespace co2est
