#include "meter/record.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "meter/job_locks.hpp"
#include "meter/record_json.hpp"
#include "meter/shares.hpp"

namespace co2est::meter {
namespace {

UtcTime utc(std::int64_t ms) {
  return UtcTime(std::chrono::milliseconds(ms));
}

DeviceKind kind_of(Scope scope) {
  switch (scope) {
    case Scope::gpu:
    case Scope::module:
      return DeviceKind::gpu;
    case Scope::dram:
      return DeviceKind::dram;
    case Scope::node:
      return DeviceKind::node;
    case Scope::package:
    case Scope::core:
    case Scope::uncore:
      return DeviceKind::cpu;
    case Scope::psys:
      return DeviceKind::other;
  }
  return DeviceKind::other;
}

/// A figure of a GPU that has no counter is sampled, whatever else its channel can.
Sensor sensor_of(const ChannelShare& share) {
  const Sensor sensor = share.record->channel.sensor;
  return sensor == Sensor::counter && !share.energy.by_counter ? Sensor::sampled : sensor;
}

DeviceSpec device_of(const Recording& recording, const ChannelShare& share) {
  const Channel& channel = share.record->channel;
  DeviceSpec device;
  device.kind = kind_of(channel.scope);
  device.model = channel.model;
  if (device.kind == DeviceKind::cpu && device.model.empty())
    device.model = recording.header.host.cpu_model;
  device.count = device.kind == DeviceKind::gpu ? channel.share : 1;
  device.energy = Range<Energy>::exact(joules(share.ours_j));
  device.basis = Basis::measured;
  device.sensor = sensor_of(share);
  device.id = channel.id;
  device.host = recording.header.host.name;
  if (recording.slices.size() < 2) return device;
  for (std::size_t i = 0; i < recording.slices.size(); ++i) {
    const Slice& slice = recording.slices[i];
    if (slice.end_utc_ms <= slice.begin_utc_ms) continue;
    device.intervals.push_back(
        {utc(slice.begin_utc_ms), utc(slice.end_utc_ms), joules(share.slices_j[i])});
  }
  return device;
}

/// A device that gave no figure: said to be unknown, so that no total passes it over.
DeviceSpec unknown_of(const Recording& recording, const ChannelShare& share) {
  const Channel& channel = share.record->channel;
  DeviceSpec device;
  device.kind = kind_of(channel.scope);
  device.model = channel.model;
  device.count = device.kind == DeviceKind::gpu ? channel.share : 1;
  device.power_unknown = true;
  device.id = channel.id;
  device.host = recording.header.host.name;
  return device;
}

bool counts_scope(const Shares& shares, Scope scope) {
  return std::any_of(shares.channels.begin(), shares.channels.end(), [&](const auto& share) {
    return share.counts && share.record->channel.scope == scope;
  });
}

/// CPU seconds that load the processors. One rank answers for the others on its node, so without
/// a control group that is what ran there.
std::optional<double> loading_cpu_s(const Recording& recording) {
  if (recording.own_cpu_s < 0 && recording.holds) return recording.busy_cpu_s;
  return command_cpu_s(recording);
}

/// A rank that had the node for a part of its run answers for that part.
void limit_to_hold(const Recording& recording, std::optional<double> count, DeviceSpec& device) {
  constexpr double kNearlyAll = 0.99;
  const double held_s = recording.held_s(kNodeLock);
  if (held_s >= kNearlyAll * recording.duration_s()) return;
  device.device_hours = as_hours(seconds(held_s)) * count.value_or(1);
}

/// The processors by name and load, where nothing read them.
DeviceSpec modelled_cpu(const Recording& recording) {
  const HostFacts& host = recording.header.host;
  DeviceSpec cpu;
  cpu.kind = DeviceKind::cpu;
  cpu.model = host.cpu_model;
  cpu.count = std::max(host.sockets, 1);
  const double all_s = recording.duration_s() * std::max(host.cores, 1);
  const std::optional<double> used_s = loading_cpu_s(recording);
  if (all_s > 0 && used_s) cpu.utilization = std::clamp(*used_s / all_s, 0.0, 1.0);
  cpu.host = host.name;
  limit_to_hold(recording, cpu.count, cpu);
  return cpu;
}

DeviceSpec modelled_memory(const Recording& recording) {
  const HostFacts& host = recording.header.host;
  DeviceSpec memory;
  memory.kind = DeviceKind::dram;
  memory.memory_gb = Range<double>::exact(host.memory_gb);
  memory.host = host.name;
  limit_to_hold(recording, 1, memory);
  return memory;
}

void add_modelled(const Recording& recording, const Shares& shares, RunSpec& run) {
  if (counts_scope(shares, Scope::node) || counts_scope(shares, Scope::module)) return;
  if (recording.held_s(kNodeLock) <= 0) return;  // another rank's
  if (!counts_scope(shares, Scope::package)) run.devices.push_back(modelled_cpu(recording));
  if (!counts_scope(shares, Scope::dram) && recording.header.host.memory_gb > 0)
    run.devices.push_back(modelled_memory(recording));
}

/// What a rank adds whose devices are all counted by others: nothing, and that is known.
DeviceSpec nothing_of(const Recording& recording) {
  DeviceSpec nothing;
  nothing.kind = DeviceKind::other;
  nothing.energy = Range<Energy>::exact(joules(0));
  nothing.basis = Basis::measured;
  nothing.host = recording.header.host.name;
  return nothing;
}

}  // namespace

bool counts_nothing(const RunSpec& run) {
  return run.devices.size() == 1 && run.devices.front().kind == DeviceKind::other &&
         run.devices.front().id.empty() && run.devices.front().energy &&
         as_kwh(run.devices.front().energy->mid) <= 0;
}

RunSpec run_of(const Recording& recording, const Shares& shares) {
  RunSpec run;
  run.where = "measure";
  run.name = recording.header.name;
  run.start = utc(recording.header.start_utc_ms);
  run.duration = Range<Duration>::exact(seconds(std::max(recording.duration_s(), 1e-3)));
  for (const ChannelShare& share : shares.channels) {
    if (share.counts) run.devices.push_back(device_of(recording, share));
    if (is_missing(share)) run.devices.push_back(unknown_of(recording, share));
  }
  add_modelled(recording, shares, run);
  if (run.devices.empty() && recording.holds) run.devices.push_back(nothing_of(recording));
  const auto accelerators = std::count_if(run.devices.begin(), run.devices.end(),
                                          [](const auto& d) { return is_accelerator(d.kind); });
  // A rank knows its own GPUs, not how many the node has.
  if (accelerators > 0 && !recording.holds)
    run.devices_per_host = static_cast<double>(accelerators);
  run.tags = recording.header.tags;
  run.record = record_json(recording, shares);
  return run;
}

}  // namespace co2est::meter
