// Knows the figures beside operational CO2e: market, embodied, water, cost, equivalents, sources.
#pragma once

#include <span>

#include "co2est/estimate.hpp"

namespace co2est {

/// Fills everything that follows from the energies and CO2e of `result`.
void add_extras(const ResolvedRun& run, Estimate& result);

/// The equivalents of the result's CO2e and IT energy, and the sources that it rests on.
void add_equivalents(std::span<const Equivalent> rows, Estimate& result);

}  // namespace co2est
