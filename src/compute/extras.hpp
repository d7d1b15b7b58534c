// Knows the figures beside operational CO2e: market, embodied, water, cost, equivalents, sources.
#pragma once

#include "co2est/estimate.hpp"

namespace co2est {

/// Fills everything that follows from the energies and CO2e of `result`.
void add_extras(const ResolvedRun& run, Estimate& result);

/// The equivalents of the result's CO2e and IT energy by its rows, and the rows' sources.
void add_equivalents(Estimate& result);

}  // namespace co2est
