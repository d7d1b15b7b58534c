// Knows which of several years stands for the year of a run, in whatever order they come.
#pragma once

namespace co2est {

/// Whether `year` is better than `best`: the newest that is not after `wanted`, else the oldest.
/// Where nothing is wanted, 0, the newest.
inline bool is_better_year(int year, int best, int wanted) {
  const bool fits = wanted == 0 || year <= wanted;
  const bool best_fits = wanted == 0 || best <= wanted;
  if (fits != best_fits) return fits;
  return fits ? year > best : year < best;
}

}  // namespace co2est
