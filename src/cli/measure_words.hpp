// Knows the options of `measure` as they are typed, and what they mean.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "cli/command.hpp"
#include "cli/overrides.hpp"
#include "cli/sensor_words.hpp"
#include "cli/watch.hpp"
#include "meter/journal.hpp"
#include "meter/machine.hpp"

namespace co2est::cli {

struct MeasureWords {
  Words command, tags;
  SensorWords sensors;
  std::optional<std::string> output, name, grid, pue, period, gpus, sharing, max_co2e, stop_at,
      stop_signal, grace, replay, trace, data_dir;
  bool quiet = false, progress = false, estimates = false, keep_child = false, no_forward = false,
       keep_journal = false;

  void add_to(CommandLine& line);
};

/// The options as values. Throws Error with what cannot be read.
struct MeasurePlan {
  explicit MeasurePlan(const MeasureWords& words);

  OverrideWords said;  ///< name, grid, pue
  meter::Machine machine;
  meter::Header header;
  StopRule stop;
  std::optional<double> max_co2e_kg;
  std::string output;  ///< path of the run file
};

}  // namespace co2est::cli
