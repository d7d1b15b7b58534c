// Knows what each category shows, and what a run gets that names one of its rows.
#include "cli/factors_category.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <string>

#include "cli/factors_default.hpp"
#include "cli/number.hpp"
#include "text/enum_names.hpp"

namespace co2est::cli {
namespace {

/// Appends a column with a cell for each row.
void add_column(TableRows& table, std::string_view name, const std::vector<std::string>& cells) {
  table.columns.push_back(name);
  for (std::size_t row = 0; row < table.rows.size(); ++row)
    table.rows[row].push_back(table.storage.emplace_back(cells[row]));
}

/// All of them, as a program reads them.
std::string digits(double value) {
  return fmt::format("{}", value);
}

/// What a run in each place or region gets.
void add_intensity(TableRows& table, const Catalogue& catalogue, std::string_view year_name) {
  const Defaults defaults(catalogue);
  std::vector<std::string> values, years, accountings, sources;
  for (const auto& row : table.rows) {
    const auto grid = defaults.grid(row.front());
    values.push_back(grid ? digits(as_g_per_kwh(grid->intensity.mid)) : "");
    years.push_back(grid ? std::to_string(grid->year) : "");
    accountings.emplace_back(grid ? name_in(kAccountingNames, grid->accounting) : "");
    sources.push_back(grid ? grid->origin.source_id : "");
  }
  add_column(table, "g_per_kwh", values);
  add_column(table, year_name, years);
  add_column(table, "accounting", accountings);
  add_column(table, "factor_source_id", sources);
}

void extend_grids(TableRows& table, const Catalogue& catalogue) {
  add_intensity(table, catalogue, "year");
}

void extend_cloud(TableRows& table, const Catalogue& catalogue) {
  add_intensity(table, catalogue, "grid_year");
  const Defaults defaults(catalogue);
  std::vector<std::string> pues, pue_years, pue_sources, owners, wues, shares, share_years;
  for (const auto& row : table.rows) {
    const auto pue = defaults.pue_of_region(row.front());
    const bool has_own = catalogue.has_pue(row.front());
    const PueRow* own = has_own ? catalogue.find_pue(row.front()).row : nullptr;
    pues.push_back(pue ? digits(pue->value.mid) : "");
    pue_years.push_back(pue ? std::to_string(pue->year) : "");
    pue_sources.push_back(pue ? pue->origin.source_id : "");
    owners.emplace_back(!pue ? "" : has_own ? "region" : "fleet");
    wues.push_back(own != nullptr && own->wue_l_per_kwh ? digits(*own->wue_l_per_kwh) : "");
    shares.emplace_back();
    share_years.emplace_back();
    for (const CloudYear& year : catalogue.cloud_years()) {
      if (year.region_id != row.front() || !year.cfe_share) continue;
      shares.back() = figure(*year.cfe_share * 100);
      share_years.back() = std::to_string(year.year);
    }
  }
  add_column(table, "pue", pues);
  add_column(table, "pue_of", owners);
  add_column(table, "pue_year", pue_years);
  add_column(table, "pue_source_id", pue_sources);
  add_column(table, "wue_l_per_kwh", wues);
  add_column(table, "cfe_percent", shares);
  add_column(table, "cfe_year", share_years);
}

}  // namespace

std::span<const Category> categories() {
  static const std::vector<Category> all{
      {"grids",
       "grids",
       extend_grids,
       {"id", "name", "g_per_kwh", "year", "accounting", "factor_source_id", "kind", "parent_id"}},
      {"cloud",
       "cloud_regions",
       extend_cloud,
       {"id", "name", "grid_id", "g_per_kwh", "grid_year", "accounting", "factor_source_id", "pue",
        "pue_of", "pue_year", "pue_source_id", "cfe_percent"}},
      {"accelerators",
       "accelerators",
       nullptr,
       {"id", "name", "tdp_w", "memory_gb", "peak_fp16_tflop_per_s", "idle_w", "year", "status",
        "source_id"}},
      {"cpus", "cpus", nullptr, {"id", "name", "tdp_w", "quality", "source_id"}},
      {"instances",
       "instances",
       nullptr,
       {"id", "accelerator_id", "accelerators", "vcpu", "memory_gib", "usd_per_hour", "price_date",
        "quality", "source_id"}},
      {"pue",
       "pue",
       nullptr,
       {"id", "year", "pue", "low", "high", "wue_l_per_kwh", "scope", "quality", "source_id",
        "name"}},
      {"equivalents",
       "equivalents",
       nullptr,
       {"id", "name", "co2e_kg", "low_co2e_kg", "high_co2e_kg", "energy_kwh", "year", "source_id"}},
      {"sources", "sources", nullptr, {"id", "title", "publisher", "year", "licence"}},
  };
  return all;
}

void add_computed(TableRows& table, const Catalogue& catalogue) {
  for (const Category& category : categories()) {
    if (category.table == table.name && category.extend != nullptr)
      category.extend(table, catalogue);
  }
}

}  // namespace co2est::cli
