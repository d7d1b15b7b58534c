// Knows Intel GPUs as the drivers i915 and xe show them in hwmon: a counter of microjoules.
//
// energy1 is the card, which only some cards have, energy2 the package: the first that is there and
// not 0 is read.
#include <algorithm>
#include <array>
#include <utility>

#include "meter/sensors/file_source.hpp"
#include "meter/sensors/gpu_choice.hpp"
#include "meter/sensors/hwmon.hpp"
#include "meter/sensors/sensors.hpp"

namespace co2est::meter {
namespace {

struct Counter {
  std::string_view energy, limit, note;
};
constexpr std::array<Counter, 2> kCounters{{
    {"energy1_input", "power1_max", ""},
    {"energy2_input", "power2_max", "the package; the rest of the card is not in it"},
}};

std::string no_uuid(const HwmonChip& /*chip*/) {
  return {};
}

std::string model_of(const HwmonChip& chip) {
  const std::string device = read_small_file(chip.device + "/device").value_or("");
  return device.size() > 2 ? "Intel 8086:" + device.substr(2) : "";  // "0x0bda"
}

Finding take(const HwmonChip& chip, FileSource& source) {
  Finding finding{"intel_gpu", chip.folder, Standing::unusable,
                  "it has no energy counter that has moved since the driver was loaded", ""};
  for (const Counter& counter : kCounters) {
    const std::string path = chip.folder + "/" + std::string(counter.energy);
    auto energy = gauge_of(path, kMicro);
    if (!energy || energy->file.read().value == 0) continue;
    Channel channel;
    channel.scope = Scope::gpu;
    channel.id = "pci-" + chip.address;
    channel.model = model_of(chip);
    channel.sensor = Sensor::counter;
    channel.limit_w = hwmon_limit(chip, {counter.limit});
    channel.note = counter.note;
    source.add(std::move(channel), std::move(energy), std::nullopt);
    finding.what = path;
    finding.standing = Standing::used;
    finding.reason.clear();
    break;
  }
  return finding;
}

}  // namespace

Opened open_intel_gpu(const Machine& machine) {
  const std::vector<HwmonChip> chips = hwmon_chips(machine, {"i915", "xe"});
  if (chips.empty()) {
    return {nullptr,
            {{"intel_gpu", machine.path("/sys/class/hwmon"), Standing::absent,
              "no Intel GPU with a power sensor", ""}}};
  }
  Opened opened;
  const GpuFamily family{"intel_gpu", no_uuid, {{"ZE_AFFINITY_MASK"}}};
  auto source = std::make_unique<FileSource>();
  for (const std::size_t i : our_chips(machine, chips, family, opened.findings))
    opened.findings.push_back(take(chips[i], *source));
  if (!source->channels().empty()) opened.source = std::move(source);
  return opened;
}

}  // namespace co2est::meter
