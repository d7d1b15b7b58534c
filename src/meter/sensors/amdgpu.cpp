// Knows AMD GPUs as the driver amdgpu shows them in hwmon: power, cap, and on some chips an energy
// counter.
//
// The second die of an MI250 reads nothing: the first die's figure is both. The figure of an APU is
// that of the whole processor.
#include <algorithm>
#include <utility>

#include "meter/sensors/file_source.hpp"
#include "meter/sensors/gpu_choice.hpp"
#include "meter/sensors/hwmon.hpp"
#include "meter/sensors/sensors.hpp"

namespace co2est::meter {
namespace {

constexpr std::string_view kMi300a = "0x74a0";

std::string text_of(const HwmonChip& chip, std::string_view file) {
  return read_small_file(chip.device + "/" + std::string(file)).value_or("");
}

/// What the figure covers. The table of metrics of an APU has format 2 or 3, that of a card 1; an
/// MI300A has 1 and is known by its device.
Scope scope_of(const HwmonChip& chip) {
  if (text_of(chip, "device") == kMi300a) return Scope::module;
  const std::string metrics = text_of(chip, "gpu_metrics");  // size (2 bytes), format, content
  constexpr std::size_t kFormat = 2;
  const bool apu = metrics.size() > kFormat && (metrics[kFormat] == 2 || metrics[kFormat] == 3);
  return apu ? Scope::package : Scope::gpu;
}

std::string uuid_of(const HwmonChip& chip) {
  const std::string unique = text_of(chip, "unique_id");
  return unique.empty() || unique == "0" ? std::string() : "GPU-" + unique;
}

std::string model_of(const HwmonChip& chip) {
  std::string name = text_of(chip, "product_name");
  if (!name.empty()) return name;
  const std::string device = text_of(chip, "device");  // "0x74a1"
  return device.size() > 2 ? "AMD 1002:" + device.substr(2) : "";
}

std::string note_of(Scope scope) {
  if (scope == Scope::module) return "CPU, GPU and memory of the package";
  return scope == Scope::package ? "an APU: the figure covers CPU and GPU" : "";
}

/// Power: the average where the chip has one, newer chips only the present one.
std::optional<Gauge> power_of(const HwmonChip& chip) {
  auto power = gauge_of(chip.folder + "/power1_average", kMicro, true);
  return power ? std::move(power) : gauge_of(chip.folder + "/power1_input", kMicro, true);
}

/// No power, and a cap of nothing. It comes behind its first die by address.
bool is_second_die(const HwmonChip& chip) {
  const auto power = power_of(chip);
  if (!power || number_in_file(chip.folder + "/power1_cap") != 0.0) return false;
  const Number now = power->file.read();
  return now.fault == "no data" || (now.fault.empty() && now.value == 0);
}

Channel channel_of(const HwmonChip& chip, bool has_energy) {
  Channel channel;
  channel.scope = scope_of(chip);
  const std::string uuid = uuid_of(chip);
  channel.id = uuid.empty() ? "pci-" + chip.address : uuid;
  channel.model = model_of(chip);
  channel.sensor = has_energy ? Sensor::counter : Sensor::sampled;
  channel.limit_w = hwmon_limit(chip, {"power1_cap_max", "power1_cap"});
  channel.note = note_of(channel.scope);
  return channel;
}

/// What becomes of one GPU.
Finding take(const HwmonChip& chip, FileSource& source) {
  Finding finding{"amdgpu", chip.folder, Standing::unusable, "", ""};
  auto energy = gauge_of(chip.folder + "/energy1_input", kMicro);
  auto power = power_of(chip);
  if (!energy && !power) {
    finding.reason = "it has neither power1_average nor power1_input nor energy1_input";
    return finding;
  }
  finding.standing = Standing::used;
  const bool has_energy = energy.has_value();
  source.add(channel_of(chip, has_energy), std::move(energy), std::move(power));
  return finding;
}

/// Puts the first die of a card in the place of its second, which has no figure of its own.
void use_first_dies(const std::vector<HwmonChip>& chips, std::vector<std::size_t>& ours,
                    std::vector<Finding>& findings) {
  std::vector<std::size_t> used;
  for (const std::size_t i : ours) {
    const bool second = i > 0 && is_second_die(chips[i]);
    const std::size_t die = second ? i - 1 : i;
    if (second)
      findings.push_back({"amdgpu", chips[i].folder, Standing::contained,
                          "a second die: the first die's figure is both", ""});
    if (std::find(used.begin(), used.end(), die) == used.end()) used.push_back(die);
  }
  ours = std::move(used);
}

}  // namespace

Opened open_amdgpu(const Machine& machine) {
  const std::vector<HwmonChip> chips = hwmon_chips(machine, {"amdgpu"});
  if (chips.empty()) {
    return {nullptr,
            {{"amdgpu", machine.path("/sys/class/hwmon"), Standing::absent, "no AMD GPU", ""}}};
  }
  Opened opened;
  const GpuFamily family{
      "amdgpu",
      uuid_of,
      {{"ROCR_VISIBLE_DEVICES"}, {"HIP_VISIBLE_DEVICES", "CUDA_VISIBLE_DEVICES"}}};
  std::vector<std::size_t> ours = our_chips(machine, chips, family, opened.findings);
  use_first_dies(chips, ours, opened.findings);
  auto source = std::make_unique<FileSource>();
  for (const std::size_t i : ours)
    opened.findings.push_back(take(chips[i], *source));
  if (!source->channels().empty()) opened.source = std::move(source);
  return opened;
}

}  // namespace co2est::meter
