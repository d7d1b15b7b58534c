#include "cli/columns.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "catalogue/keys.hpp"
#include "cli/number.hpp"
#include "render/layout.hpp"
#include "text/bytes.hpp"
#include "text/number_in.hpp"

namespace co2est::cli {
namespace {

constexpr std::size_t kNarrowest = 16;  // a column of words is not cut below it

// What a row is about comes first on a narrow page: its figure and what the figure means, the
// key that tells it from others, then what stands beside.
constexpr std::array<std::string_view, 17> kFigures{
    "g_per_kwh",      "pue",      "tdp_w", "co2e_kg",      "energy_kwh", "per_kwh",
    "accelerator_id", "value",    "mid",   "mid_fraction", "cfe_share",  "accelerators",
    "unit",           "currency", "year",  "grid_year",    "accounting"};
constexpr std::array<std::string_view, 11> kBeside{
    "title",    "low",           "high",           "source_id", "factor_source_id",
    "pue_year", "low_g_per_kwh", "high_g_per_kwh", "name",      "cfe_percent",
    "grid_id"};

std::size_t rank_of(std::string_view column, const std::vector<std::string_view>& keys) {
  const auto place = [&](const auto& names) {
    return static_cast<std::size_t>(std::find(names.begin(), names.end(), column) - names.begin());
  };
  if (const std::size_t at = place(kFigures); at < kFigures.size()) return at;
  const std::size_t beside = place(kBeside);
  const bool is_key = beside == kBeside.size() && place(keys) < keys.size();
  return kFigures.size() + (is_key ? 0 : 1 + beside);
}

/// With the whole width; 0 where no cell holds anything.
ShownColumn measured(const TableRows& table, std::size_t at, const TextStyle& style) {
  ShownColumn column{at, 0, true};
  for (const auto& row : table.rows) {
    if (row[at].empty()) continue;
    column.width = std::max(column.width, rendering::columns_of(cell_text(row[at], style)));
    column.numbers = column.numbers && number_in(row[at]);
  }
  if (column.width != 0 || table.rows.empty())
    column.width = std::max(column.width, rendering::columns_of(table.columns[at]));
  return column;
}

std::size_t least(const ShownColumn& column) {
  return column.numbers ? column.width : std::min(column.width, kNarrowest);
}

/// Takes from the widest words, but not from the first column, until the page holds all.
void cut(std::vector<ShownColumn>& columns, std::size_t page) {
  std::size_t width = kGap * (columns.size() - 1);
  for (const ShownColumn& column : columns)
    width += column.width;
  const auto spare = [](const ShownColumn& column) {
    return column.width > least(column) ? column.width : 0;
  };
  for (; width > page; --width) {
    const auto widest = std::max_element(
        columns.begin() + 1, columns.end(),
        [&](const ShownColumn& a, const ShownColumn& b) { return spare(a) < spare(b); });
    if (widest == columns.end() || spare(*widest) == 0) return;
    --widest->width;
  }
}

/// The places of all columns but the first, what matters most before the others.
std::vector<std::size_t> by_rank(const TableRows& table, const std::vector<ShownColumn>& columns) {
  std::vector<std::string_view> keys;
  for (const std::size_t column : key_columns(table))
    keys.push_back(table.columns[column]);
  std::vector<std::size_t> order;
  for (std::size_t i = 1; i < columns.size(); ++i)
    order.push_back(i);
  const auto rank = [&](std::size_t i) { return rank_of(table.columns[columns[i].at], keys); };
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return rank(a) < rank(b); });
  return order;
}

}  // namespace

FittedColumns fitted(const TableRows& table, const std::vector<std::string_view>& wanted,
                     std::size_t page, const TextStyle& style) {
  std::vector<ShownColumn> columns;
  for (const std::string_view name : wanted) {
    if (table.column(name) == table.columns.size()) continue;
    const ShownColumn column = measured(table, table.column(name), style);
    if (column.width != 0 || columns.empty()) columns.push_back(column);
  }
  FittedColumns fit;
  if (columns.empty()) return fit;
  const std::vector<std::size_t> order = by_rank(table, columns);
  ShownColumn& first = columns.front();
  if (!order.empty()) {  // it makes room for one column
    const std::size_t taken = kGap + least(columns[order.front()]);
    first.width = std::min(first.width, std::max(kNarrowest, page - std::min(page, taken)));
  }
  std::vector<bool> held(columns.size(), false);
  held[0] = true;
  std::size_t width = first.width;
  for (const std::size_t i : order) {
    const std::size_t more = kGap + least(columns[i]);
    held[i] = width <= page && more <= page - width;
    if (held[i]) width += more;
  }
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (held[i])
      fit.shown.push_back(columns[i]);
    else
      fit.left_out.push_back(table.columns[columns[i].at]);
  }
  cut(fit.shown, page);
  return fit;
}

std::string cell_text(std::string_view cell, const TextStyle& style) {
  constexpr std::ptrdiff_t kPublished = 6;
  const std::size_t first = cell.find_first_of("123456789");
  if (first != std::string_view::npos && cell.find('.') != std::string_view::npos &&
      std::count_if(cell.begin() + static_cast<std::ptrdiff_t>(first), cell.end(), is_digit) >
          kPublished) {
    if (const std::optional<double> value = number_in(cell)) return shown(*value);
  }
  return rendering::printable(cell, style);
}

}  // namespace co2est::cli
