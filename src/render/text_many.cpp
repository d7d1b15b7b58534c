// Knows the text report of many runs: a line each in aligned columns, then their total.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "render/number.hpp"
#include "render/text.hpp"
#include "render/words.hpp"
#include "text/vendor.hpp"

namespace co2est::rendering {
namespace {

enum Cell : std::size_t {
  kName,
  kValue,
  kUnit,
  kInterval90,
  kUnitOfInterval,
  kEnergy,
  kUnitOfEnergy,
  kRent,
  kHours,
  kGrid,
  kHardware,
  kCells
};

using Cells = std::array<std::string, kCells>;
using Widths = std::array<std::size_t, kCells>;

struct Layout {
  Widths width{};
  bool rent = false, hours = false, grid = false,
       hardware = false;  ///< shown where the page is wide enough
};

std::string grid_of(const Estimate& e) {
  if (!e.grid) return {};
  return e.grid->id.empty() ? show(e.grid->intensity).value() : e.grid->id;
}

Cells cells_of(const Estimate& e, std::string_view name, const TextStyle& style) {
  Cells cells;
  cells[kName] = printable(name, style);
  cells[kValue] = "unknown";
  if (e.co2e) {
    const Shown co2e = show(*e.co2e);
    cells[kValue] = co2e.mid;
    cells[kUnit] = co2e.unit;
    if (co2e.has_band()) {
      cells[kInterval90] = fmt::format("{} to {}", co2e.low, co2e.high);
      cells[kUnitOfInterval] = co2e.unit;
    }
  }
  if (e.facility_energy) {
    const Shown energy = show(*e.facility_energy);
    cells[kEnergy] = energy.mid;
    cells[kUnitOfEnergy] = energy.unit;
  } else {
    cells[kEnergy] = "unknown";
  }
  if (e.cost.compute_usd) cells[kRent] = show_usd(*e.cost.compute_usd);
  if (e.duration) cells[kHours] = show_hours(*e.duration);
  cells[kGrid] = printable(grid_of(e), style);
  cells[kHardware] = printable(without_vendors(hardware_of(e)), style);
  return cells;
}

Cells head_cells() {
  Cells cells;
  cells[kName] = "run";
  cells[kValue] = "CO2e";
  cells[kInterval90] = fmt::format("{:.0f} % interval", kInterval * 100);
  cells[kEnergy] = "energy";
  cells[kRent] = "rent";
  cells[kHours] = "hours";
  cells[kGrid] = "grid";
  cells[kHardware] = "hardware";
  return cells;
}

Layout layout_of(const std::vector<Cells>& rows, std::size_t page) {
  constexpr std::size_t kLeastName = 12, kMostName = 60, kLeastHardware = 24, kMostHardware = 60;
  Layout layout;
  for (const Cells& cells : rows) {
    for (std::size_t i = 0; i < kCells; ++i) {
      layout.width[i] = std::max(layout.width[i], columns_of(cells[i]));
    }
  }
  Widths& width = layout.width;
  const std::size_t fixed = 2 + 2 + width[kValue] + 1 + width[kUnit] + 2 + width[kInterval90] + 1 +
                            width[kUnitOfInterval] + 2 + width[kEnergy] + 1 + width[kUnitOfEnergy];
  std::size_t room = page > fixed ? page - fixed : 0;
  width[kName] = std::min({width[kName], std::max(room, kLeastName), kMostName});
  room -= std::min(room, width[kName]);
  const auto fits = [&room](std::size_t columns) {
    const bool enough = columns + 2 <= room;
    if (enough) room -= columns + 2;
    return enough;
  };
  const auto known = [&rows](Cell cell) {
    return std::any_of(rows.begin() + 1, rows.end(),
                       [cell](const Cells& cells) { return !cells[cell].empty(); });
  };
  layout.rent = known(kRent) && fits(width[kRent]);
  layout.hours = known(kHours) && fits(width[kHours]);
  layout.grid = known(kGrid) && layout.hours == known(kHours) && fits(width[kGrid]);
  const std::size_t least = std::min(width[kHardware], kLeastHardware);
  width[kHardware] = std::min({width[kHardware], kMostHardware, room > 2 ? room - 2 : 0});
  layout.hardware = known(kHardware) && layout.grid == known(kGrid) && width[kHardware] >= least;
  return layout;
}

void write_line(Page& page, const Layout& layout, const Cells& cells, Ink ink) {
  const Widths& width = layout.width;
  const TextStyle& style = page.style();
  std::string line(2, ' ');
  line += left_in(shortened(cells[kName], width[kName], style), width[kName]);
  const std::string value =
      right_in(cells[kValue], width[kValue]) + " " + left_in(cells[kUnit], width[kUnit]);
  line += "  " + inked(value, ink == Ink::plain ? Ink::bold : ink, style);
  line += "  " + right_in(cells[kInterval90], width[kInterval90]) + " " +
          left_in(cells[kUnitOfInterval], width[kUnitOfInterval]);
  line += "  " + right_in(cells[kEnergy], width[kEnergy]) + " " +
          left_in(cells[kUnitOfEnergy], width[kUnitOfEnergy]);
  if (layout.rent) line += "  " + right_in(cells[kRent], width[kRent]);
  if (layout.hours) line += "  " + right_in(cells[kHours], width[kHours]);
  if (layout.grid) line += "  " + left_in(cells[kGrid], width[kGrid]);
  if (layout.hardware) line += "  " + shortened(cells[kHardware], width[kHardware], style);
  page.line(ink == Ink::dim ? inked(line.substr(0, line.find_last_not_of(' ') + 1), ink, style)
                            : line);
}

void write_runs(Page& page, const Report& report) {
  std::vector<Cells> rows{head_cells()};
  for (const Estimate& run : report.runs) {
    rows.push_back(cells_of(run, run.name.empty() ? "run" : run.name, page.style()));
  }
  if (report.total != nullptr) rows.push_back(cells_of(*report.total, "total", page.style()));
  const Layout layout = layout_of(rows, page.width());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (report.total != nullptr && i + 1 == rows.size()) page.blank();
    write_line(page, layout, rows[i], i == 0 ? Ink::dim : Ink::plain);
  }
  page.blank();
}

}  // namespace

std::string render_many(const Report& report, const Catalogue& catalogue, const TextStyle& style) {
  Page page(style);
  if (report.total != nullptr) write_title(page, *report.total, true);
  if (!report.runs.empty()) write_runs(page, report);
  if (report.total == nullptr) return page.take();
  write_headline(page, *report.total, catalogue, report.equivalents_asked);
  write_components(page, *report.total);
  write_closing(page, *report.total, catalogue);
  return page.take();
}

}  // namespace co2est::rendering
