// Knows how a measured slice of a training becomes the whole: hours, devices, and how far it holds.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "co2est/catalogue.hpp"
#include "co2est/run.hpp"
#include "co2est/units.hpp"

namespace co2est::cli {

/// What the whole training is to be; what is blank stays as in the slice.
struct Plan {
  std::string file;  ///< where the slice was read
  std::optional<Duration> duration;
  std::optional<double> count;       ///< of the accelerator entry, over all hosts
  std::optional<std::string> model;  ///< another device than the one that was measured
  std::string name;                  ///< of the whole
  double jobs = 1;
  bool logged = false;  ///< the hours come from a log, not from memory
};

/// The slice's own name would tell of a day where weeks are counted.
std::string name_of_whole(const RunSpec& slice);

/// The whole training as a run. Throws Error where the slice does not say enough.
RunSpec extrapolate(const RunSpec& slice, const Plan& plan, const Catalogue& catalogue);

/// How far the mean over intervals is from the mean over all time, as factors (5 to 95 %).
std::pair<double, double> block_spread(const std::vector<EnergyInterval>& intervals);

}  // namespace co2est::cli
