// Knows the intensity of a generation mix that a run states in percent.
#pragma once

#include "resolve/context.hpp"

namespace co2est {

/// Fills the grid from `mix`: the sum of share x generation factor of the accounting, and for its
/// band the same sum of the factors' low and high. Those are the least and the most that is
/// published, wider than the 5th and 95th percentiles, of which none are published. All mixes of
/// one accounting share a group, because the factors are what is uncertain in them.
void take_mix(Context& context, const GridSpec& said);

}  // namespace co2est
