// Knows how a run is spread over time: half-open intervals, one where nothing says more.
#include <algorithm>

#include "resolve/context.hpp"

namespace co2est {
namespace {

double seconds_between(UtcTime begin, UtcTime end) {
  return std::chrono::duration<double>(end - begin).count();
}

/// Every instant at which some interval begins or ends, in order.
std::vector<UtcTime> cuts_of(const RunSpec& said) {
  std::vector<UtcTime> cuts;
  for (const DeviceSpec& device : said.devices) {
    for (const EnergyInterval& interval : device.intervals) {
      cuts.push_back(interval.start);
      cuts.push_back(interval.end);
    }
  }
  std::sort(cuts.begin(), cuts.end());
  cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
  return cuts;
}

/// Shares of an entry's energy per interval of the timeline: its own intervals at constant power
/// each, or in proportion to time where it has none.
std::vector<double> shares_of(const DeviceSpec& device, const std::vector<UtcTime>& cuts) {
  std::vector<double> shares(cuts.size() - 1, 0.0);
  double total = 0;
  for (const EnergyInterval& interval : device.intervals) {
    const auto first = std::lower_bound(cuts.begin(), cuts.end(), interval.start);
    const auto last = std::lower_bound(cuts.begin(), cuts.end(), interval.end);
    const double length = seconds_between(interval.start, interval.end);
    for (auto cut = first; cut != last; ++cut) {
      const auto i = static_cast<std::size_t>(cut - cuts.begin());
      const double share = seconds_between(cuts[i], cuts[i + 1]) / length;
      shares[i] += as_kwh(interval.energy) * share;
    }
    total += as_kwh(interval.energy);
  }
  if (total > 0) {
    for (double& share : shares)
      share /= total;
    return shares;
  }
  const double all = seconds_between(cuts.front(), cuts.back());
  for (std::size_t i = 0; i + 1 < cuts.size(); ++i) {
    shares[i] = seconds_between(cuts[i], cuts[i + 1]) / all;
  }
  return shares;
}

}  // namespace

void resolve_timeline(Context& context) {
  ResolvedRun& run = context.run;
  const std::vector<UtcTime> cuts = cuts_of(context.said);
  if (cuts.size() < 2) {
    run.timeline.push_back({context.said.start, context.said.end, run.grid.intensity});
    return;
  }
  for (std::size_t i = 0; i + 1 < cuts.size(); ++i) {
    run.timeline.push_back({cuts[i], cuts[i + 1], run.grid.intensity});
  }
  for (std::size_t i = 0; i < run.components.size(); ++i) {
    run.components[i].time_share = shares_of(context.said.devices[i], cuts);
  }
}

}  // namespace co2est
