// What the tests of sensors know about a machine: a folder of their own with sys and proc in it.
#pragma once

#include <catch2/catch.hpp>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "meter/sensors/sensors.hpp"
#include "support/process.hpp"

namespace co2est_tests {

class FakeTree {
 public:
  /// Writes "/sys/class/..." with a line end, as sysfs has it. A file that is there keeps its
  /// identity: what has it open sees the new text.
  void put(const std::string& path, const std::string& text) const {
    const std::filesystem::path file(at(path));
    std::filesystem::create_directories(file.parent_path());
    write_file(file, text + "\n");
  }
  void folder(const std::string& path) const { std::filesystem::create_directories(at(path)); }
  void link(const std::string& path, const std::string& target) const {
    const std::filesystem::path file(at(path));
    std::filesystem::create_directories(file.parent_path());
    std::filesystem::remove(file);
    std::filesystem::create_symlink(target, file);
  }
  [[nodiscard]] std::string at(const std::string& path) const {
    return folder_.path().string() + path;
  }
  [[nodiscard]] co2est::meter::Machine machine() const {
    co2est::meter::Machine machine;
    machine.root = folder_.path().string();
    return machine;
  }

  /// A powercap zone: "intel-rapl:0", "package-0", microjoules.
  void zone(const std::string& zone, const std::string& name, const std::string& energy_uj) const {
    const std::string folder = "/sys/class/powercap/" + zone;
    put(folder + "/name", name);
    put(folder + "/energy_uj", energy_uj);
    put(folder + "/max_energy_range_uj", "262143328850");
    put(folder + "/enabled", "1");
  }
  void energy(const std::string& zone, const std::string& energy_uj) const {
    put("/sys/class/powercap/" + zone + "/energy_uj", energy_uj);
  }
  /// A hwmon chip whose device is a PCI or ACPI device of this address.
  void chip(const std::string& hwmon, const std::string& name, const std::string& address) const {
    folder("/sys/devices/" + address);
    put("/sys/class/hwmon/" + hwmon + "/name", name);
    link("/sys/class/hwmon/" + hwmon + "/device", "../../../devices/" + address);
  }

 private:
  TempDir folder_;
};

inline std::vector<std::string> ids_of(const co2est::meter::Opened& opened) {
  std::vector<std::string> ids;
  if (!opened.source) return ids;
  for (const co2est::meter::Channel& channel : opened.source->channels())
    ids.push_back(channel.id);
  return ids;
}

inline std::vector<co2est::meter::Reading> read_all(const co2est::meter::Opened& opened) {
  REQUIRE(opened.source != nullptr);
  std::vector<co2est::meter::Reading> readings(opened.source->channels().size());
  opened.source->read(readings);
  return readings;
}

/// The first finding of a standing.
inline std::optional<co2est::meter::Finding> finding_of(const co2est::meter::Opened& opened,
                                                        co2est::meter::Standing standing) {
  for (const co2est::meter::Finding& finding : opened.findings) {
    if (finding.standing == standing) return finding;
  }
  return std::nullopt;
}

}  // namespace co2est_tests
