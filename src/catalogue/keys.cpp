#include "catalogue/keys.hpp"

#include <algorithm>
#include <array>
#include <charconv>
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

/// The place of a column; columns.size() where there is none.
std::size_t place_in(const std::vector<std::string_view>& columns, std::string_view name) {
  return static_cast<std::size_t>(std::find(columns.begin(), columns.end(), name) -
                                  columns.begin());
}

/// 0 where the cell is empty; the rules of cells tell of what is no number.
double year_in(std::string_view cell) {
  double year = 0;
  std::from_chars(cell.data(), cell.data() + cell.size(), year);
  return year;
}

}  // namespace

std::vector<std::size_t> key_columns(std::string_view table,
                                     const std::vector<std::string_view>& columns) {
  const auto known =
      std::find_if(kKeys.begin(), kKeys.end(), [&](const Key& key) { return key.table == table; });
  std::vector<std::size_t> places;
  if (known != kKeys.end()) {
    for (const std::string_view name : known->columns) {
      if (!name.empty()) places.push_back(place_in(columns, name));
    }
  } else if (const std::size_t id = place_in(columns, "id"); id < columns.size()) {
    places.push_back(id);
  } else {
    places.resize(columns.size());
    std::iota(places.begin(), places.end(), std::size_t{0});
  }
  std::erase_if(places, [&](std::size_t place) { return place >= columns.size(); });
  return places;
}

std::vector<std::size_t> key_columns(const TableRows& table) {
  return key_columns(table.name, table.columns);
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

KeyOrder::KeyOrder(std::string_view table, const std::vector<std::string_view>& columns)
    : columns_(key_columns(table, columns)), year_(place_in(columns, "year")) {
  for (const std::size_t column : columns_)
    names_.append(names_.empty() ? "" : ", ").append(columns[column]);
}

bool KeyOrder::is_before(const std::vector<std::string_view>& row,
                         const std::vector<std::string_view>& other) const {
  for (const std::size_t column : columns_) {
    const std::string_view a = row[column], b = other[column];
    if (a == b) continue;
    return column == year_ ? year_in(a) < year_in(b) : a < b;
  }
  return false;
}

std::vector<ColumnName> columns_of_keys() {
  std::vector<ColumnName> all;
  for (const Key& key : kKeys) {
    for (const std::string_view column : key.columns) {
      if (!column.empty()) all.push_back({key.table, column});
    }
  }
  return all;
}

}  // namespace co2est
