// Knows what an estimate takes over from its run as it is.
#pragma once

#include "co2est/estimate.hpp"

namespace co2est {

/// Names, factors and notes of the run and of its components, each of which has a figure in
/// `result`.
void describe(const ResolvedRun& run, Estimate& result);
/// All of the figure but its energy and embodied emissions.
void describe(const ResolvedComponent& component, ComponentFigure& figure);

}  // namespace co2est
