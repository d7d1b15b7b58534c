// Knows the figures beside operational CO2e: market, embodied, water, cost.
#pragma once

#include "co2est/estimate.hpp"

namespace co2est {

/// Fills everything that follows from the energies and CO2e of `result`.
void add_extras(const ResolvedRun& run, Estimate& result);

}  // namespace co2est
