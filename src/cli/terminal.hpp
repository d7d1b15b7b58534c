// Knows what the terminal can show: its width, colour, UTF-8.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "co2est/render.hpp"

namespace co2est::cli {

/// The style for text that goes to `descriptor`. `colour` is auto, always or never.
TextStyle style_for(int descriptor, const std::optional<std::string>& colour);

/// The columns that a table may take: of the terminal, or COLUMNS. A file or pipe takes any number.
std::size_t table_width(int descriptor);

}  // namespace co2est::cli
