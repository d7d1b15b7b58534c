// Knows the sum of many estimates: groups that reach over runs, and pools of those that do not.
#include <algorithm>
#include <utility>

#include "co2est/estimate.hpp"
#include "compute/figures.hpp"
#include "compute/note_counts.hpp"
#include "compute/shared_groups.hpp"
#include "compute/total_parts.hpp"

namespace co2est {

struct Total::State {
  Estimate sum;
  bool unknown = false;
  Energy facility{};
  Mass co2e{};
  AccountingSeen accounting;
  GasesSeen gases;
  CommonFactors common;
  SharedGroups groups;
  NoteCounts notes;
  ComponentSums components;
  SourceCells grid_sources;
  SourceCells pue_sources;
  SourceCells own_sources;  ///< the runs' `source_ids`
  Estimate run;             ///< figures of the run that is being added; its storage is kept

  void add(const Estimate& figures, const Particulars& particulars, std::uint64_t document);
};

Total::Total() : state_(std::make_unique<State>()) {
  state_->sum.runs = 0;
}
Total::~Total() = default;
Total::Total(Total&&) noexcept = default;
Total& Total::operator=(Total&&) noexcept = default;

std::uint64_t Total::runs() const {
  return state_->sum.runs;
}
bool Total::mixed_accounting() const {
  return state_->accounting.mixed();
}
std::optional<NumberedRun> Total::first_direct() const {
  return state_->accounting.first_direct();
}
std::optional<NumberedRun> Total::first_lifecycle() const {
  return state_->accounting.first_lifecycle();
}

void Total::State::add(const Estimate& figures, const Particulars& particulars,
                       std::uint64_t document) {
  add_figures(figures, sum);
  if (figures.co2e && figures.facility_energy) {
    facility += figures.facility_energy->mid;
    co2e += figures.co2e->mid;
  } else {
    unknown = true;
  }
  common.add(particulars);
  groups.add(figures.effects, document);
  notes.add(particulars.notes);
  components.add(particulars.components, figures.components);
  if (particulars.grid != nullptr) {
    accounting.add(particulars.grid->accounting, sum.runs, particulars.name);
    gases.add(particulars.grid->gases);
    grid_sources.add(particulars.grid->origin.source_id);
  }
  if (particulars.pue != nullptr) pue_sources.add(particulars.pue->origin.source_id);
  for (const std::string& cell : figures.source_ids)
    own_sources.add(cell);
}

void Total::add(const Estimate& run, std::uint64_t document) {
  state_->add(run,
              {.name = run.name,
               .scope = run.scope,
               .method = run.method,
               .pue = run.pue ? &*run.pue : nullptr,
               .grid = run.grid ? &*run.grid : nullptr,
               .notes = run.notes},
              document);
}

void Total::add(const ResolvedRun& run, std::uint64_t document) {
  Estimate& figures = state_->run;
  set_figures(run, Bounds::needed, figures);
  state_->add(figures,
              {.name = run.name,
               .scope = run.scope,
               .method = run.method,
               .pue = &run.pue,
               .grid = &run.grid,
               .notes = run.notes,
               .components = run.components},
              document);
}

void Total::merge(Total&& later) {
  State& s = *state_;
  State& o = *later.state_;
  if (o.sum.runs == 0) return;
  s.accounting.merge(o.accounting, s.sum.runs);
  s.gases.merge(o.gases);
  add_figures(o.sum, s.sum);
  s.facility += o.facility;
  s.co2e += o.co2e;
  s.unknown = s.unknown || o.unknown;
  s.common.merge(o.common);
  s.groups.merge(o.groups);
  s.notes.merge(o.notes);
  s.components.merge(o.components);
  s.grid_sources.merge(o.grid_sources);
  s.pue_sources.merge(o.pue_sources);
  s.own_sources.merge(o.own_sources);
}

namespace {

/// The runs say together which parts of the project they are.
void add_final_run_only(Estimate& total) {
  const unsigned missing = kStages & ~total.stages;
  if (missing == 0) return;
  total.notes.push_back({.code = NoteCode::final_run_only,
                         .where = "/tags",
                         .subject = {},
                         .a = static_cast<double>(missing)});
}

}  // namespace

Estimate Total::finish(const std::string& name) {
  State& s = *state_;
  Estimate result = s.sum;
  result.name = name;
  s.common.write(result);
  result.components = s.components.list();
  result.source_ids.clear();
  s.grid_sources.write(result.source_ids);
  s.pue_sources.write(result.source_ids);
  s.own_sources.write(result.source_ids);
  result.notes = s.notes.list();
  add_final_run_only(result);
  s.accounting.write(result.notes);
  s.gases.write(result.notes);
  if (s.unknown || result.runs == 0) {
    result.energy.reset();
    result.facility_energy.reset();
    result.co2e.reset();
    result.with_host_co2e.reset();
    result.market_co2e.reset();
    result.water_l.reset();
    result.cost.electricity_usd.reset();
    result.cost.electricity_eur.reset();
    return result;
  }
  s.groups.write(s.facility, s.co2e, result);
  return result;
}

}  // namespace co2est
