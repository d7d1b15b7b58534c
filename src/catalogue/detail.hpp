// Knows how `detail` of an accelerator names the sources of single columns.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace co2est {

/// "a+b" for the column tdp_w of "tdp_w=a+b; idle_w=c. A remark"; none where it is not named. An
/// entry ends at a ';' or '.' with a blank or nothing behind it.
inline std::optional<std::string_view> sources_in_detail(std::string_view detail,
                                                         std::string_view column) {
  for (std::size_t at = detail.find(column); at != std::string_view::npos;
       at = detail.find(column, at + 1)) {
    const std::size_t equals = at + column.size();
    const bool begins = at == 0 || detail[at - 1] == ' ';
    if (!begins || !detail.substr(equals).starts_with('=')) continue;
    const std::string_view rest = detail.substr(equals + 1);
    std::size_t end = rest.find_first_of(";.");
    while (end < rest.size() && end + 1 < rest.size() && rest[end + 1] != ' ')
      end = rest.find_first_of(";.", end + 1);
    return rest.substr(0, end);
  }
  return {};
}

}  // namespace co2est
