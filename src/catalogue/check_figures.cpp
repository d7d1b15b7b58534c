// Knows the checks of what figures can be: years, what has been seen, what families and devices
// allow.
#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>

#include "catalogue/checks.hpp"
#include "catalogue/places_around.hpp"
#include "text/list.hpp"
#include "text/number_in.hpp"

namespace co2est {
namespace {

/// Tighter than what the program can compute with (rules.cpp): beyond, a figure is a slip.
struct Plausible {
  std::string_view table, column;
  double least, most;
  std::string_view range;  ///< as a message tells it
};
constexpr auto kPlausible = std::to_array<Plausible>({
    {"accelerators", "tdp_w", 5, 25000, "5 to 25000 W have been seen"},
    {"accelerators", "year", 2010, 2030, "2010 to 2030 have been seen"},
    {"grid_intensity", "g_per_kwh", 0, 2000, "no grid emits more than 2000 g/kWh"},
    {"grid_intensity", "year", 2000, 2100, "the tables begin in 2000"},
    {"pue", "pue", 1, 3, "1 to 3 have been seen"},
    {"pue", "low", 1, 3, "1 to 3 have been seen"},
    {"pue", "high", 1, 3, "1 to 3 have been seen"},
});

/// How far a CPU's TDP may lie from the median of its family, as a factor: Core parts differ by
/// their letter alone, servers with a number of their cores.
double limit_of(std::string_view family) {
  if (!family.starts_with("Core i ")) return 3.6;
  return family.ends_with("K") ? 1.5 : 2.2;
}

double median_of(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return (values[(values.size() - 1) / 2] + values[values.size() / 2]) / 2;
}

}  // namespace

std::vector<ColumnName> plausible_columns() {
  std::vector<ColumnName> all;
  for (const Plausible& rule : kPlausible)
    all.push_back({rule.table, rule.column});
  return all;
}

void check_years(const CheckedTables& tables, Findings& findings) {
  std::map<std::string_view, double> known;  // year of each source that has one
  const TableRows& sources = tables.named("sources");
  for (std::size_t row = 0; row < sources.rows.size(); ++row) {
    if (const auto year = number_in(sources.cell(row, "year")))
      known[sources.cell(row, "id")] = *year;
  }
  for (const TableRows& table : tables.all()) {
    if (table.name == "sources" || table.column("source_id") == table.columns.size()) continue;
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
      const auto year = number_in(table.cell(row, "year"));
      if (!year) continue;
      std::optional<double> latest = number_in(table.cell(row, "edition"));
      for_each_item(table.cell(row, "source_id"), [&](std::string_view id) {
        const auto source = known.find(id);
        if (source != known.end()) latest = std::max(latest.value_or(0), source->second);
      });
      if (latest && *year > *latest)
        findings.add(table, row, "year", Findings::holds(table.cell(row, "year")),
                     "its source is of " + std::to_string(static_cast<int>(*latest)));
    }
  }
}

void check_plausible(const CheckedTables& tables, Findings& findings) {
  for (const Plausible& rule : kPlausible) {
    const TableRows& table = tables.named(rule.table);
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
      const auto value = number_in(table.cell(row, rule.column));
      if (value && !(*value >= rule.least && *value <= rule.most))
        findings.add(table, row, rule.column, Findings::holds(table.cell(row, rule.column)),
                     std::string(rule.range));
    }
  }
}

void check_idle(const CheckedTables& tables, Findings& findings) {
  const TableRows& table = tables.named("accelerators");
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    const auto idle = number_in(table.cell(row, "idle_w")),
               tdp = number_in(table.cell(row, "tdp_w"));
    if (idle && tdp && *idle >= *tdp)
      findings.add(table, row, "idle_w", Findings::holds(table.cell(row, "idle_w")),
                   "less than tdp_w, " + std::string(table.cell(row, "tdp_w")));
  }
}

void check_families(const CheckedTables& tables, Findings& findings) {
  constexpr std::size_t kFewest = 3;  // fewer are no family
  const TableRows& table = tables.named("cpus");
  std::map<std::string_view, std::vector<double>> families;
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    if (const auto tdp = number_in(table.cell(row, "tdp_w")))
      families[table.cell(row, "family")].push_back(*tdp);
  }
  std::map<std::string_view, double> medians;
  for (const auto& [family, watts] : families) {
    if (watts.size() >= kFewest) medians[family] = median_of(watts);
  }
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    const std::string_view family = table.cell(row, "family");
    const auto tdp = number_in(table.cell(row, "tdp_w"));
    if (!tdp || medians.count(family) == 0) continue;
    const double median = medians[family];
    if (*tdp < median / limit_of(family) || *tdp > median * limit_of(family))
      findings.add(table, row, "tdp_w", Findings::holds(table.cell(row, "tdp_w")),
                   "the median of " + std::string(family) + " is " +
                       std::to_string(static_cast<int>(std::lround(median))) + " W");
  }
}

void check_defaults(const CheckedTables& tables, Findings& findings) {
  if (!tables.is_readable("grid_intensity")) return;
  const TableRows& values = tables.named("grid_intensity");
  std::set<std::string_view> valued;
  for (std::size_t row = 0; row < values.rows.size(); ++row) {
    if (values.cell(row, "accounting") == "lifecycle") valued.insert(values.cell(row, "grid_id"));
  }
  const TableRows& grids = tables.named("grids");
  const PlacesAround places(grids);
  for (std::size_t row = 0; row < grids.rows.size(); ++row) {
    const std::string_view id = grids.cell(row, "id");
    std::string_view at = id;
    for (std::size_t steps = 0; valued.count(at) == 0 && !at.empty() && steps < 8; ++steps)
      at = places.around(at);
    if (valued.count(at) == 0)
      findings.add(grids, row, "id", Findings::holds(id),
                   "neither it nor a place around it has a lifecycle row in grid_intensity.csv");
  }
}

}  // namespace co2est
