// Knows what a run gets that names a row of the catalogue and says nothing more: asked of the same
// stages that answer a run, so that it cannot differ.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "co2est/catalogue.hpp"
#include "co2est/resolved.hpp"
#include "co2est/units.hpp"

namespace co2est::cli {

class Defaults {
 public:
  explicit Defaults(const Catalogue& catalogue) : catalogue_(catalogue) {}

  /// Of a run in this place, in this year where it is not 0. None where the place has no value.
  [[nodiscard]] std::optional<GridFactor> grid(std::string_view id, int year = 0) const;
  [[nodiscard]] std::optional<GridFactor> direct_grid(std::string_view id) const;
  /// Of a facility, or of a cloud region with a PUE of its own or its provider's.
  [[nodiscard]] std::optional<PueFactor> pue(std::string_view id, int year = 0) const;
  [[nodiscard]] std::optional<PueFactor> pue_of_region(std::string_view id) const;
  /// Of one device of which nothing but the model is known. None without a TDP.
  [[nodiscard]] std::optional<Range<Power>> power(std::string_view kind, std::string_view id) const;

 private:
  const Catalogue& catalogue_;
};

}  // namespace co2est::cli
