// Knows the estimate of one run: its figures beside what the run says of itself.
#include "co2est/estimate.hpp"

#include "compute/description.hpp"
#include "compute/figures.hpp"

namespace co2est {

Estimate estimate(const ResolvedRun& run) {
  Estimate result;
  estimate(run, result);
  return result;
}

void estimate(const ResolvedRun& run, Estimate& result) {
  set_figures(run, Bounds::all, result);
  describe(run, result);
}

}  // namespace co2est
