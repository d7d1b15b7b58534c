#include "compute/extras.hpp"

namespace co2est {
namespace {

bool is_accelerator(DeviceKind kind) {
  return kind == DeviceKind::gpu || kind == DeviceKind::tpu;
}

/// device hours x (per device + per host / devices per host) / (lifetime x utilization);
/// SCI specification 1.1 (embodied emissions M) and BLOOM (arXiv 2211.02001, section 4.1).
void add_embodied(const ResolvedRun& run, Estimate& result) {
  if (!run.embodied) return;
  const EmbodiedFactor& e = *run.embodied;
  const double slots = e.devices_per_host;
  Range<Mass> total;
  bool any = false;
  for (const ResolvedComponent& component : run.components) {
    const Duration spent = component.inputs.device_hours * run.repeat;
    if (!is_accelerator(component.kind) || !(spent > Duration{})) continue;
    any = true;
    const Mass own = component.embodied_per_device;
    const Range<Mass> device =
        e.per_device.value_or(Range<Mass>{own * e.default_low, own, own * e.default_high});
    const double mid = spent / (e.lifetime.mid * e.utilization.mid);
    total.low +=
        (device.low + e.per_host.low / slots) * (spent / (e.lifetime.high * e.utilization.high));
    total.mid += (device.mid + e.per_host.mid / slots) * mid;
    total.high +=
        (device.high + e.per_host.high / slots) * (spent / (e.lifetime.low * e.utilization.low));
  }
  if (any) result.embodied_co2e = total;
}

void add_water(const ResolvedRun& run, Estimate& result) {
  if (!run.water || !result.energy) return;
  const double it = as_kwh(*result.energy);
  const double facility = as_kwh(result.facility_energy->mid);
  const Range<double>&on_site = run.water->wue_l_per_kwh, &plants = run.water->source_l_per_kwh;
  result.water_l = Range<double>{it * on_site.low + facility * plants.low,
                                 it * on_site.mid + facility * plants.mid,
                                 it * on_site.high + facility * plants.high};
}

void add_cost(const ResolvedRun& run, Estimate& result) {
  if (run.electricity_usd_per_kwh && result.facility_energy) {
    const double facility = as_kwh(result.facility_energy->mid);
    const Range<double>& price = *run.electricity_usd_per_kwh;
    result.cost.electricity_usd =
        Range<double>{price.low * facility, price.mid * facility, price.high * facility};
  }
  for (const ResolvedComponent& component : run.components) {
    if (!component.device_usd_per_h) continue;
    const double spent = as_hours(component.inputs.device_hours * run.repeat);
    const Range<double>& price = *component.device_usd_per_h;
    Range<double>& sum =
        result.cost.compute_usd ? *result.cost.compute_usd : result.cost.compute_usd.emplace();
    sum.low += price.low * spent;
    sum.mid += price.mid * spent;
    sum.high += price.high * spent;
  }
}

}  // namespace

void add_extras(const ResolvedRun& run, Estimate& result) {
  if (run.market && result.facility_energy) {
    result.market_co2e = result.facility_energy->mid * run.market->intensity;
  }
  add_embodied(run, result);
  add_water(run, result);
  add_cost(run, result);
}

}  // namespace co2est
