// What the model tests share: from text to estimate in one call.
#pragma once

#include <string>

#include "co2est/catalogue.hpp"
#include "co2est/estimate.hpp"
#include "co2est/parse.hpp"
#include "co2est/resolve.hpp"

namespace co2est_tests {

inline const co2est::Catalogue& catalogue() {
  static const co2est::Catalogue kCatalogue = co2est::load_catalogue();
  return kCatalogue;
}

/// The estimate of a run whose keys beside "co2est" are given.
inline co2est::Estimate estimate_of(const std::string& keys) {
  return co2est::estimate(
      co2est::resolve(co2est::parse_run("{\"co2est\":1," + keys + "}"), catalogue()));
}

inline double kg(const co2est::Estimate& result) {
  return co2est::as_kilograms(result.co2e.value().mid);
}

inline bool has_note(const co2est::Estimate& result, std::string_view code) {
  for (const co2est::Note& note : result.notes) {
    if (co2est::code_of(note) == code) return true;
  }
  return false;
}

/// Factors without a band to speak of: PUE 1 and 1000 g/kWh, so that kWh are kg. (Three equal
/// values would be one value, which has the band of a stated intensity.)
inline const std::string kExact =
    R"("pue":"none","grid":{"intensity_g_per_kwh":[999.9999999,1000,1000.0000001]},)";

}  // namespace co2est_tests
