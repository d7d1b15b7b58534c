// Knows the checks of what names a row: its key, further columns that are unique, the place around.
#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "catalogue/checks.hpp"
#include "catalogue/keys.hpp"
#include "catalogue/places_around.hpp"

namespace co2est {
namespace {

/// Columns beside the key that no two rows share.
struct Unique {
  std::string_view table, column;
};
constexpr auto kUnique = std::to_array<Unique>({
    {"equivalents", "key"},   // a name in JSON
    {"equivalents", "rank"},  // the order in which they print
});

std::string in_small_letters(std::string_view text) {
  std::string small(text);
  std::transform(small.begin(), small.end(), small.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return small;
}

void check_repeated(const TableRows& table, Findings& findings) {
  const std::vector<std::size_t> columns = key_columns(table);
  std::map<std::vector<std::string_view>, std::size_t> seen;
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    std::vector<std::string_view> key;
    for (const std::size_t column : columns)
      key.push_back(table.rows[row][column]);
    const auto [first, is_new] = seen.emplace(std::move(key), table.lines[row]);
    if (!is_new)
      findings.add(table, row, "",
                   "repeats the key \"" + key_text(columns, table.rows[row]) + "\" of line " +
                       std::to_string(first->second),
                   "keep one of the two");
  }
}

/// A look-up does not tell capitals from small letters, so that one of two such rows is never met.
void check_capitals(const TableRows& table, Findings& findings) {
  const std::vector<std::size_t> columns = key_columns(table);
  if (columns.size() != 1 || columns.front() != table.column("id")) return;
  std::map<std::string, std::size_t> seen;
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    const std::string_view id = table.rows[row][columns.front()];
    const std::size_t first = seen.emplace(in_small_letters(id), row).first->second;
    if (table.rows[first][columns.front()] == id) continue;
    findings.add(table, row, "id", Findings::holds(id),
                 "line " + std::to_string(table.lines[first]) + " differs in capitals alone");
  }
}

void check_unique(const TableRows& table, std::string_view name, Findings& findings) {
  std::map<std::string_view, std::size_t> seen;
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    const std::string_view cell = table.cell(row, name);
    const auto [first, is_new] = seen.emplace(cell, table.lines[row]);
    if (is_new || cell.empty()) continue;
    findings.add(table, row, name, Findings::holds(cell),
                 "so does line " + std::to_string(first->second) + "; no two rows share it");
  }
}

}  // namespace

void check_keys(const CheckedTables& tables, Findings& findings) {
  for (const TableRows& table : tables.all()) {
    check_repeated(table, findings);
    check_capitals(table, findings);
  }
  for (const Unique& unique : kUnique)
    check_unique(tables.named(unique.table), unique.column, findings);
}

void check_parents(const CheckedTables& tables, Findings& findings) {
  const TableRows& grids = tables.named("grids");
  const PlacesAround places(grids);
  for (std::size_t row = 0; row < grids.rows.size(); ++row) {
    const std::string_view id = grids.cell(row, "id");
    std::set<std::string_view> passed;
    std::string_view at = places.around(id);
    while (!at.empty() && at != id && passed.insert(at).second)
      at = places.around(at);
    if (!id.empty() && at == id)
      findings.add(grids, row, "parent_id", Findings::holds(places.around(id)),
                   "the places around \"" + std::string(id) + "\" lead back to it");
  }
}

}  // namespace co2est
