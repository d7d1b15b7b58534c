// Knows what a person asks the catalogue for: categories, and the tables themselves.
#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/factors.hpp"
#include "cli/factors_default.hpp"
#include "cli/number.hpp"
#include "cli/output.hpp"
#include "cli/rows.hpp"
#include "co2est/error.hpp"
#include "text/enum_names.hpp"
#include "text/suggest.hpp"

namespace co2est::cli {
namespace {

/// Appends a column with a cell for each row.
void add_column(TableRows& table, std::string_view name, const std::vector<std::string>& cells) {
  table.columns.push_back(name);
  for (std::size_t row = 0; row < table.rows.size(); ++row)
    table.rows[row].push_back(table.storage.emplace_back(cells[row]));
}

/// What a run in each place or region gets.
void add_intensity(TableRows& table, const Catalogue& catalogue, std::string_view year_name) {
  const Defaults defaults(catalogue);
  std::vector<std::string> values, years, accountings;
  for (const auto& row : table.rows) {
    const auto grid = defaults.grid(row.front());
    values.push_back(grid ? figure(as_g_per_kwh(grid->intensity.mid)) : "");
    years.push_back(grid ? std::to_string(grid->year) : "");
    accountings.emplace_back(grid ? name_in(kAccountingNames, grid->accounting) : "");
  }
  add_column(table, "g_per_kwh", values);
  add_column(table, year_name, years);
  add_column(table, "accounting", accountings);
}

void extend_grids(TableRows& table, const Catalogue& catalogue) {
  add_intensity(table, catalogue, "year");
}

void extend_cloud(TableRows& table, const Catalogue& catalogue) {
  add_intensity(table, catalogue, "grid_year");
  const Defaults defaults(catalogue);
  std::vector<std::string> pues, pue_years, owners, wues, shares, share_years;
  for (const auto& row : table.rows) {
    const auto pue = defaults.pue_of_region(row.front());
    const bool has_own = catalogue.has_pue(row.front());
    const PueRow* own = has_own ? catalogue.find_pue(row.front()).row : nullptr;
    pues.push_back(pue ? figure(pue->value.mid) : "");
    pue_years.push_back(pue ? std::to_string(pue->year) : "");
    owners.emplace_back(!pue ? "" : has_own ? "region" : "fleet");
    wues.push_back(own != nullptr && own->wue_l_per_kwh ? figure(*own->wue_l_per_kwh) : "");
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
  add_column(table, "wue_l_per_kwh", wues);
  add_column(table, "cfe_percent", shares);
  add_column(table, "cfe_year", share_years);
}

using Columns = std::array<std::string_view, 9>;  // unused ones are empty

struct Category {
  std::string_view name;
  std::string_view table;
  void (*extend)(TableRows&, const Catalogue&);  ///< computed columns, or none
  Columns shown;                                 ///< for a person; a program gets all
};

constexpr auto kCategories = std::to_array<Category>({
    {"grids",
     "grids",
     extend_grids,
     {"id", "name", "kind", "g_per_kwh", "year", "accounting", "parent_id"}},
    {"cloud",
     "cloud_regions",
     extend_cloud,
     {"id", "name", "grid_id", "g_per_kwh", "pue", "pue_of", "cfe_percent", "grid_year",
      "pue_year"}},
    {"accelerators",
     "accelerators",
     nullptr,
     {"id", "name", "tdp_w", "memory_gb", "peak_fp16_tflop_per_s", "idle_w", "year", "status"}},
    {"cpus", "cpus", nullptr, {"id", "name", "tdp_w", "quality"}},
    {"instances",
     "instances",
     nullptr,
     {"id", "accelerator_id", "accelerators", "vcpu", "memory_gib", "usd_per_hour", "quality"}},
    {"pue",
     "pue",
     nullptr,
     {"id", "year", "pue", "low", "high", "wue_l_per_kwh", "scope", "quality", "name"}},
    {"equivalents",
     "equivalents",
     nullptr,
     {"id", "name", "co2e_kg", "low_co2e_kg", "high_co2e_kg", "energy_kwh", "year", "source_id"}},
    {"sources", "sources", nullptr, {"id", "title", "publisher", "year", "licence"}},
});

void print_rows(const FactorsWords& words, const TableRows& table, const Columns& shown) {
  std::vector<std::string_view> columns;
  std::copy_if(shown.begin(), shown.end(), std::back_inserter(columns),
               [](std::string_view name) { return !name.empty(); });
  write_stdout(words.json  ? as_json(table)
               : words.csv ? as_csv(table)
                           : as_text(table, stdout_page(), std::move(columns)));
}

/// Every table with its size and hash.
TableRows overview(const Catalogue& catalogue) {
  TableRows list{"tables", {"table", "rows", "sha256"}, {}, {}, {}};
  for (const TableText& table : catalogue.tables()) {
    const std::string& rows =
        list.storage.emplace_back(std::to_string(read_rows(table).rows.size()));
    list.rows.push_back({table.name, rows, table.sha256});
  }
  return list;
}

TableRows table_named(const Catalogue& catalogue, const std::string& name) {
  const std::vector<TableText> tables = catalogue.tables();
  for (const TableText& table : tables) {
    if (table.name == name) return read_rows(table);
  }
  const Words known = listed_names();
  const std::vector<std::string_view> names(known.begin(), known.end());
  const std::string hint = did_you_mean(name, names);
  throw Error(ErrorKind::input, Problem{"factors", "there is no table \"" + name + "\"",
                                        hint.empty() ? "`co2est factors list` lists them" : hint});
}

}  // namespace

Words listed_names() {
  Words names;
  for (const Category& category : kCategories)
    names.emplace_back(category.name);
  for (const TableText& table : load_catalogue().tables()) {
    if (std::find(names.begin(), names.end(), table.name) == names.end())
      names.emplace_back(table.name);
  }
  return names;
}

int factors_list(const FactorsWords& words) {
  const Catalogue catalogue = load_catalogue(words.data_dir.value_or(std::string()));
  if (words.name().empty()) {
    print_rows(words, overview(catalogue), {});
    return kDone;
  }
  const auto category = std::find_if(kCategories.begin(), kCategories.end(),
                                     [&](const Category& row) { return row.name == words.name(); });
  if (category == kCategories.end()) {
    print_rows(words, table_named(catalogue, words.name()), {});
    return kDone;
  }
  TableRows table = table_named(catalogue, std::string(category->table));
  if (category->extend != nullptr) category->extend(table, catalogue);
  print_rows(words, table, category->shown);
  return kDone;
}

}  // namespace co2est::cli
