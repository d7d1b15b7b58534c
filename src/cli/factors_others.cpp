// Knows how a value that another source gives stands beside ours.
#include <fmt/core.h>

#include <algorithm>
#include <optional>
#include <string>

#include "cli/factors_show.hpp"
#include "cli/number.hpp"
#include "render/layout.hpp"
#include "text/enum_names.hpp"
#include "text/number_in.hpp"

namespace co2est::cli {
namespace {

/// One line of the comparison.
struct Other {
  std::string source, what, value, ours, note;
};

std::string beside(double ours, double theirs, std::string_view of, bool comparable) {
  if (!comparable || ours == 0) return fmt::format("ours {}{}", figure(ours), of);
  return fmt::format("ours {}{}, theirs x {:.2f}", figure(ours), of, theirs / ours);
}

/// Our value of a grid that means the same: of the accounting, in the year or the newest before it.
/// A value of unknown accounting stands beside our default, and no ratio is made.
std::string ours_of_grid(const Alternative& other, const Catalogue& catalogue) {
  const std::string_view wanted = other.accounting == "direct" ? "direct" : "lifecycle";
  const GridIntensity* ours = nullptr;
  const auto rows = catalogue.intensities_of(other.id);
  for (const GridIntensity& row : rows) {
    const bool means_it = name_in(kAccountingNames, row.accounting) == wanted;
    if (means_it && (other.year == 0 || row.year <= other.year) && row.gases == "co2e") ours = &row;
  }
  if (ours == nullptr) return "";
  return beside(as_g_per_kwh(ours->intensity.mid), other.value.mid,
                fmt::format(" {} of {}", wanted, ours->year),
                other.accounting == wanted && ours->year == other.year);
}

/// The cell of the row that it is about; of several years the newest.
std::string ours_of_cell(const Alternative& other, const Shown& shown) {
  std::string text;
  for (const TableRows& table : shown.tables) {
    if (table.name == "alternatives") continue;
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
      const auto ours = number_in(table.cell(row, other.column));
      if (ours && table.rows[row].front() == other.id)
        text = beside(*ours, other.value.mid, "", true);
    }
  }
  return text;
}

Other told(const Alternative& row, const Shown& shown) {
  Other other;
  other.source = row.source_id;
  other.what = row.column == "g_per_kwh" ? "" : std::string(row.column);
  if (row.year != 0) other.what += (other.what.empty() ? "" : " ") + std::to_string(row.year);
  other.value = figure(row.value.mid) + (row.unit == "1" ? "" : " " + std::string(row.unit));
  if (row.value.has_band())
    other.value += fmt::format(" ({} to {})", figure(row.value.low), figure(row.value.high));
  if (row.accounting == "unknown")
    other.value += ", accounting unknown";
  else if (!row.accounting.empty())
    other.value += " " + std::string(row.accounting);
  other.ours =
      row.column == "g_per_kwh" ? ours_of_grid(row, shown.catalogue) : ours_of_cell(row, shown);
  other.note = row.note;
  return other;
}

/// A line for what a provider publishes of a region on the grid.
Other told(const CloudYear& row) {
  return {std::string(row.source_id), std::to_string(row.year),
          fmt::format("{} g/kWh {}", figure(as_g_per_kwh(*row.intensity)),
                      name_in(kAccountingNames, row.accounting)),
          "", fmt::format("Of {}", row.region_id)};
}

}  // namespace

std::vector<const CloudYear*> published_of_regions(const Shown& shown) {
  std::vector<const CloudYear*> published;
  if (shown.table("grids") == nullptr) return published;
  for (const CloudRegion& region : shown.catalogue.cloud_regions()) {
    if (shown.ids.count(region.grid_id) == 0) continue;
    const CloudYear* newest = nullptr;
    for (const CloudYear& row : shown.catalogue.cloud_years()) {
      if (row.region_id == region.id && row.intensity) newest = &row;
    }
    if (newest != nullptr) published.push_back(newest);
  }
  return published;
}

std::string other_sources(const Shown& shown, const RowsPage& page) {
  std::vector<Other> others;
  for (const std::string& id : shown.ids) {
    for (const Alternative& row : shown.catalogue.alternatives_of(id))
      others.push_back(told(row, shown));
  }
  for (const CloudYear* row : published_of_regions(shown))
    others.push_back(told(*row));
  std::size_t source = 0, what = 0;
  for (const Other& other : others) {
    source = std::max(source, other.source.size());
    what = std::max(what, other.what.size());
  }
  const std::size_t indent = 2 + source + 2 + what + (what == 0 ? 0 : 2);
  const std::size_t room = page.width == std::string::npos ? page.width
                           : page.width > indent + 20      ? page.width - indent
                                                           : 20;
  std::string text;
  for (const Other& other : others) {
    std::string rest = other.value + (other.ours.empty() ? "" : "; " + other.ours);
    if (!other.note.empty()) rest += ". " + other.note;
    std::string head = fmt::format("  {:<{}}  {:<{}}{}", other.source, source, other.what, what,
                                   what == 0 ? "" : "  ");
    for (const std::string& line : rendering::wrapped(rest, room)) {
      text += head + line + "\n";
      head.assign(indent, ' ');
    }
  }
  return text;
}

}  // namespace co2est::cli
