// Knows the checks of what one table says of another: sources, references, codes of places.
#include <algorithm>
#include <array>
#include <cctype>

#include "catalogue/checks.hpp"
#include "catalogue/detail.hpp"
#include "catalogue/embedded.hpp"
#include "catalogue/rules.hpp"
#include "text/list.hpp"

namespace co2est {
namespace {

/// A column whose cells hold ids of another table, none, one or a list.
struct Reference {
  std::string_view table, column, target;
  std::string_view only_where = {}, is = {};  ///< rows with this cell in another column, if named
  std::array<std::string_view, 2> or_one_of = {};  ///< further words that the column may hold
  std::string_view prefix = {};  ///< with which the ids of the target begin and the cells do not
};

constexpr auto kReferences = std::to_array<Reference>({
    {"cloud_regions", "grid_id", "grids"},
    {"cloud_years", "region_id", "cloud_regions"},
    {"embodied", "accelerators", "accelerators"},
    {"equivalent_editions", "id", "equivalents"},
    {"grid_intensity", "grid_id", "grids"},
    {"grids", "parent_id", "grids"},
    {"instances", "accelerator_id", "accelerators"},
    {"instances", "cpu_id", "cpus"},
    {"instances", "platform", "parameters", {}, {}, {}, "vcpu.w."},
    {"measured_power", "accelerator_id", "accelerators", {}, {}, {"nvidia", "amd"}},  // pooled
    {"prices", "grid_id", "grids"},
    {"presets", "model", "accelerators", "field", "device_price"},
    {"pue", "id", "cloud_regions", "scope", "region"},
});

/// A row without which some run cannot be computed, whoever wrote the tables.
struct Needed {
  std::string_view table, id;
};
constexpr auto kNeeded = std::to_array<Needed>({{"grids", "WORLD"}, {"pue", "uptime-survey"}});

std::string missing_in(std::string_view target, std::string_view id) {
  return "no row of " + std::string(target) + ".csv has the id \"" + std::string(id) + "\"";
}

void demand(const TableRows& table, std::size_t row, std::string_view column, std::string_view id,
            const std::set<std::string_view>& held, std::string_view target, Findings& findings) {
  if (held.count(id) != 0) return;
  findings.add(table, row, column, Findings::holds(id), missing_in(target, id));
}

bool is_one_of(const std::array<std::string_view, 2>& words, std::string_view cell) {
  return std::find(words.begin(), words.end(), cell) != words.end();
}

bool is_upper(std::string_view text, std::size_t letters) {
  return text.size() == letters &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

void check_detail(const TableRows& table, std::size_t row, const std::set<std::string_view>& held,
                  Findings& findings) {
  for (const std::string_view column : table.columns) {
    for_each_item(
        sources_in_detail(table.cell(row, "detail"), column).value_or(std::string_view()),
        [&](std::string_view id) { demand(table, row, "detail", id, held, "sources", findings); },
        kBetweenSources);
  }
}

/// The codes of a place: of a country its id too.
void check_place(const TableRows& grids, std::size_t row, Findings& findings) {
  const std::string_view kind = grids.cell(row, "kind"), id = grids.cell(row, "id");
  const std::string_view iso2 = grids.cell(row, "iso2"), iso3 = grids.cell(row, "iso3");
  const bool country = kind == "country";
  if (!iso2.empty() && !is_upper(iso2, 2))
    findings.add(grids, row, "iso2", Findings::holds(iso2), "ISO 3166-1 has two capital letters");
  if (country && iso2 != id)
    findings.add(grids, row, "iso2", Findings::holds(iso2), "of a country it is the id");
  if ((country || !iso3.empty()) && !is_upper(iso3, 3))
    findings.add(grids, row, "iso3", Findings::holds(iso3), "ISO 3166-1 has three capital letters");
  if (kind != "world" && grids.cell(row, "parent_id").empty())
    findings.add(grids, row, "parent_id", "is empty", "name the place around it, at last WORLD");
}

}  // namespace

std::vector<ColumnName> columns_of_references() {
  std::vector<ColumnName> all;
  for (const Reference& reference : kReferences) {
    all.push_back({reference.table, reference.column});
    all.push_back({reference.target, "id"});
    if (!reference.only_where.empty()) all.push_back({reference.table, reference.only_where});
  }
  return all;
}

void check_sources(const CheckedTables& tables, Findings& findings) {
  const std::set<std::string_view> held = tables.values("sources", "id");
  for (const TableRows& table : tables.all()) {
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
      for (const std::string_view column : table.columns) {  // "price_source_id" too
        if (!column.ends_with("source_id")) continue;
        for_each_item(table.cell(row, column), [&](std::string_view id) {
          demand(table, row, column, id, held, "sources", findings);
        });
      }
      if (table.name == "accelerators") check_detail(table, row, held, findings);
    }
  }
}

void check_references(const CheckedTables& tables, Findings& findings) {
  for (const Reference& reference : kReferences) {
    const TableRows& table = tables.named(reference.table);
    const std::set<std::string_view> held = tables.values(reference.target, "id");
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
      if (!reference.only_where.empty() && table.cell(row, reference.only_where) != reference.is)
        continue;
      for_each_item(table.cell(row, reference.column), [&](std::string_view item) {
        const bool is_word = is_one_of(reference.or_one_of, item);
        const std::string id = std::string(reference.prefix).append(item);
        if (!is_word && held.count(id) == 0)
          findings.add(table, row, reference.column, Findings::holds(item),
                       missing_in(reference.target, id));
      });
    }
  }
  std::set<std::string_view> ids;  // of every table, by its first column
  for (const TableRows& table : tables.all()) {
    if (table.name == "alternatives" || table.columns.empty()) continue;
    ids.merge(tables.values(table.name, table.columns.front()));
  }
  const TableRows& alternatives = tables.named("alternatives");
  for (std::size_t row = 0; row < alternatives.rows.size(); ++row) {
    const std::string_view id = alternatives.cell(row, "id");
    if (ids.count(id) == 0)
      findings.add(alternatives, row, "id", Findings::holds(id), "no table has a row of this id");
  }
}

void check_codes(const CheckedTables& tables, Findings& findings) {
  const TableRows& grids = tables.named("grids");
  for (std::size_t row = 0; row < grids.rows.size(); ++row)
    check_place(grids, row, findings);
  const TableRows& regions = tables.named("cloud_regions");
  for (std::size_t row = 0; row < regions.rows.size(); ++row) {
    const std::string_view country = regions.cell(row, "country_iso2");
    const std::string_view part = regions.cell(row, "subdivision");
    if (!is_upper(country, 2))
      findings.add(regions, row, "country_iso2", Findings::holds(country),
                   "ISO 3166-1 has two capital letters");
    if (!part.empty() && !part.starts_with(std::string(country) + "-"))
      findings.add(regions, row, "subdivision", Findings::holds(part),
                   "ISO 3166-2 begins with the country, " + std::string(country) + "-");
    if (regions.cell(row, "id") !=
        std::string(regions.cell(row, "provider")) + "/" + std::string(regions.cell(row, "region")))
      findings.add(regions, row, "id", Findings::holds(regions.cell(row, "id")),
                   "it is provider/region");
  }
}

void check_needed(const CheckedTables& tables, Findings& findings) {
  const auto demand_row = [&](std::string_view table, std::string_view id) {
    if (tables.values(table, "id").count(id) != 0) return;
    findings.add({place_of(tables.text_of(tables.named(table))),
                  "has no row \"" + std::string(id) + "\"",
                  "copy it from `co2est factors export DIR`"});
  };
  for (const Needed& needed : kNeeded)
    demand_row(needed.table, needed.id);
  for (const TableText& table : embedded_tables()) {
    if (table.name != "parameters") continue;
    const TableRows parameters = read_rows(table);
    for (const auto& row : parameters.rows)
      demand_row(table.name, row.front());
  }
}

}  // namespace co2est
