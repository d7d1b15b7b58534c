#include "compute/energy.hpp"

namespace co2est {

Energy component_energy(const ResolvedComponent& component) {
  const Derivation& in = component.inputs;
  switch (component.evidence) {
    case Evidence::energy:
    case Evidence::intervals:
      return in.energy;
    case Evidence::power:
    case Evidence::memory:
      return in.power * in.device_hours;
    case Evidence::utilization:
    case Evidence::model:
      return in.tdp * in.fraction * in.device_hours;
    case Evidence::host_model:
    case Evidence::none:
      break;
  }
  return {};
}

}  // namespace co2est
