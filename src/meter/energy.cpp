#include "meter/energy.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "meter/job_locks.hpp"

namespace co2est::meter {
namespace {

void tell_repairs(const Sums& sums, ChannelEnergy& energy) {
  const auto tell = [&](std::uint32_t count, const char* what) {
    if (count > 0) energy.repairs.push_back(fmt::format("{} {}", count, what));
  };
  tell(sums.restarts, sums.has_power
                          ? "restarts of the counter, bridged by the power between the readings"
                          : "restarts of the counter, whose steps are lost");
  tell(sums.rejected, "steps of the counter that no such device can take, left out");
  tell(sums.faults, "readings without a figure, or without that of the counter");
  if (sums.gaps > 0)
    energy.repairs.push_back(fmt::format("{} gaps of {:.0f} s in all", sums.gaps, sums.gap_s));
}

/// Whether the counter is believed; with what speaks against it.
bool takes_counter(const Sums& sums, ChannelEnergy& energy) {
  constexpr double kMovesByThen = 50, kLongEnough = 60, kMostApart = 0.1;
  if (!sums.has_counter) return false;
  if (!sums.has_power) return true;
  if (sums.counter_j <= 0 && sums.power_j > kMovesByThen) {
    energy.repairs.push_back(fmt::format(
        "the counter stood still while the power gave {:.0f} J: the power counts", sums.power_j));
    return false;
  }
  const double larger = std::max(sums.counter_j, sums.power_j);
  const double apart = larger > 0 ? std::abs(sums.counter_j - sums.power_j) / larger : 0;
  if (sums.covered_s <= kLongEnough || apart <= kMostApart) return true;
  energy.repairs.push_back(
      fmt::format("the counter gave {:.0f} J and the power {:.0f} J, {:.0f} % apart: the larger "
                  "counts",
                  sums.counter_j, sums.power_j, 100 * apart));
  return sums.counter_j >= sums.power_j;
}

}  // namespace

ChannelEnergy energy_of(const Recording& recording, const ChannelRecord& record) {
  ChannelEnergy energy;
  const Sums& sums = record.sums;
  energy.by_counter = takes_counter(sums, energy);
  energy.joules = energy.by_counter ? sums.counter_j : sums.power_j;
  energy.known = (sums.has_counter || sums.has_power) && energy.joules > 0;
  const std::string lock = lock_of(record.channel);
  energy.elsewhere = !energy.known && recording.holds && sums.readings > sums.faults &&
                     recording.held_s(lock) < recording.duration_s();
  if (energy.elsewhere) {
    energy.repairs.emplace_back("counted by another rank");
    return energy;
  }
  if (!energy.known) {
    energy.repairs.emplace_back(sums.readings == sums.faults ? "it never gave a figure"
                                : sums.faults > 0            ? "it was lost at its first readings"
                                                             : "it gave nothing but zero");
    return energy;
  }
  tell_repairs(sums, energy);
  const double unsampled_s = recording.unsampled_s_of(lock);
  if (unsampled_s > 0 && sums.covered_s > 0) {
    const double bridged_j = energy.joules / sums.covered_s * unsampled_s;
    energy.repairs.push_back(
        fmt::format("{:.1f} s without a sampler, bridged with {:.0f} J at the "
                    "mean power",
                    unsampled_s, bridged_j));
    energy.joules += bridged_j;
  }
  const double ours_s = recording.held_s(lock);
  // A counter misses nothing in a gap; a power is only a straight line there.
  const double covered_s = sums.covered_s - (energy.by_counter ? 0 : sums.gap_s);
  // Between two ranks no more than a period is lost.
  const double takeover_s = recording.holds ? recording.header.period_s : 0;
  const bool is_whole = covered_s + takeover_s >= ours_s;
  energy.coverage = is_whole ? 1 : std::clamp(covered_s / ours_s, 0.0, 1.0);
  return energy;
}

}  // namespace co2est::meter
