// Knows RAPL as the kernel's powercap shows it: counters of packages, dies, cores, memory.
//
// Zones are /sys/class/powercap/intel-rapl:N (packages, dies, psys) and intel-rapl:N:M (what is
// listed below them); AMD uses the same names. intel-rapl-mmio repeats a package and is left. A
// zone's `enabled` is about its power limits, not its counter.
#include <algorithm>
#include <cerrno>
#include <cstring>

#include "meter/sensors/file_source.hpp"
#include "meter/sensors/sensors.hpp"

namespace co2est::meter {
namespace {

constexpr std::string_view kClass = "/sys/class/powercap";
constexpr std::string_view kDevices = "/sys/devices/virtual/powercap";
constexpr std::string_view kTop = "intel-rapl:";
constexpr std::string_view kRepeat = "intel-rapl-mmio:";

constexpr std::string_view kByGroup =
    "echo \"z /sys/class/powercap/intel-rapl:*/energy_uj 0440 root $(id -gn)\" | sudo tee "
    "/etc/tmpfiles.d/co2est.conf && sudo systemd-tmpfiles --create /etc/tmpfiles.d/co2est.conf";
constexpr std::string_view kByPerf = "sudo setcap cap_perfmon=ep \"$(command -v co2est)\"";

/// Read access for the user's group, or perf_event where the kernel has the counters there too.
std::string remedy_for(const Machine& machine) {
  const bool perf =
      read_small_file(machine.path("/sys/bus/event_source/devices/power/type")).has_value();
  return std::string(kByGroup) + (perf ? "\n" + std::string(kByPerf) : "");
}

struct Zone {
  std::string folder;
  std::string name;  ///< "package-0", "dram"
  std::string id;    ///< "package-0", "package-0/dram"
};

std::optional<Scope> scope_of(std::string_view name) {
  if (name.starts_with("package-")) return Scope::package;
  if (name == "core") return Scope::core;
  if (name == "uncore") return Scope::uncore;
  if (name == "dram") return Scope::dram;
  if (name == "psys") return Scope::psys;
  return std::nullopt;
}

/// Zones that tell their name, in the order of theirs in sysfs.
std::vector<Zone> zones_of(const Machine& machine, const std::vector<std::string>& entries) {
  std::vector<Zone> zones;
  for (const std::string& entry : entries) {
    Zone zone{machine.path(kClass) + "/" + entry, {}, {}};
    const auto name = read_small_file(zone.folder + "/name");
    if (!name || name->empty()) continue;
    zone.name = zone.id = *name;
    const std::size_t colon = entry.rfind(':');
    if (colon >= kTop.size()) {
      const auto parent =
          read_small_file(machine.path(kClass) + "/" + entry.substr(0, colon) + "/name");
      zone.id = parent.value_or(entry.substr(0, colon)) + "/" + zone.name;
    }
    zones.push_back(std::move(zone));
  }
  return zones;
}

/// W, the highest of the limits that the package enforces, where all of them are such limits: the
/// long-term limit alone is passed in turbo, and a firmware that sets thousands of watts sets none.
std::optional<double> limit_of(const Zone& zone) {
  constexpr double kNoLimit = 2000;
  constexpr int kMostConstraints = 8;
  if (number_in_file(zone.folder + "/enabled") != 1.0) return std::nullopt;
  double most = 0;
  for (int i = 0; i < kMostConstraints; ++i) {
    const std::string constraint = zone.folder + "/constraint_" + std::to_string(i);
    if (!read_small_file(constraint + "_name")) break;
    const auto limit = number_in_file(constraint + "_power_limit_uw");
    if (!limit || *limit <= 0) return std::nullopt;
    most = std::max({most, *limit, number_in_file(constraint + "_max_power_uw").value_or(0)});
  }
  most *= kMicro;
  return most > 0 && most < kNoLimit ? std::optional(most) : std::nullopt;
}

/// Why nothing is found: no driver, or a container that hides it.
Finding nothing_found(const Machine& machine, bool has_links) {
  const auto devices = names_in_folder(machine.path(kDevices));
  if (has_links || (devices && devices->empty())) {
    return {"powercap", machine.path(kDevices), Standing::denied,
            "masked by the container runtime: the folder is empty, for root too",
            "measure outside the container, or start it with --security-opt "
            "systempaths=unconfined (Docker)"};
  }
  return {
      "powercap", machine.path(kClass), Standing::absent,
      "no RAPL counters: a virtual machine, another kind of CPU, or a kernel without the driver "
      "(intel_rapl_msr)",
      ""};
}

/// Collects what becomes of the zones.
class Opening {
 public:
  void take(const Zone& zone) {
    const std::string path = zone.folder + "/energy_uj";
    const auto scope = scope_of(zone.name);
    if (!scope)
      return tell(path, Standing::unusable, "the domain \"" + zone.name + "\" is unknown");
    if (has(zone.id)) return tell(path, Standing::contained, "repeats " + zone.id);
    NumberFile file(path);
    if (file.denied()) return deny(path);
    if (!file.is_open()) return tell(path, Standing::unusable, std::strerror(file.error()));
    Channel channel;
    channel.scope = *scope;
    channel.id = zone.id;
    channel.sensor = Sensor::rapl;
    channel.counter_range_j =
        number_in_file(zone.folder + "/max_energy_range_uj").value_or(0) * kMicro;
    if (scope == Scope::package) channel.limit_w = limit_of(zone);
    ids_.push_back(zone.id);
    tell(path, Standing::used, "");
    source_->add(std::move(channel), Gauge{std::move(file), kMicro}, std::nullopt);
  }

  void tell(std::string what, Standing standing, std::string reason) {
    findings_.push_back({"powercap", std::move(what), standing, std::move(reason), ""});
  }

  Opened finish(const std::string& remedy) {
    if (denied_ > 0) {
      findings_.push_back({"powercap", first_denied_, Standing::denied,
                           "only root may read it (CVE-2020-8694)" +
                               (denied_ == 1 ? std::string()
                                             : ", as with " + std::to_string(denied_ - 1) +
                                                   " more counters beside it"),
                           remedy});
    }
    Opened opened{nullptr, std::move(findings_)};
    if (!ids_.empty()) opened.source = std::move(source_);
    return opened;
  }

 private:
  [[nodiscard]] bool has(const std::string& id) const {
    return std::find(ids_.begin(), ids_.end(), id) != ids_.end();
  }

  void deny(const std::string& path) {
    if (denied_++ == 0) first_denied_ = path;
  }

  std::unique_ptr<FileSource> source_ = std::make_unique<FileSource>();
  std::vector<Finding> findings_;
  std::vector<std::string> ids_;
  std::string first_denied_;
  int denied_ = 0;
};

}  // namespace

bool powercap_gives_package(const Machine& machine) {
  const auto entries = names_in_folder(machine.path(kClass), kTop);
  const std::vector<Zone> zones = entries ? zones_of(machine, *entries) : std::vector<Zone>();
  return std::any_of(zones.begin(), zones.end(), [](const Zone& zone) {
    return scope_of(zone.name) == Scope::package &&
           NumberFile(zone.folder + "/energy_uj").is_open();
  });
}

Opened open_powercap(const Machine& machine) {
  const auto entries = names_in_folder(machine.path(kClass), kTop);
  const std::vector<Zone> zones = entries ? zones_of(machine, *entries) : std::vector<Zone>();
  if (zones.empty()) return {nullptr, {nothing_found(machine, entries && !entries->empty())}};
  Opening opening;
  for (const Zone& zone : zones)
    opening.take(zone);
  const auto twins = names_in_folder(machine.path(kClass), kRepeat);
  for (const std::string& twin : twins.value_or(std::vector<std::string>()))
    opening.tell(machine.path(kClass) + "/" + twin, Standing::contained,
                 "repeats a package of intel-rapl");
  return opening.finish(remedy_for(machine));
}

}  // namespace co2est::meter
