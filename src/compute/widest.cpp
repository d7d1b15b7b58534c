#include "compute/widest.hpp"

#include <cmath>
#include <utility>

#include "compute/interval.hpp"

namespace co2est {
namespace {

bool same_factor(const WidestFactor& a, const WidestFactor& b) {
  return a.cause == b.cause && a.kinds == b.kinds && a.from_memory == b.from_memory;
}

void add_width(std::vector<WidestFactor>& widest, const WidestFactor& more) {
  for (WidestFactor& factor : widest) {
    if (!same_factor(factor, more)) continue;
    factor.share += more.share;
    return;
  }
  widest.push_back(more);
}

/// Where one intensity holds throughout, energy and CO2e move by the same ratio.
bool moves_alike(double energy_ratio, double co2e_ratio) {
  constexpr double kRounding = 1e-13;
  return std::abs(energy_ratio - co2e_ratio) <= kRounding;
}

/// Widest first; what is equally wide stays in its order.
void sort_by_share(std::vector<WidestFactor>& widest) {
  for (std::size_t i = 1; i < widest.size(); ++i) {
    for (std::size_t k = i; k > 0 && widest[k].share > widest[k - 1].share; --k)
      std::swap(widest[k], widest[k - 1]);
  }
}

}  // namespace

WidestFactor factor_of(const GroupKey& key, unsigned kinds) {
  if (key.cause != Cause::power) return {.cause = key.cause};
  return {.kinds = kinds, .from_memory = key.power_class == PowerClass::dram};
}

std::string WidestFactor::name() const {
  switch (cause) {
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
  return name + (from_memory ? " model" : " power");
}

void set_intervals(Energy facility, Mass co2e, SquaredDeviation energy, SquaredDeviation mass,
                   const std::vector<WidestFactor>& other_widths, Estimate& result) {
  for (const GroupEffect& effect : result.effects) {
    const Deviation c =
        deviation_of(as_grams(co2e), as_grams(effect.co2e_low), as_grams(effect.co2e_high));
    mass.down += c.down * c.down;
    mass.up += c.up * c.up;
    const double width = (c.down + c.up) * (c.down + c.up);
    if (width > 0) {
      WidestFactor factor = factor_of(effect.key, effect.kinds);
      factor.share = width;
      add_width(result.widest, factor);
    }
    if (effect.key.cause == Cause::grid) continue;
    const bool alike = moves_alike(effect.energy_low / facility, effect.co2e_low / co2e) &&
                       moves_alike(effect.energy_high / facility, effect.co2e_high / co2e);
    const Deviation e = alike ? c
                              : deviation_of(as_kwh(facility), as_kwh(effect.energy_low),
                                             as_kwh(effect.energy_high));
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
  sort_by_share(result.widest);
  result.co2e = Range<Mass>{co2e * std::exp(-std::sqrt(mass.down)), co2e,
                            co2e * std::exp(std::sqrt(mass.up))};
  result.facility_energy = Range<Energy>{facility * std::exp(-std::sqrt(energy.down)), facility,
                                         facility * std::exp(std::sqrt(energy.up))};
}

}  // namespace co2est
