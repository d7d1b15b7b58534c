// Knows the order in which the blanks of a run are filled.
#include <chrono>
#include <utility>

#include "co2est/resolve.hpp"
#include "resolve/context.hpp"

namespace co2est {

struct Resolver::State {
  State(const Catalogue& all, const std::vector<Equivalent>& rows)
      : catalogue(all), equivalents(rows), model(catalogue), memo(catalogue) {}

  Catalogue catalogue;
  const std::vector<Equivalent>& equivalents;
  ModelParameters model;
  Memo memo;
  std::vector<Problem> problems;
  Models models;
  Expanded expanded;
};

Resolver::Resolver(const Catalogue& catalogue) : Resolver(catalogue, catalogue.equivalents()) {}
Resolver::Resolver(const Catalogue& catalogue, const std::vector<Equivalent>& equivalents)
    : state_(std::make_unique<State>(catalogue, equivalents)) {}
Resolver::~Resolver() = default;
Resolver::Resolver(Resolver&&) noexcept = default;
Resolver& Resolver::operator=(Resolver&&) noexcept = default;

void Resolver::resolve(const RunSpec& said, std::uint64_t document, ResolvedRun& run) {
  State& s = *state_;
  s.problems.clear();
  run.clear();
  run.where = said.where;
  run.name = said.name;
  run.equivalents = &s.equivalents;
  run.parameter_rows = &s.catalogue.parameters();
  if (run.keeps_catalogue != s.catalogue.state()) run.keeps_catalogue = s.catalogue.state();

  s.memo.begin_run();
  const RunSpec& whole = with_devices(said, s.memo, s.catalogue, s.expanded);
  Context context{whole,           s.catalogue, s.model,
                  s.memo,          document,    run,
                  s.problems,      s.models,    place_in_project(said.where),
                  s.expanded.parts};
  resolve_instances(context, said);
  resolve_models(context);
  resolve_method(context);
  resolve_region(context);
  resolve_hosts(context);
  resolve_time(context);
  resolve_devices(context);
  resolve_scope(context);
  resolve_pue(context);
  resolve_grid(context);
  resolve_timeline(context);
  resolve_extras(context);
  resolve_market_terms(context);
  resolve_checks(context);
  if (!s.problems.empty()) throw Error(ErrorKind::input, std::move(s.problems));
}

ResolvedRun resolve(const RunSpec& said, const Catalogue& catalogue) {
  Resolver resolver(catalogue);
  ResolvedRun run;
  resolver.resolve(said, 1, run);
  return run;
}

void ResolvedComponent::clear() {
  kind = DeviceKind::gpu;
  model.clear();
  count = 1;
  energy_known = true;
  evidence = Evidence::none;
  basis = Basis::assumed;
  share_measured = 0;
  inputs = Derivation{};
  factors.clear();
  origin.clear();
  device_usd_per_h.reset();
  embodied_per_device = Mass{};
  tdp_source = {};
  embodied_source = {};
  time_share.clear();
}

void ResolvedRun::clear() {
  method.clear();
  scope.clear();
  repeat = 1;
  duration.reset();
  device_hours.reset();
  timeline.clear();
  host_model.reset();
  market.reset();
  embodied.reset();
  water.reset();
  electricity_price.reset();
  stages = 0;
  source_ids.clear();
  parameters.reset();
  notes.clear();
  pue.value = Range<double>::exact(1);
  pue.year = 0;
  pue.basis = Basis::assumed;
  pue.origin.clear();
  pue.group = GroupKey{};
  grid.id.clear();
  grid.name.clear();
  grid.gases.clear();
  grid.losses.clear();
  grid.year = 0;
  grid.accounting = Accounting::unknown;
  grid.basis = Basis::assumed;
  grid.stack_measured = false;
  grid.group = GroupKey{};
  grid.cfe_share.reset();
}

}  // namespace co2est
