// Knows what becomes of a recording: a run that can be estimated, its figure, its file.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/overrides.hpp"
#include "co2est/catalogue.hpp"
#include "co2est/estimate.hpp"
#include "meter/attribution.hpp"
#include "meter/recording.hpp"

namespace co2est::cli {

/// A recording as a run, and what a person must be told of it.
struct Measured {
  RunSpec run;
  std::vector<std::string> warnings;
  bool partial = false;  ///< less was measured than the run
};

/// The run of a recording with what the options say of it. Where the catalogue cannot model the
/// processor, its power is said to be unknown: the run can always be estimated.
Measured measured_run(const meter::Recording& recording, meter::Sharing sharing,
                      const Overrides& overrides, const Catalogue& catalogue);

/// The same from the journal of a run that was killed; grid and PUE are those of its header.
Measured measured_run(std::string_view journal, const Catalogue& catalogue);

/// "4.8 s", "35 min", "84 h", "12.5 d"
std::string shown_time(double seconds);

/// "12.3 s, 4.2 Wh: 2 gpu measured, cpu modelled"
std::string summary_of(const RunSpec& run, const Estimate& estimate);

}  // namespace co2est::cli
