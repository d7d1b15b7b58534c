// Knows which figures of a run are implausible, and says so without changing them.
#include <algorithm>
#include <cmath>

#include "resolve/context.hpp"
#include "text/record.hpp"

namespace co2est {
namespace {

void check_power(const Context& context, std::size_t i) {
  const DeviceSpec& said = context.said.devices[i];
  const ResolvedComponent& component = context.run.components[i];
  const bool host_inside = context.said.host == HostSaid::included;
  if (said.model.empty() || !is_accelerator(component.kind) || host_inside) return;
  const Accelerator* row = context.row_of(i);
  if (row == nullptr || !row->tdp) return;
  Power mean = component.inputs.power;
  if (component.evidence == Evidence::energy || component.evidence == Evidence::intervals) {
    if (!(component.inputs.device_hours > Duration{})) return;
    mean = component.inputs.energy / component.inputs.device_hours;
  }
  constexpr double kSameAsTdp = 1.02;
  if (mean > *row->tdp * kSameAsTdp) {
    context.note(NoteCode::power_above_tdp, "/devices/" + std::to_string(context.place_of(i)),
                 row->name, as_watts(mean), as_watts(*row->tdp));
  }
}

/// A board of several devices, or one that is listed as two, is easily counted wrong. An instance
/// says its own number; an energy needs none; a power that was measured was seen device by device.
void check_counted_as(const Context& context, std::size_t i) {
  const Accelerator* row = context.row_of(i);
  if (row == nullptr || row->counts_as.empty() || context.instance_of(i) != nullptr) return;
  const ResolvedComponent& component = context.run.components[i];
  const bool stated = component.evidence == Evidence::power;
  const bool by_tdp =
      component.evidence == Evidence::model || component.evidence == Evidence::utilization;
  const std::string where = "/devices/" + std::to_string(context.place_of(i));
  if (row->counts_as == "two-devices") {
    if (by_tdp || (stated && component.basis != Basis::measured))
      context.note(NoteCode::two_devices, where, row->name);
  } else if (row->counts_as != "half-module" &&  // whose name says what it is
             (by_tdp || (stated && component.basis == Basis::assumed))) {
    context.note(NoteCode::part_of_board, where, row->name, 1 / row->share_of_card());
  }
}

/// Figures of the region hold for no other cloud's machines.
void check_clouds(const Context& context) {
  if (context.region == nullptr) return;
  for (std::size_t i = 0; i < context.parts.size(); ++i) {
    const Part& part = context.parts[i];
    const bool first = i == 0 || context.parts[i - 1].place != part.place;
    if (!first || part.instance == nullptr || part.instance->provider == "nvidia" ||
        part.instance->provider == context.region->provider) {
      continue;
    }
    context.note(NoteCode::clouds_differ, "/devices/" + std::to_string(part.place),
                 std::string(part.instance->id) + " and " + std::string(context.region->id));
  }
}

/// What sums and products could carry beyond all sense is refused.
void check_size(const Context& context, std::size_t i) {
  constexpr double kMostKwh = 1e15;
  const Derivation& in = context.run.components[i].inputs;
  const Energy largest =
      std::max({in.energy, in.power * in.device_hours, in.tdp * in.device_hours});
  if (as_kwh(largest) * context.run.repeat <= kMostKwh) return;
  context.problem("/devices/" + std::to_string(context.place_of(i)), "uses more than 1e15 kWh",
                  "check the units of power, hours, count and repeat");
}

/// One entry's energy stands once: its intervals do not overlap.
void check_intervals(const Context& context, std::size_t i) {
  std::vector<EnergyInterval> intervals = context.said.devices[i].intervals;
  std::sort(intervals.begin(), intervals.end(),
            [](const auto& a, const auto& b) { return a.start < b.start; });
  for (std::size_t k = 1; k < intervals.size(); ++k) {
    if (intervals[k].start >= intervals[k - 1].end) continue;
    context.problem("/devices/" + std::to_string(context.place_of(i)) + "/intervals",
                    "overlap in time",
                    "give each device an entry of its own, or join the intervals");
    return;
  }
}

/// An energy that equals power x hours x PUE has the PUE in it, and would get it again.
void check_pue_in_energy(const Context& context, std::size_t i) {
  const DeviceSpec& said = context.said.devices[i];
  const double pue = context.run.pue.value.mid;
  if (!said.energy || !said.power || pue <= 1) return;
  const Energy expected = said.power->mid * context.run.components[i].inputs.device_hours * pue;
  constexpr double kTolerance = 0.01;
  if (expected > Energy{} && std::abs(said.energy->mid / expected - 1) <= kTolerance) {
    context.note(NoteCode::pue_in_energy, "/devices/" + std::to_string(context.place_of(i)), {},
                 pue);
  }
}

/// Two years of wall clock on several devices are nearly always device hours.
void check_duration(const Context& context) {
  constexpr double kLongestHours = 2 * kHoursPerYear;
  if (!context.run.duration || context.accelerators <= 1) return;
  const double duration = as_hours(*context.run.duration);
  if (duration > kLongestHours) {
    context.note(NoteCode::hours_multiplied, "/duration", {}, duration, context.accelerators);
  }
}

}  // namespace

void resolve_checks(Context& context) {
  for (std::size_t i = 0; i < context.run.components.size(); ++i) {
    check_size(context, i);
    if (context.said.devices[i].intervals.size() > 1) check_intervals(context, i);
    check_power(context, i);
    check_pue_in_energy(context, i);
    check_counted_as(context, i);
  }
  check_clouds(context);
  check_duration(context);
  constexpr double kLowestIntensity = 5, kHighestIntensity = 1500;
  const double intensity = as_g_per_kwh(context.run.grid.intensity.mid);
  if (intensity < kLowestIntensity || intensity > kHighestIntensity) {
    context.note(NoteCode::intensity_implausible, "/grid", {}, intensity);
  }
  constexpr double kLowestPue = 1.02, kHighestPue = 2.5;
  const double pue = context.run.pue.value.mid;
  const bool said = context.said.pue && context.said.pue->value;
  if (said && !is_facility(context.run) && (pue < kLowestPue || pue > kHighestPue)) {
    context.note(NoteCode::pue_implausible, "/pue", {}, pue);
  }
  if (says_extrapolated(context.said.record)) context.note(NoteCode::extrapolated, "/record");
  if (says_partial(context.said.record)) context.note(NoteCode::partial, "/record");
  const unsigned missing = kStages & ~context.run.stages;
  if (missing != 0) context.note(NoteCode::final_run_only, "/tags", {}, missing);
}

}  // namespace co2est
