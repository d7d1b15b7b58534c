// Knows the checks that look at one table on its own: its text and its cells.
#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "catalogue/checks.hpp"
#include "catalogue/rules.hpp"
#include "catalogue/state.hpp"
#include "catalogue/table_problems.hpp"

namespace co2est {
namespace {

/// Where UTF-8 breaks or a control character other than a line end stands; text.size(): nowhere.
std::size_t first_bad_byte(std::string_view text) {
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
  for (std::size_t at = 0; at < text.size();) {
    const unsigned lead = byte(at);
    if ((lead < 0x20 && lead != '\n') || lead == 0x7F) return at;
    const std::size_t size = lead < 0x80                   ? 1
                             : lead >= 0xC2 && lead < 0xE0 ? 2
                             : lead >= 0xE0 && lead < 0xF0 ? 3
                             : lead >= 0xF0 && lead < 0xF5 ? 4
                                                           : 0;
    if (size == 0 || at + size > text.size()) return at;
    for (std::size_t i = 1; i < size; ++i) {
      if ((byte(at + i) & 0xC0U) != 0x80U) return at;
    }
    at += size;
  }
  return text.size();
}

/// What is wrong with a byte that `first_bad_byte` finds, and what to do.
std::pair<const char*, const char*> fault_of(char byte) {
  if (byte == '\r') return {"ends with a carriage return", "end lines with LF alone"};
  const auto code = static_cast<unsigned char>(byte);
  if (code < 0x20 || code == 0x7F) return {"has a control character", "take it out of the cell"};
  return {"has a byte that is no UTF-8 text", "save the file as UTF-8"};
}

constexpr std::string_view kEveryTable;
/// Where the typed rows demand a figure, the check of cells tells of it.
constexpr auto kRequired = std::to_array<ColumnName>({
    {kEveryTable, "id"},
    {kEveryTable, "source_id"},
    {"accelerators", "name"},
    {"alternatives", "column"},
    {"alternatives", "unit"},
    {"cloud_regions", "grid_id"},
    {"cloud_regions", "provider"},
    {"cloud_regions", "region"},
    {"cloud_years", "region_id"},
    {"cloud_years", "year"},
    {"cpus", "family"},
    {"cpus", "name"},
    {"embodied", "method"},
    {"embodied", "name"},
    {"equivalent_editions", "year"},
    {"equivalents", "key"},
    {"equivalents", "name"},
    {"equivalents", "rank"},
    {"equivalents", "year"},
    {"generation_factors", "technology"},
    {"grid_intensity", "edition"},
    {"grid_intensity", "grid_id"},
    {"grid_intensity", "year"},
    {"grids", "kind"},
    {"grids", "name"},
    {"instances", "name"},
    {"instances", "provider"},
    {"measured_power", "accelerator_id"},
    {"measured_power", "workload"},
    {"parameters", "unit"},
    {"presets", "field"},
    {"presets", "preset_id"},
    {"presets", "unit"},
    {"prices", "consumer"},
    {"prices", "grid_id"},
    {"prices", "year"},
    {"pue", "name"},
    {"pue", "year"},
    {"sources", "attribution"},
    {"sources", "licence"},
    {"sources", "publisher"},
    {"sources", "title"},
});

/// How the name of a column ends that holds a number: its unit.
constexpr auto kUnitEndings =
    std::to_array<std::string_view>({"_w", "_kwh", "_kg", "_gb", "_gib", "_h", "_y", "_share",
                                     "_fraction", "per_s", "per_h", "per_hour", "per_kwh"});
/// Columns without a unit: counts, years and ratios.
constexpr auto kPlain = std::to_array<std::string_view>(
    {"accelerators", "host_cpus", "host_threads", "n", "pue", "rank", "threads", "vcpu", "year"});
/// The words of columns named `unit`.
constexpr auto kUnits =
    std::to_array<std::string_view>({"1", "W", "W/GB", "GB", "TFLOP/s", "kg", "g/kWh", "lb/kWh",
                                     "kWh", "L/kWh", "USD/h", "USD/kWh", "h", "y", "%", "count"});
/// Figures whose unit stands beside them in `unit`, or that share the unit of a named column.
constexpr std::array<std::string_view, 4> kUnitBeside{"low", "mid", "high", "value"};

/// The unit that a column of another table has by its name; empty where it has none there.
std::string_view unit_of(std::string_view column) {
  struct Row {
    std::string_view ending, unit;
  };
  constexpr auto kOfEndings = std::to_array<Row>({{"tflop_per_s", "TFLOP/s"},
                                                  {"_g_per_kwh", "g/kWh"},
                                                  {"g_per_kwh", "g/kWh"},
                                                  {"_l_per_kwh", "L/kWh"},
                                                  {"_gb", "GB"},
                                                  {"_kg", "kg"},
                                                  {"_w", "W"},
                                                  {"pue", "1"}});
  for (const Row& row : kOfEndings) {
    if (column.ends_with(row.ending)) return row.unit;
  }
  return {};
}

template <typename List>
bool has(const List& list, std::string_view item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

bool has_unit(const TableRows& table, std::string_view column) {
  if (has(kUnitBeside, column))
    return table.column("unit") < table.columns.size() ||
           table.column("pue") < table.columns.size();
  if (has(kPlain, column)) return true;
  return std::any_of(kUnitEndings.begin(), kUnitEndings.end(),
                     [&](std::string_view ending) { return column.ends_with(ending); });
}

}  // namespace

std::span<const ColumnName> required_columns() {
  return kRequired;
}

void check_rules_of_tables(const CheckedTables& tables, Findings& findings) {
  tables.catalogue().state()->for_each_table([&](const auto& table) {
    TableProblems found = problems_of(table);
    for (Problem& problem : found.problems)
      findings.add(std::move(problem));
    findings.add_more(found.more);
  });
}

void check_text(const CheckedTables& tables, Findings& findings) {
  for (const TableRows& table : tables.all()) {
    const TableText& text = tables.text_of(table);
    if (const std::size_t at = first_bad_byte(text.text); at < text.text.size()) {
      const auto line = 1 + std::count(text.text.begin(),
                                       text.text.begin() + static_cast<std::ptrdiff_t>(at), '\n');
      const auto [what, hint] = fault_of(text.text[at]);
      findings.add({place_of(text) + ":" + std::to_string(line), what, hint});
    }
    if (!text.text.ends_with('\n'))
      findings.add({place_of(text), "does not end with a line end", "add one"});
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
      for (std::size_t c = 0; c < table.columns.size(); ++c) {
        const std::string_view cell = table.rows[row][c];
        if (cell.starts_with(' ') || cell.ends_with(' '))
          findings.add(table, row, table.columns[c], Findings::holds(cell),
                       "take the space at its end away");
      }
    }
  }
}

void check_numbers(const CheckedTables& tables, Findings& findings) {
  for (const TableRows& table : tables.all()) {
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
      if (!is_number_column(table.name, table.columns[c])) continue;
      for (std::size_t row = 0; row < table.rows.size(); ++row) {
        const std::string_view cell = table.rows[row][c];
        if (cell.find_first_not_of("0123456789.-") != std::string_view::npos)
          findings.add(table, row, table.columns[c], Findings::holds(cell),
                       "write a plain decimal without an exponent");
      }
    }
  }
}

void check_units(const CheckedTables& tables, Findings& findings) {
  for (const TableRows& table : tables.all()) {
    for (const std::string_view column : table.columns) {
      if (is_number_column(table.name, column) && !has_unit(table, column))
        findings.add({place_of(tables.text_of(table)) + ":1",
                      "column \"" + std::string(column) + "\" has no unit in its name",
                      "end it with the unit, such as _w or _kg"});
    }
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
      const std::string_view unit = table.cell(row, "unit");
      if (!unit.empty() && !has(kUnits, unit))
        findings.add(table, row, "unit", Findings::holds(unit), "src/catalogue lists the units");
      const std::string_view expected = unit_of(table.cell(row, "column"));
      if (!expected.empty() && unit != expected)
        findings.add(table, row, "unit", Findings::holds(unit),
                     "the column that it stands for is in " + std::string(expected));
    }
  }
}

void check_required(const CheckedTables& tables, Findings& findings) {
  for (const TableRows& table : tables.all()) {
    for (const ColumnName& required : kRequired) {
      const std::size_t column = table.column(required.column);
      const bool applies = required.table == kEveryTable || required.table == table.name;
      if (!applies || column == table.columns.size()) continue;
      for (std::size_t row = 0; row < table.rows.size(); ++row) {
        if (table.rows[row][column].empty())
          findings.add(table, row, required.column, "is empty", "every row needs it");
      }
    }
  }
}

}  // namespace co2est
