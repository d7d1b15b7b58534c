// Knows hwmon: which chips there are, by name, and the device behind each.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "meter/machine.hpp"

namespace co2est::meter {

struct HwmonChip {
  std::string folder;   ///< "/sys/class/hwmon/hwmon3"
  std::string name;     ///< "amdgpu"
  std::string device;   ///< the folder of the device behind it
  std::string address;  ///< the device's name: "0000:c1:00.0", "ACPI000D:00"
};

/// The chips of one of these names, by the address of their devices.
std::vector<HwmonChip> hwmon_chips(const Machine& machine,
                                   std::initializer_list<std::string_view> names);

/// W of the first of these files that tells one, microwatts in sysfs.
std::optional<double> hwmon_limit(const HwmonChip& chip,
                                  std::initializer_list<std::string_view> files);

}  // namespace co2est::meter
