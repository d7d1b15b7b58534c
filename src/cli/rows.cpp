#include "cli/rows.hpp"

#include <fmt/core.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>

#include "cli/columns.hpp"
#include "cli/terminal.hpp"
#include "csv/csv.hpp"
#include "render/layout.hpp"
#include "text/list.hpp"
#include "text/number_in.hpp"

namespace co2est::cli {
namespace {

constexpr std::array<std::string_view, 12> kLeftOut{
    "aliases", "note",    "detail",  "attribution", "licence",   "url",
    "status",  "quality", "edition", "retrieved",   "publisher", "unverified"};

/// "2 columns left out: scope, name; --csv has all"; the names only where they fit.
std::string left_out_line(const std::vector<std::string_view>& names, const RowsPage& page) {
  if (names.empty()) return "";
  const std::string count =
      fmt::format("{} column{} left out", names.size(), names.size() == 1 ? "" : "s");
  const std::string rest = fmt::format("; {} has all\n", page.complete);
  const std::string named = fmt::format("{}: {}{}", count, fmt::join(names, ", "), rest);
  return named.size() <= page.width + 1 ? named : count + rest;
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
  const FittedColumns columns = fitted(table, shown, page.width, page.style);
  std::string text;
  const auto add = [&](const std::vector<std::string_view>& cells) {
    for (const ShownColumn& column : columns.shown) {
      const std::string cell =
          rendering::shortened(cell_text(cells[column.at], page.style), column.width, page.style);
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
  return text + left_out_line(columns.left_out, page);
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
    std::string cell = cell_text(row[c], page.style);
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
