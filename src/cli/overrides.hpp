// Knows the options that say something about a run, and how they replace what its file says.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/command.hpp"
#include "co2est/catalogue.hpp"
#include "co2est/run.hpp"

namespace co2est::cli {

class OptionReader;

/// The options as they were typed.
struct OverrideWords {
  std::optional<std::string> name, hours, count, model, instance, power, memory, repeat, method,
      pue, grid, year, accounting, host;

  void add_to(std::vector<Option>& options);
};

/// The options as values.
class Overrides {
 public:
  Overrides() = default;
  /// Throws Error with every option that cannot be read, as the run file's parser says it.
  explicit Overrides(const OverrideWords& words);

  [[nodiscard]] bool empty() const { return empty_; }
  /// Puts what the options say over a run. Throws Error where they cannot apply to its devices.
  void lay_over(RunSpec& run) const;
  /// Whether the options name a device, so that they describe a run without any file.
  [[nodiscard]] bool describe_run() const { return said_.model || said_.instance || said_.power; }
  /// That run.
  [[nodiscard]] RunSpec alone(const Catalogue& catalogue) const;

 private:
  void read_run_options(OptionReader& in);
  void read_grid_options(OptionReader& in);
  void read_device_options(OptionReader& in);
  void patch_accelerator(DeviceSpec& device) const;
  void patch_devices(RunSpec& run) const;
  void patch_instance(RunSpec& run) const;
  void patch_memory(RunSpec& run) const;
  void patch_grid(RunSpec& run) const;

  bool empty_ = true;
  OverrideWords said_;
  RunSpec flags_;      ///< top-level keys
  DeviceSpec device_;  ///< count, model and power of the accelerator
  DeviceSpec memory_;  ///< the dram entry
  GridSpec grid_;      ///< year and accounting without a grid
};

}  // namespace co2est::cli
