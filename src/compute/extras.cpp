#include "compute/extras.hpp"

#include "compute/interval.hpp"

namespace co2est {
namespace {

/// How far one factor of a product moves it.
template <typename T>
Deviation deviation_of_factor(const Range<T>& factor) {
  if (!(factor.mid > T{})) return {};
  return deviation_of(1, factor.low / factor.mid - 1, factor.high / factor.mid - 1);
}

/// device hours x (per device + per host / devices per host) / (lifetime x utilization);
/// SCI specification 1.1 (embodied emissions M) and BLOOM (arXiv 2211.02001, section 4.1).
void add_embodied(const ResolvedRun& run, Estimate& result) {
  if (!run.embodied || !run.device_hours) return;
  const EmbodiedFactor& e = *run.embodied;
  Range<Mass> devices, hosts;
  for (std::size_t i = 0; i < run.components.size(); ++i) {
    const ResolvedComponent& component = run.components[i];
    if (!is_accelerator(component.kind)) continue;
    const Duration spent = component.inputs.device_hours * run.repeat;
    const double share = spent / (e.lifetime.mid * e.utilization.mid);
    const Mass own = component.embodied_per_device;
    const Range<Mass> device =
        e.per_device.value_or(Range<Mass>{own * e.default_low, own, own * e.default_high});
    const double slots = share / e.devices_per_host;
    devices.low += device.low * share;
    devices.mid += device.mid * share;
    devices.high += device.high * share;
    hosts.low += e.per_host.low * slots;
    hosts.mid += e.per_host.mid * slots;
    hosts.high += e.per_host.high * slots;
    result.components[i].embodied_per_device = device;
    result.components[i].embodied = device.mid * share + e.per_host.mid * slots;
  }
  const double total = as_grams(devices.mid + hosts.mid);
  Spread spread;
  for (const Range<Mass>& part : {devices, hosts}) {
    spread.add(deviation_of(total, as_grams(part.low - part.mid), as_grams(part.high - part.mid)));
  }
  const Deviation lifetime = deviation_of_factor(e.lifetime);
  const Deviation utilization = deviation_of_factor(e.utilization);
  // They divide: what moves them up moves the figure down.
  spread.add({lifetime.up, lifetime.down});
  spread.add({utilization.up, utilization.down});
  const Range<double> bounds = spread.around(total);
  result.embodied_co2e = Range<Mass>{grams(bounds.low), grams(bounds.mid), grams(bounds.high)};
}

/// On site per kWh of IT energy, at the power plants per kWh of the facility.
void add_water(const ResolvedRun& run, Estimate& result) {
  if (!run.water || !result.energy) return;
  const double it = as_kwh(*result.energy);
  const double facility = as_kwh(result.facility_energy->mid);
  const Range<double>&on_site = run.water->wue_l_per_kwh, &plants = run.water->source_l_per_kwh;
  const double total = it * on_site.mid + facility * plants.mid;
  Spread spread;
  spread.add(
      deviation_of(total, it * (on_site.low - on_site.mid), it * (on_site.high - on_site.mid)));
  spread.add(deviation_of(total, facility * (plants.low - plants.mid),
                          facility * (plants.high - plants.mid)));
  for (const GroupEffect& effect : result.effects) {
    if (effect.key.cause == Cause::grid || !(facility > 0)) continue;
    // A PUE moves what the plants give, the others move both in proportion.
    const double moved = effect.key.cause == Cause::pue ? facility * plants.mid : total;
    spread.add(deviation_of(total, moved * as_kwh(effect.energy_low) / facility,
                            moved * as_kwh(effect.energy_high) / facility));
  }
  result.water_l = spread.around(total);
}

void add_cost(const ResolvedRun& run, Estimate& result) {
  if (run.electricity_price && result.facility_energy) {
    const Range<double>& price = run.electricity_price->per_kwh;
    Spread spread;
    spread.add(deviation_of_factor(*result.facility_energy));
    spread.add(deviation_of_factor(price));
    const bool in_euros = run.electricity_price->currency == Currency::eur;
    auto& bill = in_euros ? result.cost.electricity_eur : result.cost.electricity_usd;
    bill = spread.around(price.mid * as_kwh(result.facility_energy->mid));
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
