// Knows how an instant is written: RFC 3339, with an offset.
#pragma once

#include <optional>
#include <string_view>

#include "co2est/run.hpp"

namespace co2est {

/// "2017-06-01T00:00:00Z" or with "+02:00"; nothing where the text is no such instant.
std::optional<UtcTime> parse_time(std::string_view text);

}  // namespace co2est
