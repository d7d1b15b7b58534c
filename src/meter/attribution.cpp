#include "meter/attribution.hpp"

#include <algorithm>
#include <limits>

namespace co2est::meter {
namespace {

double idle_power_w(const std::vector<Stretch>& stretches, double least_w) {
  constexpr double kShortest = 1;  // s; a shorter stretch says nothing about power
  double least = least_w > 0 ? least_w : std::numeric_limits<double>::infinity();
  for (const Stretch& stretch : stretches) {
    if (stretch.seconds >= kShortest) least = std::min(least, stretch.energy_j / stretch.seconds);
  }
  return least < std::numeric_limits<double>::infinity() ? least : 0;
}

}  // namespace

std::vector<Part> parts_of(const std::vector<Stretch>& stretches, double allotted, double least_w) {
  const double idle_w = idle_power_w(stretches, least_w);
  std::vector<Part> parts;
  for (const Stretch& stretch : stretches) {
    const double free = stretch.capacity_s > 0
                            ? std::clamp(1 - stretch.busy_cpu_s / stretch.capacity_s, 0.0, 1.0)
                            : 1;
    const double idle_j = std::min(idle_w * stretch.seconds, stretch.energy_j * free);
    const double used = stretch.busy_cpu_s > 0
                            ? std::clamp(stretch.own_cpu_s / stretch.busy_cpu_s, 0.0, 1.0)
                            : allotted;
    parts.push_back({idle_j * allotted, (stretch.energy_j - idle_j) * used});
  }
  return parts;
}

std::optional<double> command_cpu_s(const Recording& recording) {
  if (recording.own_cpu_s >= 0) return recording.own_cpu_s;
  if (recording.exit) return recording.exit->cpu_s;
  if (recording.command_cpu_s >= 0) return recording.command_cpu_s;
  return std::nullopt;
}

double allotted_share(const Recording& recording) {
  const HostFacts& host = recording.header.host;
  if (host.cores <= 0 || host.allowed_cores <= 0) return 1;
  return std::min(1.0, static_cast<double>(host.allowed_cores) / host.cores);
}

bool is_shared(const Recording& recording) {
  if (allotted_share(recording) < 1) return true;
  const double own = recording.own_cpu_s;
  if (own < 0) return false;
  constexpr double kOfBusy = 0.1, kOfMachine = 0.05;
  const double others = recording.busy_cpu_s - own;
  const double machine = recording.header.host.cores * recording.duration_s();
  return others > kOfBusy * recording.busy_cpu_s && others > kOfMachine * machine;
}

}  // namespace co2est::meter
