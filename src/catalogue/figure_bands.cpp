#include "catalogue/figure_bands.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace co2est {
namespace {

constexpr std::string_view kLow = "low";

/// What the middle may be called whose low end is `kLow` and then `rest`.
std::array<std::string, 4> names_of_middle(std::string_view rest) {
  if (rest.empty()) return {"mid", "value", "pue", ""};
  return {"mid" + std::string(rest), std::string(rest.substr(1)), "", ""};
}

}  // namespace

std::vector<FigureBand> figure_bands(const std::vector<std::string_view>& columns) {
  std::vector<FigureBand> bands;
  const auto add = [&](FigureBand& band, std::string_view name) {
    const auto at = std::find(columns.begin(), columns.end(), name);
    if (at != columns.end()) band.push_back(static_cast<std::size_t>(at - columns.begin()));
  };
  for (const std::string_view column : columns) {
    if (column != kLow && !column.starts_with("low_")) continue;
    const std::string_view rest = column.substr(kLow.size());
    FigureBand& band = bands.emplace_back();
    add(band, column);
    for (const std::string& name : names_of_middle(rest))
      add(band, name);
    add(band, "high" + std::string(rest));
  }
  return bands;
}

}  // namespace co2est
