// Knows the power counters of HPE Cray nodes: /sys/cray/pm_counters, in whole joules and watts,
// for the node and for its parts.
#include <array>
#include <utility>

#include "meter/sensors/file_source.hpp"
#include "meter/sensors/sensors.hpp"

namespace co2est::meter {
namespace {

constexpr std::string_view kFolder = "/sys/cray/pm_counters";

/// A pair of files, "<prefix>energy" and "<prefix>power": "1234 J 1589299 us".
struct Part {
  std::string prefix;
  Scope scope;
  std::string id;
  std::string note;
};

/// The node, then what lies within it.
std::vector<Part> parts_of(const std::string& folder) {
  constexpr std::string_view kAccelerator = "accel", kEnergy = "_energy";
  std::vector<Part> parts{{"", Scope::node, "node", ""},
                          {"cpu_", Scope::package, "cray/cpu", "all sockets of the node"},
                          {"memory_", Scope::dram, "cray/memory", "all memory of the node"}};
  for (const std::string& name :
       names_in_folder(folder, kAccelerator).value_or(std::vector<std::string>())) {
    if (!name.ends_with(kEnergy)) continue;
    const std::string accelerator = name.substr(0, name.size() - kEnergy.size());
    parts.push_back({accelerator + "_", Scope::gpu, "cray/" + accelerator, ""});
  }
  return parts;
}

}  // namespace

Opened open_cray(const Machine& machine) {
  const std::string folder = machine.path(kFolder);
  if (!names_in_folder(folder))
    return {nullptr, {{"cray", folder, Standing::absent, "no HPE Cray node", ""}}};
  Opened opened;
  auto source = std::make_unique<FileSource>();
  for (const Part& part : parts_of(folder)) {
    const std::string path = folder + "/" + part.prefix + "energy";
    NumberFile energy(path);
    if (!energy.is_open()) {
      if (energy.denied())
        opened.findings.push_back({"cray", path, Standing::denied, "this user may not read it",
                                   "sudo chmod a+r " + path});
      continue;
    }
    Channel channel;
    channel.scope = part.scope;
    channel.id = part.id;
    channel.sensor = Sensor::meter;
    channel.counter_step_j = 1;
    channel.note = part.note;
    opened.findings.push_back({"cray", path, Standing::used, "", ""});
    source->add(std::move(channel), Gauge{std::move(energy), 1},
                gauge_of(folder + "/" + part.prefix + "power", 1, true));
  }
  if (!source->channels().empty()) {
    opened.source = std::move(source);
  } else if (opened.findings.empty()) {
    opened.findings.push_back({"cray", folder, Standing::unusable, "it has no energy counter", ""});
  }
  return opened;
}

}  // namespace co2est::meter
