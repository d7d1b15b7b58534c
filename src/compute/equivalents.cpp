// Knows what an estimate compares with, and the sources behind its figures.
#include <algorithm>

#include "co2est/estimate.hpp"
#include "text/list.hpp"

namespace co2est {
namespace {

/// A cell may cite several sources.
void add_cell(std::vector<std::string_view>& ids, std::string_view cell) {
  const auto add = [&](std::string_view id) {
    if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
  };
  for_each_item(cell, add, kBetweenSources);
}

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
  std::vector<std::string_view> ids;
  if (estimate.grid) add_cell(ids, estimate.grid->origin.source_id);
  if (estimate.pue) add_cell(ids, estimate.pue->origin.source_id);
  for (const std::string& cell : estimate.source_ids)
    add_cell(ids, cell);
  for (const ComponentFigure& component : estimate.components) {
    add_cell(ids, component.tdp_source);
    add_cell(ids, component.embodied_source);
  }
  for (std::size_t i = 0; estimate.parameters.any() && i < estimate.parameters.size(); ++i) {
    if (estimate.parameters[i]) add_cell(ids, estimate.parameter_rows->at(i).source_id);
  }
  if (shown == EquivalentsShown::all && has_equivalents(estimate)) {
    for (const Equivalent& row : *estimate.equivalent_rows)
      add_cell(ids, row.source_id);
  }
  return ids;
}

}  // namespace co2est
