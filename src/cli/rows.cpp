// Knows how rows of any table are aligned, or written as JSON and CSV.
#include "cli/rows.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>

#include "csv/csv.hpp"

namespace co2est::cli {
namespace {

constexpr std::array<std::string_view, 12> kLeftOut{
    "aliases", "note",    "detail",  "attribution", "licence",   "url",
    "status",  "quality", "edition", "retrieved",   "publisher", "unverified"};

bool is_shown(std::string_view column) {
  return std::find(kLeftOut.begin(), kLeftOut.end(), column) == kLeftOut.end();
}

/// Characters, not bytes: continuation bytes of UTF-8 take no column.
std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

using Ordered = nlohmann::ordered_json;

Ordered cell_json(std::string_view cell) {
  if (cell.empty()) return nullptr;
  double value = 0;
  const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
  if (error != std::errc{} || end != cell.data() + cell.size() || !std::isfinite(value))
    return cell;
  if (value == std::floor(value) && std::abs(value) < 1e15) return static_cast<std::int64_t>(value);
  return value;
}

}  // namespace

std::size_t TableRows::column(std::string_view wanted) const {
  return static_cast<std::size_t>(std::find(columns.begin(), columns.end(), wanted) -
                                  columns.begin());
}

TableRows read_rows(const TableText& table) {
  TableRows read;
  read.name = table.name;
  csv::Reader reader(table.text);
  reader.next(read.columns);
  std::vector<std::string_view> cells;
  while (reader.next(cells)) {
    cells.resize(read.columns.size());
    read.rows.push_back(cells);
  }
  read.storage = reader.take_storage();
  return read;
}

std::string as_text(const TableRows& table) {
  std::vector<std::size_t> widths(table.columns.size(), 0);
  std::size_t last = 0;
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    if (!is_shown(table.columns[c])) continue;
    last = c;
    widths[c] = width_of(table.columns[c]);
    for (const auto& row : table.rows)
      widths[c] = std::max(widths[c], width_of(row[c]));
  }
  std::string text;
  const auto add = [&](const std::vector<std::string_view>& cells) {
    for (std::size_t c = 0; c <= last; ++c) {
      if (!is_shown(table.columns[c])) continue;
      text += cells[c];
      text.append(c == last ? 0 : widths[c] - width_of(cells[c]) + 2, ' ');
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

std::string as_lines(const TableRows& table, const std::vector<std::string_view>& row) {
  std::size_t widest = 0;
  for (std::size_t c = 0; c < row.size(); ++c) {
    if (!row[c].empty()) widest = std::max(widest, table.columns[c].size());
  }
  std::string text;
  for (std::size_t c = 0; c < row.size(); ++c) {
    if (!row[c].empty()) text += fmt::format("  {:<{}}  {}\n", table.columns[c], widest, row[c]);
  }
  return text;
}

}  // namespace co2est::cli
