// Knows the intensity of a generation mix that a run states in percent.
#pragma once

#include "resolve/context.hpp"

namespace co2est {

/// Fills the grid from `mix`: the sum of share x generation factor of the accounting.
void take_mix(Context& context, const GridSpec& said);

}  // namespace co2est
