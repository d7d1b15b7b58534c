#include "compute/total_parts.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

#include "compute/widest.hpp"
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

}  // namespace

void SourceCells::add(const std::string& cell) {
  if (cell.empty() || (last_ != nullptr && same_text(*last_, cell))) return;
  const auto [at, fresh] = known_.insert(cell);
  if (fresh) order_.push_back(&*at);
  last_ = &*at;
}

void SourceCells::merge(const SourceCells& later) {
  for (const std::string* cell : later.order_)
    add(*cell);
}

void SourceCells::write(std::vector<std::string>& cells) const {
  for (const std::string* cell : order_)
    cells.push_back(*cell);
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
  add_range(sum.cost.compute_usd, run.cost.compute_usd);
  sum.stages |= run.stages;
  sum.parameters |= run.parameters;
  if (sum.equivalent_rows == nullptr) sum.equivalent_rows = run.equivalent_rows;
  if (sum.parameter_rows == nullptr) sum.parameter_rows = run.parameter_rows;
  if (sum.keeps_catalogue == nullptr) sum.keeps_catalogue = run.keeps_catalogue;
}

void AccountingSeen::add(Accounting accounting, std::uint64_t number, const std::string& name) {
  std::optional<NumberedRun>& first = first_[static_cast<std::size_t>(accounting)];
  if (!first) first = NumberedRun{number, name};
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

void CommonFactors::add(const Estimate& run) {
  if (!any_) {
    any_ = true;
    pue_ = run.pue;
    grid_ = run.grid;
    scope_ = run.scope;
    method_ = run.method;
    return;
  }
  const auto same_pue = [&] {
    return run.pue && pue_->value == run.pue->value && pue_->basis == run.pue->basis;
  };
  const auto same_grid = [&] {
    return run.grid && grid_->id == run.grid->id && grid_->intensity == run.grid->intensity &&
           grid_->accounting == run.grid->accounting && grid_->basis == run.grid->basis;
  };
  if (pue_ && !same_pue()) pue_.reset();
  if (grid_ && !same_grid()) grid_.reset();
  if (scope_ != run.scope) scope_ = "mixed";
  if (method_ != run.method) method_.clear();
}

void CommonFactors::merge(CommonFactors&& later) {
  if (!later.any_) return;
  Estimate run;
  run.pue = std::move(later.pue_);
  run.grid = std::move(later.grid_);
  run.scope = std::move(later.scope_);
  run.method = std::move(later.method_);
  add(run);
}

void CommonFactors::write(Estimate& result) const {
  result.pue = pue_;
  result.grid = grid_;
  result.scope = scope_;
  result.method = method_;
}

void SharedGroups::add_to(GroupEffect& sum, const GroupEffect& effect) {
  sum.key = effect.key;
  sum.kinds |= effect.kinds;
  sum.energy_low += effect.energy_low;
  sum.energy_high += effect.energy_high;
  sum.co2e_low += effect.co2e_low;
  sum.co2e_high += effect.co2e_high;
}

void SharedGroups::add(const std::vector<GroupEffect>& effects, std::uint64_t document) {
  if (document != document_) {
    end_document();
    document_ = document;
  }
  for (const GroupEffect& effect : effects) {
    if (effect.key.document == 0) {
      add_to(shared_[effect.key], effect);
      continue;
    }
    const auto at = std::find_if(open_.begin(), open_.end(),
                                 [&](const GroupEffect& own) { return own.key == effect.key; });
    add_to(at != open_.end() ? *at : open_.emplace_back(), effect);
  }
}

void SharedGroups::end_document() {
  for (const GroupEffect& effect : open_) {
    Pools& pools = pools_[{effect.key.cause, effect.kinds}];
    pools.co2e.add({as_grams(effect.co2e_low), as_grams(effect.co2e_high)});
    pools.energy.add({as_kwh(effect.energy_low), as_kwh(effect.energy_high)});
  }
  open_.clear();
}

void SharedGroups::merge(SharedGroups& later) {
  end_document();
  later.end_document();
  for (const auto& [key, effect] : later.shared_)
    add_to(shared_[key], effect);
  for (const auto& [key, pools] : later.pools_) {
    pools_[key].co2e.merge(pools.co2e);
    pools_[key].energy.merge(pools.energy);
  }
}

void SharedGroups::write(Energy facility, Mass co2e, Estimate& result) {
  end_document();
  result.effects.clear();
  for (const auto& [key, effect] : shared_)
    result.effects.push_back(effect);
  Pool::Sums energy, mass;
  std::vector<WidestFactor> pooled;
  for (const auto& [key, pools] : pools_) {
    const Pool::Sums c = pools.co2e.sums(as_grams(co2e));
    const Pool::Sums e = pools.energy.sums(as_kwh(facility));
    mass.down += c.down;
    mass.up += c.up;
    if (key.first != Cause::grid) {
      energy.down += e.down;
      energy.up += e.up;
    }
    if (c.both > 0) {
      pooled.push_back(factor_of(GroupKey{key.first}, key.second));
      pooled.back().share = c.both;
    }
  }
  set_intervals(facility, co2e, {energy.down, energy.up}, {mass.down, mass.up}, pooled, result);
}

/// Different components may have one key: only the ends of the model's name count.
std::size_t ComponentSums::key_of(const ComponentFigure& component) {
  std::array<char, 16> ends{};
  const std::string& model = component.model;
  const std::size_t size = std::min(model.size(), ends.size() / 2);
  std::memcpy(ends.data(), model.data(), size);
  std::memcpy(ends.data() + ends.size() / 2, model.data() + model.size() - size, size);
  return load<std::uint64_t>(ends.data()) * 31 + load<std::uint64_t>(ends.data() + 8) * 17 +
         model.size() + (static_cast<std::size_t>(component.kind) << 8U) +
         (static_cast<std::size_t>(component.basis) << 16U);
}

ComponentFigure* ComponentSums::find(const ComponentFigure& component) {
  const auto [begin, end] = index_.equal_range(key_of(component));
  for (auto at = begin; at != end; ++at) {
    ComponentFigure& sum = sums_[at->second];
    if (sum.kind == component.kind && sum.basis == component.basis &&
        sum.model == component.model) {
      return &sum;
    }
  }
  return nullptr;
}

void ComponentSums::add_one(const ComponentFigure& component) {
  ComponentFigure* const found = find(component);
  if (found == nullptr) {
    index_.emplace(key_of(component), sums_.size());
    sums_.push_back(component);
    sums_.back().device_usd_per_h.reset();
    return;
  }
  ComponentFigure& sum = *found;
  const Energy energy = sum.energy + component.energy;
  if (energy > Energy{}) {
    sum.share_measured = (sum.share_measured * as_kwh(sum.energy) +
                          component.share_measured * as_kwh(component.energy)) /
                         as_kwh(energy);
  }
  sum.energy = energy;
  sum.embodied += component.embodied;
  if (sum.count && component.count) {
    *sum.count += *component.count;
  } else {
    sum.count.reset();
  }
  if (sum.tdp_source.empty()) sum.tdp_source = component.tdp_source;
  if (sum.embodied_source.empty()) sum.embodied_source = component.embodied_source;
  sum.inputs.device_hours = {};  // of one run, and nothing to print for many
  sum.energy_known = sum.energy_known && component.energy_known;
  if (sum.evidence != component.evidence) sum.evidence = Evidence::none;
}

void ComponentSums::add(const std::vector<ComponentFigure>& components) {
  for (const ComponentFigure& component : components)
    add_one(component);
}

void ComponentSums::merge(ComponentSums&& later) {
  for (const ComponentFigure& component : later.sums_)
    add_one(component);
}

std::vector<ComponentFigure> ComponentSums::list() const {
  std::vector<ComponentFigure> list = sums_;
  std::stable_sort(list.begin(), list.end(),
                   [](const auto& a, const auto& b) { return a.energy > b.energy; });
  return list;
}

}  // namespace co2est
