#include "meter/shares.hpp"

#include <algorithm>
#include <numeric>

#include "meter/containment.hpp"

namespace co2est::meter {
namespace {

/// J of a channel by slices, as its own counter or power says, brought to its total.
std::vector<double> slices_of(const Recording& recording, std::size_t channel,
                              const ChannelEnergy& energy) {
  std::vector<double> slices;
  for (const Slice& slice : recording.slices) {
    const bool has = channel < slice.channels.size();
    const Energies e = has ? slice.channels[channel] : Energies();
    slices.push_back(energy.by_counter ? e.counter_j : e.power_j);
  }
  const double sum = std::accumulate(slices.begin(), slices.end(), 0.0);
  for (double& joules : slices)
    joules *= sum > 0 ? energy.joules / sum : 0;
  return slices;
}

/// W, the least that the channel took, on the scale of its slices; 0: not known.
double least_w(const ChannelShare& share) {
  const Sums& sums = share.record->sums;
  const double own_j = sums.has_counter ? sums.counter_j : sums.power_j;
  if (share.energy.by_counter != sums.has_counter || own_j <= 0) return 0;
  return sums.least_w * share.ours_j / own_j;
}

/// What of a shared socket is ours, slice by slice.
void divide(const Recording& recording, ChannelShare& share) {
  std::vector<Stretch> stretches;
  for (std::size_t i = 0; i < share.slices_j.size(); ++i) {
    const Slice& slice = recording.slices[i];
    const double seconds = static_cast<double>(slice.end_utc_ms - slice.begin_utc_ms) * 1e-3;
    stretches.push_back({share.slices_j[i], seconds, slice.own_cpu_s, slice.busy_cpu_s,
                         seconds * recording.header.host.cores});
  }
  if (recording.own_cpu_s < 0) {  // no control group: the whole run's share, from the exit
    const double own = command_cpu_s(recording).value_or(0);
    const double of_busy = recording.busy_cpu_s > 0 ? own / recording.busy_cpu_s : 0;
    for (Stretch& stretch : stretches)
      stretch.own_cpu_s = stretch.busy_cpu_s * of_busy;
  }
  const std::vector<Part> parts = parts_of(stretches, allotted_share(recording), least_w(share));
  share.ours_j = share.idle_j = 0;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    share.slices_j[i] = parts[i].sum_j();
    share.ours_j += parts[i].sum_j();
    share.idle_j += parts[i].idle_j;
  }
}

/// "lies within node", "repeats package-0", or what was wrong with it.
std::string reason_of(const Placing& placing, const ChannelShare& share,
                      const std::vector<Channel>& channels) {
  if (!share.energy.known) return share.energy.repairs.back();
  std::string reason(placing.reason);
  if (placing.within != kNowhere) reason += " " + channels[placing.within].id;
  return reason;
}

bool is_of_processor(Scope scope) {
  return scope == Scope::package || scope == Scope::dram || scope == Scope::core ||
         scope == Scope::uncore;
}

}  // namespace

bool is_missing(const ChannelShare& share) {
  const Scope scope = share.record->channel.scope;
  const bool device = scope == Scope::gpu || scope == Scope::module || scope == Scope::node;
  return device && !share.energy.known && !share.energy.elsewhere && !share.covered;
}

Shares shares_of(const Recording& recording, Sharing sharing) {
  Shares shares;
  shares.shared =
      sharing == Sharing::share || (sharing == Sharing::automatic && is_shared(recording));
  std::vector<Channel> channels;
  std::vector<bool> held;
  for (std::size_t i = 0; i < recording.channels.size(); ++i) {
    ChannelShare& share = shares.channels.emplace_back();
    share.record = &recording.channels[i];
    share.energy = energy_of(recording, *share.record);
    channels.push_back(share.record->channel);
    // What another rank counts contains what lies within it here as well.
    held.push_back(share.energy.known || share.energy.elsewhere);
  }
  const std::vector<Placing> placings = place(channels, held);
  for (std::size_t i = 0; i < shares.channels.size(); ++i) {
    ChannelShare& share = shares.channels[i];
    share.counts = placings[i].counts && share.energy.known;
    share.left_out = reason_of(placings[i], share, channels);
    share.covered = std::any_of(channels.begin(), channels.end(), [&](const Channel& other) {
      const auto at = static_cast<std::size_t>(&other - channels.data());
      return at != i && placings[at].counts && overlap(other, channels[i]);
    });
    if (!share.energy.known) continue;
    share.slices_j = slices_of(recording, i, share.energy);
    share.ours_j = share.energy.joules * share.record->channel.share;
    for (double& joules : share.slices_j)
      joules *= share.record->channel.share;
    if (shares.shared && is_of_processor(share.record->channel.scope)) divide(recording, share);
  }
  return shares;
}

}  // namespace co2est::meter
