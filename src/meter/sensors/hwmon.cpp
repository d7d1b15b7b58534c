#include "meter/sensors/hwmon.hpp"

#include <algorithm>
#include <filesystem>
#include <tuple>
#include <utility>

#include "meter/sensors/file_source.hpp"
#include "meter/sensors/number_file.hpp"

namespace co2est::meter {

std::vector<HwmonChip> hwmon_chips(const Machine& machine,
                                   std::initializer_list<std::string_view> names) {
  const std::string root = machine.path("/sys/class/hwmon");
  std::vector<HwmonChip> chips;
  for (const std::string& entry :
       names_in_folder(root, "hwmon").value_or(std::vector<std::string>())) {
    HwmonChip chip{root + "/" + entry, {}, {}, {}};
    chip.name = read_small_file(chip.folder + "/name").value_or("");
    if (std::find(names.begin(), names.end(), chip.name) == names.end()) continue;
    std::error_code error;
    const auto device = std::filesystem::canonical(chip.folder + "/device", error);
    chip.device = error ? chip.folder + "/device" : device.string();
    chip.address = error ? entry : device.filename().string();
    chips.push_back(std::move(chip));
  }
  std::sort(chips.begin(), chips.end(), [](const HwmonChip& a, const HwmonChip& b) {
    return std::tie(a.address, a.folder) < std::tie(b.address, b.folder);
  });
  return chips;
}

std::optional<double> hwmon_limit(const HwmonChip& chip,
                                  std::initializer_list<std::string_view> files) {
  for (const std::string_view file : files) {
    const auto limit = number_in_file(chip.folder + "/" + std::string(file));
    if (limit && *limit > 0) return *limit * kMicro;
  }
  return std::nullopt;
}

}  // namespace co2est::meter
