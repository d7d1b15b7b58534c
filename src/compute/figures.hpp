// Knows the figures of one run: energies, then PUE, then intensity, then what moves them.
#pragma once

#include "co2est/estimate.hpp"

namespace co2est {

/// Which intervals the figures get.
enum class Bounds : std::uint8_t {
  all,
  needed,  ///< `co2e` and `facility_energy` have none, nor `widest` an entry, unless another
           ///< figure rests on them
};

/// All of an estimate but what `describe` sets, one entry for each component and then one for the
/// host that a model adds. Keeps the storage of `result`.
void set_figures(const ResolvedRun& run, Bounds bounds, Estimate& result);

}  // namespace co2est
