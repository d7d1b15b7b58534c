// Knows the sum of many estimates: groups that reach over runs, and pools of those that do not.
#include <algorithm>
#include <utility>

#include "co2est/estimate.hpp"
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
  CommonFactors common;
  SharedGroups groups;
  NoteCounts notes;
  ComponentSums components;
  SourceCells grid_sources;
  SourceCells pue_sources;
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

void Total::add(const Estimate& run, std::uint64_t document) {
  State& s = *state_;
  add_figures(run, s.sum);
  if (run.co2e && run.facility_energy) {
    s.facility += run.facility_energy->mid;
    s.co2e += run.co2e->mid;
  } else {
    s.unknown = true;
  }
  if (run.grid) s.accounting.add(run.grid->accounting, s.sum.runs, run.name);
  s.common.add(run);
  s.groups.add(run.effects, document);
  s.notes.add(run.notes);
  s.components.add(run.components);
  if (run.grid) s.grid_sources.add(run.grid->origin.source_id);
  if (run.pue) s.pue_sources.add(run.pue->origin.source_id);
}

void Total::merge(Total&& later) {
  State& s = *state_;
  State& o = *later.state_;
  if (o.sum.runs == 0) return;
  s.accounting.merge(o.accounting, s.sum.runs);
  add_figures(o.sum, s.sum);
  s.facility += o.facility;
  s.co2e += o.co2e;
  s.unknown = s.unknown || o.unknown;
  s.common.merge(std::move(o.common));
  s.groups.merge(o.groups);
  s.notes.merge(o.notes);
  s.components.merge(o.components);
  s.grid_sources.merge(o.grid_sources);
  s.pue_sources.merge(o.pue_sources);
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
  result.notes = s.notes.list();
  add_final_run_only(result);
  s.accounting.write(result.notes);
  if (s.unknown || result.runs == 0) {
    result.energy.reset();
    result.facility_energy.reset();
    result.co2e.reset();
    result.with_host_co2e.reset();
    result.market_co2e.reset();
    result.water_l.reset();
    result.cost.electricity_usd.reset();
    return result;
  }
  s.groups.write(s.facility, s.co2e, result);
  return result;
}

}  // namespace co2est
