// Knows what the terminal can show: its width, colour, UTF-8.
#pragma once

#include <optional>
#include <string>

#include "co2est/render.hpp"

namespace co2est::cli {

/// The style for text that goes to `descriptor`. `colour` is auto, always or never.
TextStyle style_for(int descriptor, const std::optional<std::string>& colour);

}  // namespace co2est::cli
