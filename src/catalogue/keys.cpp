#include "catalogue/keys.hpp"

#include <algorithm>
#include <array>
#include <numeric>

namespace co2est {
namespace {

struct Key {
  std::string_view table;
  std::array<std::string_view, 5> columns;  ///< unused ones are empty
};

/// As data/update/tables.py has them.
constexpr auto kKeys = std::to_array<Key>({
    {"alternatives", {"id", "column", "year", "accounting", "source_id"}},
    {"cloud_years", {"region_id", "year"}},
    {"equivalent_editions", {"id", "year"}},
    {"generation_factors", {"technology", "accounting"}},
    {"grid_intensity", {"grid_id", "year", "accounting", "gases"}},
    {"measured_power", {"accelerator_id", "source_id", "workload"}},
    {"presets", {"preset_id", "field", "model"}},
    {"prices", {"grid_id", "year"}},
    {"pue", {"id", "year"}},
});

}  // namespace

std::vector<std::size_t> key_columns(const TableRows& table) {
  const auto known = std::find_if(kKeys.begin(), kKeys.end(),
                                  [&](const Key& key) { return key.table == table.name; });
  std::vector<std::size_t> columns;
  if (known != kKeys.end()) {
    for (const std::string_view name : known->columns) {
      if (!name.empty()) columns.push_back(table.column(name));
    }
  } else if (const std::size_t id = table.column("id"); id < table.columns.size()) {
    columns.push_back(id);
  } else {
    columns.resize(table.columns.size());
    std::iota(columns.begin(), columns.end(), std::size_t{0});
  }
  std::erase_if(columns, [&](std::size_t column) { return column >= table.columns.size(); });
  return columns;
}

std::string key_text(const std::vector<std::size_t>& columns,
                     const std::vector<std::string_view>& row) {
  std::string text;
  for (const std::size_t column : columns) {
    if (row[column].empty()) continue;
    if (!text.empty()) text += ' ';
    text += row[column];
  }
  return text;
}

}  // namespace co2est
