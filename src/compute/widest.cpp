#include "compute/widest.hpp"

#include <algorithm>
#include <cmath>

#include "compute/interval.hpp"

namespace co2est {
namespace {

void add_width(std::vector<WidestFactor>& widest, const WidestFactor& more) {
  for (WidestFactor& factor : widest) {
    if (factor.factor != more.factor) continue;
    factor.share += more.share;
    return;
  }
  widest.push_back(more);
}

}  // namespace

std::string factor_name(const GroupKey& key, unsigned kinds) {
  switch (key.cause) {
    case Cause::grid:
      return "grid intensity";
    case Cause::pue:
      return "pue";
    case Cause::host:
      return "host model";
    case Cause::throughput:
      return "hours";
    case Cause::extrapolation:
      return "extrapolation";
    case Cause::power:
      break;
  }
  std::string name;
  for (unsigned i = 0; i <= static_cast<unsigned>(DeviceKind::other); ++i) {
    if ((kinds >> i & 1U) == 0) continue;
    if (!name.empty()) name += '+';
    name += to_text(static_cast<DeviceKind>(i));
  }
  return name + (key.power_class == PowerClass::dram ? " model" : " power");
}

void set_intervals(Energy facility, Mass co2e, SquaredDeviation energy, SquaredDeviation mass,
                   const std::vector<WidestFactor>& other_widths, Estimate& result) {
  for (const GroupEffect& effect : result.effects) {
    const Deviation c =
        deviation_of(as_grams(co2e), as_grams(effect.co2e_low), as_grams(effect.co2e_high));
    mass.down += c.down * c.down;
    mass.up += c.up * c.up;
    const double width = (c.down + c.up) * (c.down + c.up);
    if (width > 0) add_width(result.widest, {factor_name(effect.key, effect.kinds), width});
    if (effect.key.cause == Cause::grid) continue;
    const Deviation e =
        deviation_of(as_kwh(facility), as_kwh(effect.energy_low), as_kwh(effect.energy_high));
    energy.down += e.down * e.down;
    energy.up += e.up * e.up;
  }
  for (const WidestFactor& factor : other_widths)
    add_width(result.widest, factor);
  double all = 0;
  for (const WidestFactor& factor : result.widest)
    all += factor.share;
  for (WidestFactor& factor : result.widest)
    factor.share /= all;
  std::stable_sort(result.widest.begin(), result.widest.end(),
                   [](const auto& a, const auto& b) { return a.share > b.share; });
  result.co2e = Range<Mass>{co2e * std::exp(-std::sqrt(mass.down)), co2e,
                            co2e * std::exp(std::sqrt(mass.up))};
  result.facility_energy = Range<Energy>{facility * std::exp(-std::sqrt(energy.down)), facility,
                                         facility * std::exp(std::sqrt(energy.up))};
}

}  // namespace co2est
