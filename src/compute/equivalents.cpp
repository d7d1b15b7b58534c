// Knows what an estimate compares with, and the sources behind its figures.
#include <algorithm>
#include <unordered_set>
#include <utility>

#include "co2est/estimate.hpp"
#include "text/list.hpp"

namespace co2est {
namespace {

/// Ids in the order in which they came, each once: few of a run, any number of a total.
class IdList {
 public:
  /// A cell may cite several sources.
  void add_cell(std::string_view cell) {
    for_each_item(
        cell, [&](std::string_view id) { add(id); }, kBetweenSources);
  }
  std::vector<std::string_view> take() { return std::move(ids_); }

 private:
  static constexpr std::size_t kFew = 32;

  void add(std::string_view id) {
    if (ids_.size() < kFew) {
      if (std::find(ids_.begin(), ids_.end(), id) != ids_.end()) return;
    } else {
      if (known_.empty()) known_.insert(ids_.begin(), ids_.end());
      if (!known_.insert(id).second) return;
    }
    ids_.push_back(id);
  }

  std::vector<std::string_view> ids_;
  std::unordered_set<std::string_view> known_;  ///< all of them, where they are more than a few
};

}  // namespace

bool has_equivalents(const Estimate& estimate) {
  return estimate.co2e && estimate.energy && estimate.equivalent_rows != nullptr;
}

double equivalent_value_of(const Estimate& estimate, const Equivalent& row) {
  return row.energy ? *estimate.energy / *row.energy : estimate.co2e->mid / row.co2e->mid;
}

EquivalentFigure equivalent_of(const Estimate& estimate, const Equivalent& row) {
  const double value = equivalent_value_of(estimate, row);
  EquivalentFigure figure{.row = &row, .value = value, .low = value, .high = value};
  if (!row.energy) {
    figure.low = estimate.co2e->mid / row.co2e->high;
    figure.high = estimate.co2e->mid / row.co2e->low;
  }
  return figure;
}

std::vector<EquivalentFigure> equivalents_of(const Estimate& estimate) {
  std::vector<EquivalentFigure> figures;
  if (!has_equivalents(estimate)) return figures;
  for (const Equivalent& row : *estimate.equivalent_rows)
    figures.push_back(equivalent_of(estimate, row));
  return figures;
}

std::vector<std::string_view> source_ids_of(const Estimate& estimate, EquivalentsShown shown) {
  IdList ids;
  for_each_source_cell(estimate, [&](std::string_view cell) { ids.add_cell(cell); });
  for (std::size_t i = 0; estimate.parameters.any() && i < estimate.parameters.size(); ++i) {
    if (estimate.parameters[i]) ids.add_cell(estimate.parameter_rows->at(i).source_id);
  }
  if (shown == EquivalentsShown::all && has_equivalents(estimate)) {
    for (const Equivalent& row : *estimate.equivalent_rows)
      ids.add_cell(row.source_id);
  }
  return ids.take();
}

}  // namespace co2est
