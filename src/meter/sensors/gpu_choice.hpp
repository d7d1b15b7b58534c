// Knows which GPUs of a driver are ours: by --gpus, by what launchers set, by what we may open.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "meter/machine.hpp"
#include "meter/sensors/hwmon.hpp"
#include "meter/source.hpp"

namespace co2est::meter {

/// A GPU as it may be named.
struct GpuName {
  std::string uuid;     ///< "GPU-<16 hexadecimal digits>"; empty where it has none
  std::string address;  ///< PCI: "0000:c1:00.0"
};

/// One list of devices and who made it: "HIP_VISIBLE_DEVICES", "0,2".
struct GpuList {
  std::string by;
  std::string text;
};

/// For each GPU, who leaves it out, or nothing. Each list counts within what the one before it
/// left; an entry is an index, a UUID or the beginning of one, or a PCI address. Reading stops at
/// the first entry that is none of these, and an empty list is none.
std::vector<std::optional<std::string>> left_out(const std::vector<GpuName>& gpus,
                                                 const std::vector<GpuList>& lists);

/// The lists that --gpus or else these variables make. Of a group, `{"A", "B"}`, the first counts
/// that is set.
std::vector<GpuList> gpu_lists(const Machine& machine,
                               const std::vector<std::vector<std::string>>& groups);

/// A driver's GPUs, and who may say which of them are ours.
struct GpuFamily {
  std::string_view source;                       ///< "amdgpu"
  std::string (*uuid)(const HwmonChip&);         ///< empty where a GPU has none
  std::vector<std::vector<std::string>> groups;  ///< of variables, see gpu_lists
};

/// The chips that are ours, as positions; a finding for each of the others.
std::vector<std::size_t> our_chips(const Machine& machine, const std::vector<HwmonChip>& chips,
                                   const GpuFamily& family, std::vector<Finding>& findings);

/// The render node of the GPU in /dev, where this process may not use it: a container or a batch
/// system gave it to somebody else, though sysfs shows it.
std::optional<std::string> barred_node(const Machine& machine, const HwmonChip& chip);

}  // namespace co2est::meter
