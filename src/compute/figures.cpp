#include "compute/figures.hpp"

#include <algorithm>
#include <cmath>

#include "compute/energy.hpp"
#include "compute/extras.hpp"
#include "compute/interval.hpp"
#include "compute/widest.hpp"

namespace co2est {
namespace {

constexpr unsigned bit(DeviceKind kind) {
  return 1U << static_cast<unsigned>(kind);
}

/// The intensity that a component's energy meets, weighted by when it was used.
Range<Intensity> intensity_of(const ResolvedRun& run, const ResolvedComponent& component) {
  if (component.time_share.empty()) return run.timeline.front().intensity;
  Range<Intensity> mean;
  for (std::size_t i = 0; i < component.time_share.size(); ++i) {
    const Range<Intensity>& at = run.timeline[i].intensity;
    mean.low += at.low * component.time_share[i];
    mean.mid += at.mid * component.time_share[i];
    mean.high += at.high * component.time_share[i];
  }
  return mean;
}

GroupEffect& effect_of(Estimate& result, const GroupKey& key) {
  for (GroupEffect& effect : result.effects) {
    if (effect.key == key) return effect;
  }
  return result.effects.emplace_back(GroupEffect{.key = key});
}

/// The sums over components that the rest of the estimate builds on.
struct Sums {
  Energy energy{};  ///< IT, all repeats
  Energy accelerators{};
  Energy host_parts{};  ///< CPUs and memory
  Mass co2e{};          ///< at PUE and intensity mid
  Mass co2e_low{};      ///< with the grid at its low
  Mass co2e_high{};
  bool known = true;
};

/// Fills one component's figure; adds its energy and the moves of its own factors.
void add_component(const ResolvedRun& run, const ResolvedComponent& component, double host,
                   Sums& sums, ComponentFigure& figure, Estimate& result) {
  figure.energy = Energy{};
  result.accelerators = result.accelerators || is_accelerator(component.kind);
  figure.embodied_per_device = {};
  figure.embodied = Mass{};
  if (!component.energy_known) {
    sums.known = false;
    return;
  }
  figure.energy = component_energy(component) * run.repeat;
  const bool carries_host = is_accelerator(component.kind);
  const Energy whole = figure.energy * (carries_host ? host : 1.0);
  const Range<Intensity> intensity = intensity_of(run, component);
  const Energy facility = whole * run.pue.value.mid;
  sums.energy += whole;
  if (carries_host) sums.accelerators += figure.energy;
  if (component.kind == DeviceKind::cpu || component.kind == DeviceKind::dram) {
    sums.host_parts += figure.energy;
  }
  sums.co2e += facility * intensity.mid;
  sums.co2e_low += facility * intensity.low;
  sums.co2e_high += facility * intensity.high;
  if (component.kind == DeviceKind::idle) {
    result.idle_energy = result.idle_energy.value_or(Energy{}) + whole;
  }
  // Factors of one group on one component multiply; across components they add up.
  for (const Factor& factor : component.factors) {
    GroupEffect& effect = effect_of(result, factor.group);
    effect.kinds |= bit(component.kind);
    effect.energy_low += facility * (factor.low - 1);
    effect.energy_high += facility * (factor.high - 1);
    effect.co2e_low += facility * intensity.mid * (factor.low - 1);
    effect.co2e_high += facility * intensity.mid * (factor.high - 1);
  }
}

/// The moves of PUE, grid and host model, which act on sums.
void add_shared_factors(const ResolvedRun& run, const Sums& sums, Estimate& result) {
  const Energy facility = sums.energy * run.pue.value.mid;
  if (run.pue.value.has_band()) {
    GroupEffect& effect = effect_of(result, run.pue.group);
    const double low = run.pue.value.low / run.pue.value.mid - 1;
    const double high = run.pue.value.high / run.pue.value.mid - 1;
    effect.energy_low += facility * low;
    effect.energy_high += facility * high;
    effect.co2e_low += sums.co2e * low;
    effect.co2e_high += sums.co2e * high;
  }
  if (run.grid.intensity.has_band()) {
    GroupEffect& effect = effect_of(result, run.grid.group);
    effect.co2e_low += sums.co2e_low - sums.co2e;
    effect.co2e_high += sums.co2e_high - sums.co2e;
  }
  if (run.host_model && run.host_model->in_headline && sums.energy > Energy{}) {
    GroupEffect& effect = effect_of(result, GroupKey{Cause::host});
    const Range<double>& factor = run.host_model->factor;
    const double share = sums.accelerators / sums.energy;
    const double low = (factor.low - factor.mid) * share;
    const double high = (factor.high - factor.mid) * share;
    effect.energy_low += facility * low;
    effect.energy_high += facility * high;
    effect.co2e_low += sums.co2e * low;
    effect.co2e_high += sums.co2e * high;
  }
}

void add_host_component(const ResolvedRun& run, const Sums& sums, Estimate& result) {
  if (!run.host_model || !run.host_model->in_headline) return;
  ComponentFigure& figure = result.components.emplace_back();
  figure.kind = DeviceKind::host;
  figure.energy = sums.accelerators * (run.host_model->factor.mid - 1);
  figure.energy_known = sums.known;
  figure.evidence = Evidence::host_model;
  figure.basis = Basis::modelled;
}

/// With what the host model adds to the parts that the run names; see HostModel.
Mass with_host(const HostModel& host, const Sums& sums) {
  const double rest = (host.factor.mid - 1) * (sums.accelerators / sums.energy);
  return sums.co2e * (1 + std::max(rest - sums.host_parts / sums.energy, 0.0));
}

/// A run that names accelerators without a host has a host model, if only to stand beside the
/// headline.
Boards boards_of(const ResolvedRun& run) {
  if (run.host_model) {
    const bool in = run.host_model->in_headline || run.host_model->has_parts;
    return in ? Boards::within : Boards::only;
  }
  for (const ResolvedComponent& component : run.components) {
    if (component.kind != DeviceKind::idle) return Boards::within;
  }
  return Boards::absent;
}

/// Empties what is added to part by part, or set only where it is known.
void clear_figures(Estimate& result) {
  result.runs = 1;
  result.accelerators = false;
  result.energy.reset();
  result.facility_energy.reset();
  result.co2e.reset();
  result.with_host_co2e.reset();
  result.market_co2e.reset();
  result.embodied_co2e.reset();
  result.water_l.reset();
  result.idle_energy.reset();
  result.cost.electricity_usd.reset();
  result.cost.electricity_eur.reset();
  result.cost.compute_usd.reset();
  result.effects.clear();
  result.widest.clear();
  result.source_ids.clear();
}

/// What is of the whole run and taken as it is.
void set_terms(const ResolvedRun& run, Estimate& result) {
  result.duration.reset();
  result.device_hours.reset();
  if (run.duration) result.duration = *run.duration * run.repeat;
  if (run.device_hours) result.device_hours = *run.device_hours * run.repeat;
  result.boards = boards_of(run);
  result.stages = run.stages;
  result.equivalent_rows = run.equivalents;
  for (const std::string_view cell : run.source_ids)
    result.source_ids.emplace_back(cell);
  result.parameters = run.parameters;
  result.parameter_rows = run.parameter_rows;
  if (result.keeps_catalogue != run.keeps_catalogue) result.keeps_catalogue = run.keeps_catalogue;
}

}  // namespace

void set_figures(const ResolvedRun& run, Bounds bounds, Estimate& result) {
  clear_figures(result);
  set_terms(run, result);
  const bool host_in = run.host_model && run.host_model->in_headline;
  const double host = host_in ? run.host_model->factor.mid : 1.0;
  Sums sums;
  result.components.resize(run.components.size());
  for (std::size_t i = 0; i < run.components.size(); ++i) {
    add_component(run, run.components[i], host, sums, result.components[i], result);
  }
  add_host_component(run, sums, result);
  if (sums.known) {
    add_shared_factors(run, sums, result);
    result.energy = sums.energy;
    const Energy facility = sums.energy * run.pue.value.mid;
    // The bounds of a power bill rest on those of the energy.
    if (bounds == Bounds::all || run.electricity_price) {
      set_intervals(facility, sums.co2e, {}, {}, {}, result);
    } else {
      result.co2e = Range<Mass>::exact(sums.co2e);
      result.facility_energy = Range<Energy>::exact(facility);
    }
    if (run.host_model && !host_in && sums.energy > Energy{}) {
      result.with_host_co2e = with_host(*run.host_model, sums);
    }
  }
  add_extras(run, result);
}

}  // namespace co2est
