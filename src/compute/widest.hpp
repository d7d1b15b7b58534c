// Knows the interval of a result from the moves of its groups, and which group is the widest.
#pragma once

#include <vector>

#include "co2est/estimate.hpp"

namespace co2est {

/// bounds = mid x exp(-sqrt(sum d^2)), mid x exp(+sqrt(sum u^2)); widest share (d+u)^2 / sum.
/// `other_*` are squared deviations of groups that are not among the result's effects, and
/// `other_widths` their (d+u)^2.
struct SquaredDeviation {
  double down = 0;
  double up = 0;
};
void set_intervals(Energy facility, Mass co2e, SquaredDeviation other_energy,
                   SquaredDeviation other_co2e, const std::vector<WidestFactor>& other_widths,
                   Estimate& result);

/// The factor that a group's moves belong to, without its share.
WidestFactor factor_of(const GroupKey& key, unsigned kinds);

}  // namespace co2est
