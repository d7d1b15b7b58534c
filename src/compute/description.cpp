#include "compute/description.hpp"

namespace co2est {

void describe(const ResolvedRun& run, Estimate& result) {
  result.name = run.name;
  result.scope = run.scope;
  result.method = run.method;
  result.repeat = run.repeat;
  result.pue = run.pue;
  result.grid = run.grid;
  result.host_model = run.host_model;
  result.market = run.market;
  result.embodied = run.embodied;
  result.water = run.water;
  result.electricity_price = run.electricity_price;
  result.notes = run.notes;
  for (std::size_t i = 0; i < run.components.size(); ++i)
    describe(run.components[i], result.components[i]);
}

void describe(const ResolvedComponent& component, ComponentFigure& figure) {
  figure.kind = component.kind;
  figure.model = component.model;
  figure.count = component.count;
  figure.energy_known = component.energy_known;
  figure.evidence = component.evidence;
  figure.basis = component.basis;
  figure.share_measured = component.share_measured;
  figure.inputs = component.inputs;
  figure.origin = component.origin;
  figure.tdp_source = component.tdp_source;
  figure.embodied_source = component.embodied_source;
  figure.device_usd_per_h = component.device_usd_per_h;
}

}  // namespace co2est
