// Knows which columns of a table are the low end, the middle and the high end of one figure.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace co2est {

/// The places of the columns in rising order; a figure without a column for its middle has two.
using FigureBand = std::vector<std::size_t>;

/// By name: "low_kg" with "kg" or "mid_kg" and "high_kg", "low" with "mid", "value" or "pue" and
/// "high".
std::vector<FigureBand> figure_bands(const std::vector<std::string_view>& columns);

}  // namespace co2est
