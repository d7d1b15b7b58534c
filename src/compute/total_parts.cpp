#include "compute/total_parts.hpp"

#include <algorithm>

#include "compute/description.hpp"
#include "text/bytes.hpp"

namespace co2est {
namespace {

template <typename T>
void add_optional(std::optional<T>& sum, const std::optional<T>& value) {
  if (value) sum = sum.value_or(T{}) + *value;
}

template <typename T>
void add_range(std::optional<Range<T>>& sum, const std::optional<Range<T>>& value) {
  if (!value) return;
  Range<T> total = sum.value_or(Range<T>{});
  total.low += value->low;
  total.mid += value->mid;
  total.high += value->high;
  sum = total;
}

/// A sum that is known only where every part is.
template <typename T>
void add_known(std::optional<T>& sum, const std::optional<T>& value, bool first) {
  if (first) {
    sum = value;
  } else if (sum && value) {
    *sum += *value;
  } else {
    sum.reset();
  }
}

/// A figure that only some runs have: the others count with their plain CO2e.
void add_instead(std::optional<Mass>& sum, const std::optional<Mass>& value, const Estimate& before,
                 const Estimate& run) {
  if (!sum && !value) return;
  const Mass earlier = before.co2e ? before.co2e->mid : Mass{};
  const Mass plain = run.co2e ? run.co2e->mid : Mass{};
  sum = sum.value_or(earlier) + value.value_or(plain);
}

/// A sum starts as its first component.
void begin_sum(const ComponentFigure& component, const ComponentFigure&, ComponentFigure& sum) {
  sum = component;
}

void begin_sum(const ResolvedComponent& component, const ComponentFigure& figure,
               ComponentFigure& sum) {
  describe(component, sum);
  sum.energy = figure.energy;
  sum.embodied_per_device = figure.embodied_per_device;
  sum.embodied = figure.embodied;
}

template <typename Component>
void add_to(ComponentFigure& sum, const Component& component, const ComponentFigure& figure) {
  const Energy energy = sum.energy + figure.energy;
  if (energy > Energy{}) {
    sum.share_measured = (sum.share_measured * as_kwh(sum.energy) +
                          component.share_measured * as_kwh(figure.energy)) /
                         as_kwh(energy);
  }
  sum.energy = energy;
  sum.embodied += figure.embodied;
  if (sum.count && component.count) {
    *sum.count += *component.count;
  } else {
    sum.count.reset();
  }
  if (sum.tdp_source.empty()) sum.tdp_source = component.tdp_source;
  if (sum.embodied_source.empty()) sum.embodied_source = component.embodied_source;
  sum.inputs.device_hours = {};  // of one run, and nothing to print for many
  if (sum.inputs.memory_gb != component.inputs.memory_gb) sum.inputs.memory_gb = kSizesDiffer;
  sum.energy_known = sum.energy_known && component.energy_known;
  if (sum.evidence != component.evidence) sum.evidence = Evidence::none;
}

}  // namespace

void SourceCells::add(std::string_view cell) {
  if (cell.empty()) return;
  const std::uint64_t hash = hash_text(cell);
  const auto same = [&](std::size_t i) { return same_text(cells_[i], cell); };
  if (index_.find(hash, same) != HashIndex::kNone) return;
  index_.add(hash, cells_.size());
  cells_.emplace_back(cell);
}

void SourceCells::merge(const SourceCells& later) {
  for (const std::string& cell : later.cells_)
    add(cell);
}

void SourceCells::write(std::vector<std::string>& cells) const {
  cells.insert(cells.end(), cells_.begin(), cells_.end());
}

void add_figures(const Estimate& run, Estimate& sum) {
  const bool first = sum.runs == 0;
  add_instead(sum.with_host_co2e, run.with_host_co2e, sum, run);
  add_instead(sum.market_co2e, run.market_co2e, sum, run);
  add_known(sum.duration, run.duration, first);
  if (run.accelerators) {
    add_known(sum.device_hours, run.device_hours, !sum.accelerators);
    sum.accelerators = true;
  }
  sum.boards = std::max(sum.boards, run.boards);
  sum.runs += run.runs;
  add_optional(sum.energy, run.energy);
  add_range(sum.co2e, run.co2e);
  add_range(sum.facility_energy, run.facility_energy);
  add_range(sum.embodied_co2e, run.embodied_co2e);
  add_range(sum.water_l, run.water_l);
  add_optional(sum.idle_energy, run.idle_energy);
  add_range(sum.cost.electricity_usd, run.cost.electricity_usd);
  add_range(sum.cost.electricity_eur, run.cost.electricity_eur);
  add_range(sum.cost.compute_usd, run.cost.compute_usd);
  sum.stages |= run.stages;
  sum.parameters |= run.parameters;
  if (sum.equivalent_rows == nullptr) sum.equivalent_rows = run.equivalent_rows;
  if (sum.parameter_rows == nullptr) sum.parameter_rows = run.parameter_rows;
  if (sum.keeps_catalogue == nullptr) sum.keeps_catalogue = run.keeps_catalogue;
}

void AccountingSeen::merge(const AccountingSeen& later, std::uint64_t before) {
  for (std::size_t i = 0; i < first_.size(); ++i) {
    const std::optional<NumberedRun>& other = later.first_[i];
    if (!first_[i] && other) first_[i] = NumberedRun{before + other->number, other->name};
  }
}

void AccountingSeen::write(std::vector<Note>& notes) const {
  if (mixed()) {
    notes.push_back({.code = NoteCode::mixed_accounting, .where = "/grid", .subject = {}});
  }
  if (!first_[static_cast<std::size_t>(Accounting::unknown)]) return;
  if (!first_direct() && !first_lifecycle()) return;
  notes.push_back({.code = NoteCode::accounting_unknown,
                   .where = "/grid",
                   .subject = mixed()          ? "direct and lifecycle"
                              : first_direct() ? "direct"
                                               : "lifecycle"});
}

void GasesSeen::write(std::vector<Note>& notes) const {
  if (co2_ && co2e_)
    notes.push_back({.code = NoteCode::mixed_gases, .where = "/grid", .subject = {}});
}

void CommonFactors::add(const Particulars& run) {
  if (!any_) {
    any_ = true;
    if (run.pue != nullptr) pue_ = *run.pue;
    if (run.grid != nullptr) grid_ = *run.grid;
    scope_ = run.scope;
    method_ = run.method;
    return;
  }
  const auto same_pue = [&] {
    return run.pue != nullptr && pue_->value == run.pue->value && pue_->basis == run.pue->basis;
  };
  const auto same_grid = [&] {
    return run.grid != nullptr && grid_->id == run.grid->id &&
           grid_->intensity == run.grid->intensity && grid_->accounting == run.grid->accounting &&
           grid_->basis == run.grid->basis;
  };
  if (pue_ && !same_pue()) pue_.reset();
  if (grid_ && !same_grid()) grid_.reset();
  if (!same_text(scope_, run.scope)) scope_ = "mixed";
  if (!same_text(method_, run.method)) method_.clear();
}

void CommonFactors::merge(const CommonFactors& later) {
  if (!later.any_) return;
  add({.scope = later.scope_,
       .method = later.method_,
       .pue = later.pue_ ? &*later.pue_ : nullptr,
       .grid = later.grid_ ? &*later.grid_ : nullptr});
}

void CommonFactors::write(Estimate& result) const {
  result.pue = pue_;
  result.grid = grid_;
  result.scope = scope_;
  result.method = method_;
}

template <typename Component>
void ComponentSums::add_one(const Component& component, const ComponentFigure& figure) {
  const auto same = [&](std::size_t i) {
    const ComponentFigure& sum = sums_[i];
    return sum.kind == component.kind && sum.basis == component.basis &&
           same_text(sum.model, component.model);
  };
  const std::uint64_t hash = hash_text(component.model) +
                             16 * static_cast<unsigned>(component.basis) +
                             static_cast<unsigned>(component.kind);
  const std::size_t at = index_.find(hash, same);
  if (at == HashIndex::kNone) {
    start(component, figure, hash);
  } else {
    add_to(sums_[at], component, figure);
  }
}

template <typename Component>
void ComponentSums::start(const Component& component, const ComponentFigure& figure,
                          std::uint64_t hash) {
  index_.add(hash, sums_.size());
  begin_sum(component, figure, sums_.emplace_back());
  sums_.back().device_usd_per_h.reset();
}

void ComponentSums::add(std::span<const ComponentFigure> components) {
  for (const ComponentFigure& component : components)
    add_one(component, component);
}

void ComponentSums::add(std::span<const ResolvedComponent> components,
                        std::span<const ComponentFigure> figures) {
  for (std::size_t i = 0; i < components.size(); ++i)
    add_one(components[i], figures[i]);
  add(figures.subspan(components.size()));  // the host of a model
}

std::vector<ComponentFigure> ComponentSums::list() const {
  std::vector<ComponentFigure> list = sums_;
  std::stable_sort(list.begin(), list.end(),
                   [](const auto& a, const auto& b) { return a.energy > b.energy; });
  return list;
}

}  // namespace co2est
