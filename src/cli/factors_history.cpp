// Knows how the years of a grid and of a cloud region are laid out.
#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "cli/factors_show.hpp"
#include "cli/number.hpp"
#include "render/layout.hpp"
#include "text/number_in.hpp"

namespace co2est::cli {
namespace {

/// Of a cell that the rules of its table accept.
double number(std::string_view cell) {
  return number_in(cell).value_or(0);
}

/// Rows of a series that were made alike, and the editions that they come from.
struct Making {
  std::string how;       ///< "production, average, grid losses excluded, measured"
  std::string editions;  ///< "eGRID2016, eGRID2021"
};

/// A column of a history: rows that mean the same.
struct Series {
  std::string name;  ///< "lifecycle co2e"
  std::vector<Making> makings;
  std::map<std::string_view, std::string_view> values;  ///< by year
};

void add_making(Series& series, const TableRows& table, std::size_t row) {
  const std::string how =
      fmt::format("{}, {}, grid losses {}, {}", table.cell(row, "side"), table.cell(row, "signal"),
                  table.cell(row, "losses"), table.cell(row, "quality"));
  const std::string edition(table.cell(row, "edition"));
  auto making = std::find_if(series.makings.begin(), series.makings.end(),
                             [&](const Making& held) { return held.how == how; });
  if (making == series.makings.end()) making = series.makings.insert(making, {how, edition});
  if (making->editions.find(edition) == std::string::npos) making->editions += ", " + edition;
}

/// Lifecycle first, as it is the default; then in the order of the table.
std::vector<Series> series_of(const TableRows& table) {
  std::vector<Series> all;
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    const std::string name =
        fmt::format("{} {}", table.cell(row, "accounting"), table.cell(row, "gases"));
    auto series =
        std::find_if(all.begin(), all.end(), [&](const Series& held) { return held.name == name; });
    if (series == all.end()) series = all.insert(all.end(), {name, {}, {}});
    series->values[table.cell(row, "year")] = table.cell(row, "g_per_kwh");
    add_making(*series, table, row);
  }
  std::stable_partition(all.begin(), all.end(),
                        [](const Series& series) { return series.name.starts_with("lifecycle"); });
  return all;
}

double greatest(const Series& series) {
  double most = 0;
  for (const auto& [year, value] : series.values)
    most = std::max(most, number(value));
  return most;
}

void add_remark(std::string& text, const std::string& remark, const RowsPage& page) {
  constexpr std::size_t kProse = 100;
  bool first = true;
  for (const std::string& line : rendering::wrapped(remark, std::min(page.width, kProse) - 4)) {
    text += (first ? "  " : "    ") + line + "\n";
    first = false;
  }
}

std::string remarks(const std::vector<Series>& all, const TableRows& table, const RowsPage& page) {
  std::string text;
  for (const Series& series : all) {
    std::string remark = series.name + ":";
    for (const Making& making : series.makings)
      remark += (&making == series.makings.data() ? " " : "; ") + making.how + ", edition " +
                making.editions;
    add_remark(text, remark, page);
  }
  const std::size_t last = table.rows.size() - 1;
  if (const std::string_view note = table.cell(last, "note"); !note.empty())
    add_remark(text, fmt::format("{}: {}", table.cell(last, "year"), note), page);
  return text;
}

}  // namespace

std::string grid_history(const TableRows& table, const RowsPage& page) {
  constexpr std::size_t kYear = 4, kBar = 30;
  const std::vector<Series> all = series_of(table);
  std::map<std::string_view, bool> years;
  for (const Series& series : all) {
    for (const auto& [year, value] : series.values)
      years[year] = true;
  }
  std::string text = fmt::format("  {:>{}}", "year", kYear);
  std::size_t width = 2 + kYear;
  for (const Series& series : all) {
    text += "  " + series.name;
    width += 2 + series.name.size();
  }
  text += "\n";
  const bool drawn = page.width > width + 2 + kBar && greatest(all.front()) > 0;
  for (const auto& [year, held] : years) {
    std::string line = fmt::format("  {:>{}}", year, kYear);
    for (const Series& series : all) {
      const auto value = series.values.find(year);
      line += fmt::format("  {:>{}}", value == series.values.end() ? "" : value->second,
                          series.name.size());
    }
    const auto first = all.front().values.find(year);
    if (drawn && first != all.front().values.end())
      line +=
          "  " + rendering::bar(number(first->second) / greatest(all.front()), kBar, page.style);
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  }
  return text + remarks(all, table, page);
}

std::string region_history(const TableRows& table, const RowsPage& page) {
  std::string text = fmt::format("  {:>4}  {:>5}  {:>6}  {:<10}  {}\n", "year", "CFE", "g/kWh",
                                 "accounting", "source");
  std::string_view before;
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    const std::string_view accounting = table.cell(row, "accounting");
    if (!before.empty() && accounting != before)
      text += fmt::format("  from {} on {} instead of {}: the method changed, not the grid\n",
                          table.cell(row, "year"), accounting, before);
    before = accounting;
    const std::string_view share = table.cell(row, "cfe_share");
    std::string line =
        fmt::format("  {:>4}  {:>5}  {:>6}  {:<10}  {}", table.cell(row, "year"),
                    share.empty() ? "" : figure(number(share) * 100) + " %",
                    table.cell(row, "g_per_kwh"), accounting, table.cell(row, "source_id"));
    text += rendering::shortened(line, page.width, page.style) + "\n";
  }
  add_remark(
      text,
      "CFE: hourly carbon-free energy after the provider's purchases; market side, never turned "
      "into grams",
      page);
  return text;
}

}  // namespace co2est::cli
