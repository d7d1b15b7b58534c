#include "cli/rows.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>

#include "cli/terminal.hpp"
#include "csv/csv.hpp"
#include "render/layout.hpp"
#include "text/list.hpp"
#include "text/number_in.hpp"

namespace co2est::cli {
namespace {

using rendering::columns_of;

constexpr std::size_t kGap = 2;
constexpr std::size_t kNarrowest = 16;  // a column of words is not cut below it

constexpr std::array<std::string_view, 12> kLeftOut{
    "aliases", "note",    "detail",  "attribution", "licence",   "url",
    "status",  "quality", "edition", "retrieved",   "publisher", "unverified"};

/// A column on its way to the page.
struct Column {
  std::size_t at = 0;
  std::size_t width = 0;
  bool numbers = true;
};

Column measured(const TableRows& table, std::size_t at) {
  Column column{at, columns_of(table.columns[at]), true};
  for (const auto& row : table.rows) {
    column.width = std::max(column.width, columns_of(row[at]));
    column.numbers = column.numbers && (row[at].empty() || number_in(row[at]));
  }
  return column;
}

std::size_t width_of(const std::vector<Column>& columns) {
  std::size_t width = columns.empty() ? 0 : kGap * (columns.size() - 1);
  for (const Column& column : columns)
    width += column.width;
  return width;
}

/// Cuts the widest words until the page holds the columns, then leaves out the last of them.
void fit(std::vector<Column>& columns, std::size_t page) {
  while (width_of(columns) > page && columns.size() > 1) {
    const auto widest =
        std::max_element(columns.begin() + 1, columns.end(), [](const Column& a, const Column& b) {
          return (a.numbers ? 0 : a.width) < (b.numbers ? 0 : b.width);
        });
    if (!widest->numbers && widest->width > kNarrowest)
      widest->width =
          std::max(kNarrowest, widest->width - std::min(widest->width, width_of(columns) - page));
    else
      columns.pop_back();
  }
}

using Ordered = nlohmann::ordered_json;

Ordered cell_json(std::string_view cell) {
  if (cell.empty()) return nullptr;
  const std::optional<double> value = number_in(cell);
  if (!value) return cell;
  if (*value == std::floor(*value) && std::abs(*value) < 1e15)
    return static_cast<std::int64_t>(*value);
  return *value;
}

}  // namespace

RowsPage stdout_page() {
  return {style_for(1, std::nullopt), table_width(1)};
}

std::string as_text(const TableRows& table, const RowsPage& page,
                    std::vector<std::string_view> shown) {
  if (shown.empty()) {
    std::copy_if(table.columns.begin(), table.columns.end(), std::back_inserter(shown),
                 [](std::string_view column) {
                   return std::find(kLeftOut.begin(), kLeftOut.end(), column) == kLeftOut.end();
                 });
  }
  std::vector<Column> columns;
  for (const std::string_view name : shown) {
    if (table.column(name) < table.columns.size())
      columns.push_back(measured(table, table.column(name)));
  }
  fit(columns, page.width);
  std::string text;
  const auto add = [&](const std::vector<std::string_view>& cells) {
    for (const Column& column : columns) {
      const std::string cell = rendering::shortened(
          rendering::printable(cells[column.at], page.style), column.width, page.style);
      text += column.numbers ? rendering::right_in(cell, column.width)
                             : rendering::left_in(cell, column.width);
      text.append(kGap, ' ');
    }
    text.erase(text.find_last_not_of(' ') + 1);
    text += '\n';
  };
  add(table.columns);
  for (const auto& row : table.rows)
    add(row);
  return text;
}

std::string as_json(const TableRows& table) {
  Ordered list = Ordered::array();
  for (const auto& row : table.rows) {
    Ordered item = Ordered::object();
    for (std::size_t c = 0; c < row.size(); ++c) {
      item[std::string(table.columns[c])] = cell_json(row[c]);
    }
    list.push_back(std::move(item));
  }
  return list.dump(2, ' ', false, Ordered::error_handler_t::replace) + "\n";
}

std::string as_csv(const TableRows& table) {
  std::string text;
  const auto add = [&](const std::vector<std::string_view>& cells) {
    for (std::size_t c = 0; c < cells.size(); ++c) {
      if (c != 0) text += ',';
      text += csv::quoted(cells[c]);
    }
    text += '\n';
  };
  add(table.columns);
  for (const auto& row : table.rows)
    add(row);
  return text;
}

std::string as_lines(const TableRows& table, const std::vector<std::string_view>& row,
                     const RowsPage& page, std::string_view marked) {
  constexpr std::size_t kIndent = 2, kLeast = 30;
  std::size_t widest = 0;
  for (std::size_t c = 0; c < row.size(); ++c) {
    if (!row[c].empty()) widest = std::max(widest, table.columns[c].size());
  }
  const std::size_t taken = kIndent + widest + kGap;
  const std::size_t room = page.width == std::string::npos
                               ? page.width
                               : std::max(kLeast, page.width - std::min(page.width, taken));
  std::string text;
  for (std::size_t c = 0; c < row.size(); ++c) {
    if (row[c].empty()) continue;
    std::string cell = rendering::printable(row[c], page.style);
    if (table.columns[c] == "aliases") {  // a list reads, and breaks, better with spaces
      for (std::size_t at = 0; (at = cell.find(';', at)) != std::string::npos; at += 2)
        cell.replace(at, 1, "; ");
    }
    for_each_item(marked, [&](std::string_view column) {
      if (column == table.columns[c]) cell += "  UNVERIFIED";
    });
    bool first = true;
    for (const std::string& line : rendering::wrapped(cell, room)) {
      text += fmt::format("  {:<{}}  {}\n", first ? table.columns[c] : "", widest, line);
      first = false;
    }
  }
  return text;
}

}  // namespace co2est::cli
