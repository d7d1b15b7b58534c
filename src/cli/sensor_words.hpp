// Knows the options that say where sensors are looked for and which must be there.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/command.hpp"
#include "co2est/error.hpp"
#include "meter/machine.hpp"
#include "meter/survey.hpp"

namespace co2est::cli {

struct SensorWords {
  Words required;
  std::optional<std::string> sysroot, nvml;

  /// --require, with what it does, --sysroot and --nvml.
  [[nodiscard]] std::vector<Option> options(const std::string& require_meaning);
  /// Throws Error (input) where a name of --require is no source, or --sysroot is no folder.
  [[nodiscard]] meter::Machine machine() const;
};

/// What stands in the way of a source that was demanded.
Problem lack_of(const meter::Survey& survey);

/// Throws Error (evidence) where a source of `required` gives no figure, or where --gpus names GPUs
/// that no source has. Reads each that is asked about for a moment.
void demand_sensors(const Words& required, const meter::Machine& machine);

}  // namespace co2est::cli
