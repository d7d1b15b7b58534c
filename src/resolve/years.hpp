// Knows which of several years stands for the year of a run, in whatever order they come.
#pragma once

#include <cstdlib>

namespace co2est {

/// Whether `year` is better than `best`: the nearer to `wanted`, of two that are as near the
/// earlier. Where nothing is wanted, 0, the newer.
inline bool is_better_year(int year, int best, int wanted) {
  if (wanted == 0) return year > best;
  const int distance = std::abs(year - wanted), of_best = std::abs(best - wanted);
  return distance != of_best ? distance < of_best : year < best;
}

}  // namespace co2est
