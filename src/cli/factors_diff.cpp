// Knows the subcommand `factors diff`: this catalogue against that of another folder.
#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "catalogue/diff.hpp"
#include "cli/factors.hpp"
#include "cli/number.hpp"
#include "cli/output.hpp"
#include "cli/rows.hpp"
#include "co2est/error.hpp"
#include "render/layout.hpp"
#include "text/number_in.hpp"

namespace co2est::cli {
namespace {

constexpr std::size_t kMostLines = 25;  // of added, removed or changed in one table, in text

using Ordered = nlohmann::ordered_json;
using Differences = std::vector<TableDifference>;

/// "5%" as 0.05; the percent sign may be left out.
std::optional<double> read_tolerance(const std::optional<std::string>& word) {
  if (!word) return {};
  std::string_view digits = *word;
  if (digits.ends_with('%')) digits.remove_suffix(1);
  while (digits.ends_with(' '))
    digits.remove_suffix(1);
  const std::optional<double> percent = number_in(digits);
  if (!percent || *percent < 0) {
    throw Error(ErrorKind::input, Problem{"--tolerance", "\"" + *word + "\" is no percentage",
                                          "such as --tolerance 5%"});
  }
  return *percent / 100;
}

std::string percent(double relative) {
  if (std::isinf(relative)) return "infinite";
  return fmt::format("{}{} %", relative < 0 ? "-" : "+", shown(std::abs(relative) * 100));
}

template <typename List, typename Line>
void add_some(std::string& text, const List& list, const TextStyle& style, Line line) {
  for (std::size_t i = 0; i < std::min(list.size(), kMostLines); ++i)
    text += rendering::printable(line(list[i]), style) + "\n";
  if (list.size() > kMostLines)
    text += fmt::format("  and {} more; --json has all\n", list.size() - kMostLines);
}

std::string change_line(const CellChange& change) {
  return fmt::format("  ~ {}: {}: {} -> {}{}", change.key, change.column,
                     change.before.empty() ? "(empty)" : change.before,
                     change.after.empty() ? "(empty)" : change.after,
                     change.relative ? "  " + percent(*change.relative) : "");
}

std::string largest_change(const TableDifference& difference) {
  const double largest = difference.largest();
  if (std::isinf(largest)) return "infinite";
  return largest > 0 ? fmt::format("{} %", shown(largest * 100)) : "";
}

std::string as_text(const Differences& differences) {
  RowsPage page = stdout_page();
  page.complete = "--json";
  std::string details;
  TableRows summary{"summary", {"table", "added", "removed", "changed", "largest"}, {}, {}, {}};
  const auto keep = [&](std::string cell) -> std::string_view {
    return summary.storage.emplace_back(std::move(cell));
  };
  for (const TableDifference& difference : differences) {
    if (!difference.any()) continue;
    details += fmt::format("\n{}\n", difference.table);
    const auto add = [&](const auto& list, auto line) {
      add_some(details, list, page.style, line);
    };
    add(difference.changes, change_line);
    add(difference.removed, [](const std::string& key) { return "  - " + key; });
    add(difference.added, [](const std::string& key) { return "  + " + key; });
    summary.rows.push_back({difference.table, keep(std::to_string(difference.added.size())),
                            keep(std::to_string(difference.removed.size())),
                            keep(std::to_string(difference.changed_rows)),
                            keep(largest_change(difference))});
  }
  if (summary.rows.empty()) return "no difference\n";
  return cli::as_text(summary, page) + details;
}

Ordered cell(std::string_view text) {
  return text.empty() ? Ordered(nullptr) : Ordered(text);
}

std::string as_json(const Differences& differences) {
  Ordered list = Ordered::array();
  for (const TableDifference& difference : differences) {
    if (!difference.any()) continue;
    Ordered changes = Ordered::array();
    for (const CellChange& change : difference.changes) {
      changes.push_back({{"key", change.key},
                         {"column", change.column},
                         {"before", cell(change.before)},
                         {"after", cell(change.after)},
                         {"relative", change.relative ? Ordered(*change.relative) : Ordered()}});
    }
    list.push_back({{"table", difference.table},
                    {"added", difference.added},
                    {"removed", difference.removed},
                    {"changed_rows", difference.changed_rows},
                    {"changes", std::move(changes)}});
  }
  return list.dump(2, ' ', false, Ordered::error_handler_t::replace) + "\n";
}

/// Whether the column says only who tells something and how: no result depends on it.
bool is_remark(std::string_view table, std::string_view column) {
  constexpr auto kRemarks =
      std::to_array<std::string_view>({"city", "detail", "edition", "method", "name", "note"});
  return table == "sources" || column.ends_with("source_id") ||
         std::find(kRemarks.begin(), kRemarks.end(), column) != kRemarks.end();
}

/// A row is gone, a figure changed by more than the tolerance, or a word that results depend on
/// changed: a region that lies in another grid, a device of another class. No tolerance holds a
/// figure or a word that comes or goes. Rows that are new change nothing that was there.
bool exceeds(const TableDifference& difference, double tolerance) {
  constexpr double kDust = 1e-12;  // of dividing decimals
  if (!difference.removed.empty()) return true;
  return std::any_of(difference.changes.begin(), difference.changes.end(),
                     [&](const CellChange& change) {
                       if (is_remark(difference.table, change.column)) return false;
                       return !change.relative || std::abs(*change.relative) > tolerance + kDust;
                     });
}

}  // namespace

int factors_diff(const FactorsWords& words) {
  const std::optional<double> tolerance = read_tolerance(words.tolerance);
  const Catalogue before = load_catalogue(words.data_dir.value_or(std::string()));
  const Catalogue after = load_catalogue(words.name());
  const std::vector<TableText> old_tables = before.tables(), new_tables = after.tables();
  std::vector<TableRows> rows;
  rows.reserve(2 * old_tables.size());
  Differences differences;
  for (std::size_t i = 0; i < old_tables.size(); ++i) {
    if (old_tables[i].sha256 == new_tables[i].sha256) continue;
    const TableRows& a = rows.emplace_back(read_rows(old_tables[i]));
    const TableRows& b = rows.emplace_back(read_rows(new_tables[i]));
    differences.push_back(difference(a, b));
  }
  write_stdout(words.json ? as_json(differences) : as_text(differences));
  const bool exceeded =
      tolerance && std::any_of(differences.begin(), differences.end(),
                               [&](const TableDifference& d) { return exceeds(d, *tolerance); });
  return exceeded ? kExceeded : kDone;
}

}  // namespace co2est::cli
