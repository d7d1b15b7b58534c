#include "catalogue/diff.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "catalogue/keys.hpp"
#include "text/number_in.hpp"

namespace co2est {
namespace {

std::optional<double> relative(std::string_view before, std::string_view after) {
  const auto a = number_in(before), b = number_in(after);
  if (!a || !b) return {};
  if (*a == *b) return 0;
  if (*a == 0) return std::copysign(std::numeric_limits<double>::infinity(), *b);
  return *b / *a - 1;
}

using ByKey = std::map<std::string, std::size_t>;

ByKey rows_by_key(const TableRows& table) {
  const std::vector<std::size_t> columns = key_columns(table);
  ByKey rows;
  for (std::size_t row = 0; row < table.rows.size(); ++row)
    rows.emplace(key_text(columns, table.rows[row]), row);
  return rows;
}

void compare_row(const std::string& key, const TableRows& before, std::size_t old_row,
                 const TableRows& after, std::size_t new_row, TableDifference& difference) {
  const std::size_t held = difference.changes.size();
  for (const std::string_view column : after.columns) {
    const std::string_view a = before.cell(old_row, column), b = after.cell(new_row, column);
    if (a != b) difference.changes.push_back({key, column, a, b, relative(a, b)});
  }
  if (difference.changes.size() > held) ++difference.changed_rows;
}

/// Figures by the size of their change, then figures that came or went, then words.
double weight(const CellChange& change) {
  if (change.relative) return std::abs(*change.relative);
  return number_in(change.before) || number_in(change.after) ? -1 : -2;
}

}  // namespace

double TableDifference::largest() const {
  return changes.empty() ? 0 : std::max(0.0, weight(changes.front()));
}

TableDifference difference(const TableRows& before, const TableRows& after) {
  TableDifference difference;
  difference.table = after.name;
  const ByKey old_rows = rows_by_key(before), new_rows = rows_by_key(after);
  for (const auto& [key, row] : old_rows) {
    const auto found = new_rows.find(key);
    if (found == new_rows.end()) {
      difference.removed.push_back(key);
    } else {
      compare_row(key, before, row, after, found->second, difference);
    }
  }
  for (const auto& [key, row] : new_rows) {
    if (old_rows.count(key) == 0) difference.added.push_back(key);
  }
  std::stable_sort(difference.changes.begin(), difference.changes.end(),
                   [](const CellChange& a, const CellChange& b) { return weight(a) > weight(b); });
  return difference;
}

}  // namespace co2est
