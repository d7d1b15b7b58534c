// Knows how long a run took, on how many hosts, and the year that its factors belong to.
#include <algorithm>
#include <chrono>
#include <cmath>

#include "resolve/context.hpp"

namespace co2est {
namespace {

int year_of(UtcTime time) {
  const auto days = std::chrono::floor<std::chrono::days>(time);
  return static_cast<int>(std::chrono::year_month_day{days}.year());
}

Duration between(UtcTime start, UtcTime end) {
  constexpr double kMillisecondsPerSecond = 1000.0;
  return seconds(static_cast<double>((end - start).count()) / kMillisecondsPerSecond);
}

/// A part that is not known is taken for a server's where there are several.
bool is_for_servers(const Found<Accelerator>* found, double count) {
  if (found == nullptr) return count > 1;
  if (found->row != nullptr) return found->row->data_centre();
  if (found->candidates.empty()) return count > 1;
  return std::all_of(found->candidates.begin(), found->candidates.end(),
                     [](const Accelerator* row) { return row->data_centre(); });
}

}  // namespace

void resolve_time(Context& context) {
  const RunSpec& said = context.said;
  if (said.start) context.year = year_of(*said.start);
  if (!said.start && said.end) context.year = year_of(*said.end);
  context.run.repeat = said.repeat.value_or(1);
  if (said.duration) context.run.duration = said.duration->mid;
  if (!said.start || !said.end) return;
  const Duration window = between(*said.start, *said.end);
  if (*said.end <= *said.start) {
    context.problem("/end", "is not after start", "times are half-open: start < end");
  } else if (!said.duration) {
    context.run.duration = window;
  } else if (as_hours(said.duration->mid) > as_hours(window) * (1 + 1e-9)) {
    context.problem("/duration", "is longer than the time from start to end",
                    "give two of the three, or a duration that fits");
  }
}

void resolve_hosts(Context& context) {
  constexpr double kPerServer = 8;
  bool data_centre = false;
  double largest = 0;
  for (std::size_t i = 0; i < context.said.devices.size(); ++i) {
    const DeviceSpec& device = context.said.devices[i];
    if (!is_accelerator(device.kind)) continue;
    const std::optional<double> count = count_of(device);
    context.accelerators += count.value_or(1);
    largest = std::max(largest, count.value_or(kPerServer));
    data_centre =
        data_centre || is_for_servers(context.models[i].accelerator, count.value_or(kPerServer));
  }
  context.hosts = context.said.hosts.value_or(1);
  const double usual = data_centre ? std::max(1.0, std::min(kPerServer, largest)) : 1.0;
  context.devices_per_host = context.said.devices_per_host.value_or(usual);
}

}  // namespace co2est
