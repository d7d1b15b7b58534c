// Knows ACPI power meters (acpi_power_meter) as NVIDIA Grace has them, one for each rail of a
// socket. A meter that does not say what it measures is not read.
#include <array>
#include <charconv>
#include <utility>

#include "meter/sensors/file_source.hpp"
#include "meter/sensors/hwmon.hpp"
#include "meter/sensors/sensors.hpp"

namespace co2est::meter {
namespace {

/// "Module Power Socket 0" and the like. The module is the whole superchip; Grace is the CPU with
/// SysIO and memory.
struct Rail {
  std::string_view label;  ///< before the number of the socket
  Scope scope;
  std::string_view before, behind;  ///< the number, in the id
  std::string_view note;
};
constexpr std::array<Rail, 4> kRails{{
    {"Module Power Socket ", Scope::module, "module-", "", "CPU, GPU and memory of the superchip"},
    {"Grace Power Socket ", Scope::package, "grace-", "", "CPU, SysIO and memory"},
    {"CPU Power Socket ", Scope::core, "grace-", "/cpu", ""},
    {"SysIO Power Socket ", Scope::uncore, "grace-", "/sysio", ""},
}};

/// The rail of a label, and the id with the number of its socket.
std::optional<std::pair<const Rail*, std::string>> rail_of(std::string_view label) {
  while (label.ends_with(' '))
    label.remove_suffix(1);
  for (const Rail& rail : kRails) {
    if (!label.starts_with(rail.label)) continue;
    const std::string_view socket = label.substr(rail.label.size());
    if (socket.empty() || socket.find_first_not_of("0123456789") != std::string_view::npos) break;
    return std::pair(&rail,
                     std::string(rail.before) + std::string(socket) + std::string(rail.behind));
  }
  return std::nullopt;
}

/// The folder of the meter's files: older kernels keep them with the device.
std::string folder_of(const HwmonChip& chip) {
  const bool beside = read_small_file(chip.folder + "/power1_average").has_value();
  return beside ? chip.folder : chip.device;
}

Finding take(const HwmonChip& chip, FileSource& source) {
  Finding finding{"power_meter", chip.folder, Standing::unusable, "", ""};
  const std::string label = read_small_file(chip.device + "/power1_oem_info").value_or("");
  const auto rail = rail_of(label);
  if (!rail) {
    finding.reason = label.empty() ? "it does not say what it measures (power1_oem_info)"
                                   : "what \"" + label + "\" measures is not known";
    return finding;
  }
  const std::string folder = folder_of(chip);
  NumberFile file(folder + "/power1_average");
  if (!file.is_open()) {
    finding.standing = file.denied() ? Standing::denied : Standing::unusable;
    finding.what = folder + "/power1_average";
    finding.reason = file.denied() ? "this user may not read it" : "there is no power1_average";
    if (file.denied()) finding.remedy = "sudo chmod a+r " + finding.what;
    return finding;
  }
  constexpr double kNanosecondsPerMs = 1e6;
  const double interval_ms = number_in_file(folder + "/power1_average_interval").value_or(0);
  Channel channel;
  channel.scope = rail->first->scope;
  channel.id = rail->second;
  channel.sensor = Sensor::sampled;
  channel.note = rail->first->note;
  Gauge gauge{std::move(file), kMicro, true,
              static_cast<std::int64_t>(interval_ms * kNanosecondsPerMs)};
  source.add(std::move(channel), std::nullopt, std::move(gauge));
  finding.standing = Standing::used;
  return finding;
}

}  // namespace

Opened open_power_meter(const Machine& machine) {
  const std::vector<HwmonChip> chips = hwmon_chips(machine, {"power_meter"});
  if (chips.empty()) {
    return {nullptr,
            {{"power_meter", machine.path("/sys/class/hwmon"), Standing::absent,
              "no ACPI power meter (on Grace it needs the kernel option "
              "acpi_power_meter.force_cap_on=y)",
              ""}}};
  }
  Opened opened;
  auto source = std::make_unique<FileSource>();
  for (const HwmonChip& chip : chips)
    opened.findings.push_back(take(chip, *source));
  if (!source->channels().empty()) opened.source = std::move(source);
  return opened;
}

}  // namespace co2est::meter
