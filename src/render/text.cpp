// Knows the text report of one run: headline, components, and what to think of them.
#include "render/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "render/formats.hpp"
#include "render/number.hpp"
#include "render/words.hpp"
#include "text/vendor.hpp"

namespace co2est::rendering {
namespace {

/// Texts that come from outside pass here before they are drawn.
void row(Page& page, std::string_view label, const std::string& value, const std::string& detail,
         Ink ink = Ink::plain) {
  page.row(label, printable(value, page.style()), printable(detail, page.style()), ink);
}

void write_co2e(Page& page, const Estimate& e) {
  if (!e.co2e) return row(page, "CO2e", "unknown", why_unknown(e), Ink::bold);
  const Shown co2e = show(*e.co2e);
  std::string detail = co2e.has_band()
                           ? fmt::format("{}, {:.0f} % interval", co2e.interval(), kInterval * 100)
                           : "no interval: no factor has a band";
  const std::string scope = narrow_scope_of(e);
  if (!scope.empty()) detail.append(", ").append(scope);
  row(page, "CO2e", co2e.value(), detail, Ink::bold);
  if (e.with_host_co2e) {
    const bool more = *e.with_host_co2e > e.co2e->mid;
    row(page, "With host", more ? mass_like(e, *e.with_host_co2e) : co2e.value(),
        more ? "with a model of the rest of the server"
             : "no more: the CPUs and memory use what the model of a server adds");
  }
}

void write_energy(Page& page, const Estimate& e) {
  if (!e.facility_energy) return row(page, "Energy", "unknown", "");
  std::string detail;
  if (e.energy && e.scope == "facility") {
    detail = "of the whole facility, as stated";
  } else if (e.energy) {
    const std::string pue = e.pue ? " x " + named_pue_words(*e.pue) : ", the PUE differs by run";
    detail = energy_like(e, *e.energy) + " at the hardware" + pue;
  }
  row(page, "Energy", show(*e.facility_energy).value(), detail);
  if (e.idle_energy) {
    row(page, "Idle", energy_like(e, *e.idle_energy), "of it by reserved nodes that did no work");
  }
}

void write_grid(Page& page, const Estimate& e, const Catalogue& catalogue) {
  if (!e.grid) return row(page, "Grid", "differs", "by run");
  const Shown intensity = show(e.grid->intensity);
  const std::string band = intensity.has_band() ? intensity.interval() + ", " : "";
  row(page, "Grid", intensity.value(), band + grid_words(*e.grid, catalogue));
}

/// The first, or all of them where they were asked for.
void write_equivalents(Page& page, const Estimate& e, const Catalogue& catalogue, bool all) {
  std::vector<EquivalentFigure> figures = equivalents_of(e);
  if (!all && figures.size() > 1) figures.resize(1);
  for (const EquivalentFigure& figure : figures) {
    const bool cars = figure.row->key == "car_lifetimes";
    row(page, cars ? "Cars" : "Equals", significant_exactly(figure.value, 2),
        range_words(figure) + equivalent_words(figure, catalogue));
  }
}

/// " (over 4 y x 0.75 of use)": with another pair of the two the share is up to four times another.
std::string written_off_words(const Estimate& e) {
  if (!e.embodied) return {};
  return fmt::format(" (over {} y x {} of use)",
                     significant(as_hours(e.embodied->lifetime.mid) / kHoursPerYear),
                     significant(e.embodied->utilization.mid));
}

void write_bill(Page& page, const Estimate& e, const Range<double>& amount, Currency currency,
                const Catalogue& catalogue) {
  const Shown bill = show_bill(amount, currency);
  std::string detail = bill.has_band() ? bill.interval() + ", " : std::string();
  detail += "electricity";
  if (e.electricity_price) detail += " at " + price_words(*e.electricity_price, catalogue);
  row(page, "Power bill", bill.value(), detail);
}

void write_beside(Page& page, const Estimate& e, const Catalogue& catalogue) {
  if (e.market_co2e) {
    const std::string instrument = e.market ? e.market->instrument : std::string();
    row(page, "Market", mass_like(e, *e.market_co2e),
        fmt::format("by contract, not what the grid emitted{}{}", instrument.empty() ? "" : ": ",
                    instrument));
  }
  if (e.embodied_co2e) {
    const Shown embodied = show(*e.embodied_co2e);
    row(page, "Embodied", embodied.value(),
        (embodied.has_band() ? embodied.interval() + ", " : std::string()) +
            "share of making the hardware" + written_off_words(e) + ", not in the CO2e above");
  }
  if (e.water_l) {
    const Shown water = show(*e.water_l, "L");
    row(page, "Water", water.value(),
        (water.has_band() ? water.interval() + ", " : std::string()) +
            "on site and at power plants");
  }
  if (e.cost.electricity_usd)
    write_bill(page, e, *e.cost.electricity_usd, Currency::usd, catalogue);
  if (e.cost.electricity_eur)
    write_bill(page, e, *e.cost.electricity_eur, Currency::eur, catalogue);
  if (e.cost.compute_usd) {
    const Range<double>& rent = *e.cost.compute_usd;
    const std::string to = rent.has_band() ? fmt::format("to {}, ", show_usd(rent.high)) : "";
    row(page, "Rent", show_usd(rent.low), to + "devices by the hour, electricity included");
  }
}

Ink ink_of(Basis basis) {
  constexpr std::array<Ink, 4> kInks{Ink::green, Ink::cyan, Ink::yellow, Ink::red};
  return kInks.at(static_cast<std::size_t>(basis));
}

struct ComponentCells {
  std::string kind, device, energy, words;
  double share = 0;
  Basis basis = Basis::assumed;
  bool comparable = true;  ///< the energy of every component is known
};

/// Without the kind, which has a column of its own.
std::string short_device_of(const ComponentFigure& c) {
  const std::string device = device_of(c);
  const std::string_view kind = to_text(c.kind);
  if (!c.model.empty() || !device.ends_with(kind)) return without_vendors(device);
  return device.substr(0, device.size() - std::min(device.size(), kind.size() + 1));
}

std::vector<ComponentCells> cells_of(const Estimate& e, const TextStyle& style) {
  Energy sum{};
  bool all_known = true;
  for (const ComponentFigure& c : e.components) {
    sum += c.energy;
    all_known = all_known && c.energy_known;
  }
  std::vector<ComponentCells> rows;
  for (const ComponentFigure& c : e.components) {
    const bool known = c.energy_known;
    rows.push_back({std::string(to_text(c.kind)), printable(short_device_of(c), style),
                    known ? energy_like(e, c.energy) : "unknown", evidence_of(c),
                    all_known && as_kwh(sum) > 0 ? c.energy / sum : 0, c.basis, all_known});
  }
  return rows;
}

std::size_t widest_of(const std::vector<ComponentCells>& rows, std::string ComponentCells::*cell) {
  std::size_t width = 0;
  for (const ComponentCells& r : rows)
    width = std::max(width, columns_of(r.*cell));
  return width;
}

constexpr std::size_t kLeastDevice = 12;  // columns of the name of a device

/// What a page leaves for the devices and their bars.
std::size_t free_columns(const Page& page, const std::vector<ComponentCells>& rows) {
  constexpr std::size_t kGaps = 2 + 2 + 2 + 2 + 1 + 5 + 2;
  const std::size_t fixed = kGaps + widest_of(rows, &ComponentCells::kind) +
                            widest_of(rows, &ComponentCells::energy) +
                            widest_of(rows, &ComponentCells::words);
  return page.width() > fixed ? page.width() - fixed : 0;
}

/// The components' cells; a page too narrow for the evidence shows its basis alone.
std::vector<ComponentCells> fitting_cells(const Page& page, const Estimate& e) {
  std::vector<ComponentCells> rows = cells_of(e, page.style());
  const std::size_t least = std::min(widest_of(rows, &ComponentCells::device), kLeastDevice);
  if (free_columns(page, rows) >= least) return rows;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (e.components[i].energy_known) rows[i].words = to_text(rows[i].basis);
  }
  return rows;
}

}  // namespace

void write_title(Page& page, const Estimate& e, bool many) {
  const std::string_view dot = page.style().utf8 ? " · " : " - ";
  std::string facts = many ? counted(e.runs, "run", "runs") : without_vendors(hardware_of(e));
  if (e.duration) facts.append(facts.empty() ? "" : dot).append(show_hours(*e.duration));
  if (!many && e.repeat != 1)
    facts.append(" in ").append(significant(e.repeat, 6)).append(" repeats");
  if (!e.method.empty()) facts.append(facts.empty() ? "" : dot).append(e.method);
  const std::string name = e.name.empty() ? (many ? "total" : "run") : e.name;
  page.title(printable(name, page.style()), printable(facts, page.style()));
  page.blank();
}

void write_headline(Page& page, const Estimate& e, const Catalogue& catalogue,
                    bool all_equivalents) {
  write_co2e(page, e);
  write_energy(page, e);
  write_grid(page, e, catalogue);
  write_equivalents(page, e, catalogue, all_equivalents);
  write_beside(page, e, catalogue);
}

void write_components(Page& page, const Estimate& e) {
  constexpr std::size_t kLeastBar = 8, kMostBar = 40;
  const std::vector<ComponentCells> rows = fitting_cells(page, e);
  if (rows.empty()) return;
  const std::size_t kind = widest_of(rows, &ComponentCells::kind);
  const std::size_t energy = widest_of(rows, &ComponentCells::energy);
  const std::size_t free = free_columns(page, rows);
  const std::size_t least_bar = free < kLeastBar + kLeastDevice ? 0 : kLeastBar;
  const std::size_t device =
      std::min(widest_of(rows, &ComponentCells::device), std::max(free, kLeastDevice) - least_bar);
  const std::size_t bar_width = least_bar == 0 ? 0 : std::min(free - device, kMostBar);
  page.blank();
  for (const ComponentCells& r : rows) {
    std::string line(2, ' ');
    line += left_in(r.kind, kind) + "  " +
            left_in(shortened(r.device, device, page.style()), device) + "  ";
    line += right_in(r.energy, energy) + "  ";
    if (r.comparable) {
      if (bar_width > 0) {
        line += inked(bar(r.share, bar_width, page.style()), ink_of(r.basis), page.style());
      }
      line += ' ' + right_in(show_share(r.share), 5) + "  ";
    }
    line += r.words;
    page.line(line);
  }
}

void write_closing(Page& page, const Estimate& e, const Catalogue& catalogue) {
  page.blank();
  const std::string widest = printable(widest_words(e), page.style());
  if (!widest.empty()) page.remark("Widest", fmt::format("{}. {}", widest, advice_for(e)));
  for (const Note* note : notes_by_weight(e)) {
    const bool warning = severity_of(*note) == Severity::warning;
    const std::string times = note->times > 1 ? ", " + counted(note->times, "run", "runs") : "";
    page.remark(
        warning ? "Warning" : "Note",
        printable(fmt::format("{} ({}{})", text_of(*note), code_of(*note), times), page.style()),
        warning ? Ink::yellow : Ink::plain);
  }
  page.remark("Factors", fmt::format("catalogue {}, `co2est explain` shows each step",
                                     short_fingerprint(catalogue)));
}

std::string render_text(const Report& report, const Catalogue& catalogue, const TextStyle& style) {
  if (report.many || report.total == nullptr) return render_many(report, catalogue, style);
  Page page(style);
  write_title(page, *report.total, false);
  write_headline(page, *report.total, catalogue, report.equivalents_asked);
  write_components(page, *report.total);
  write_closing(page, *report.total, catalogue);
  return page.take();
}

}  // namespace co2est::rendering
