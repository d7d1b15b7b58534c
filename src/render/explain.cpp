// Knows the derivation of an estimate: each formula with its numbers, units and origins.
#include <fmt/format.h>

#include "render/explain_beside.hpp"
#include "render/explain_device.hpp"
#include "render/layout.hpp"
#include "render/number.hpp"
#include "render/words.hpp"

namespace co2est {
namespace rendering {
namespace {

void explain_facility(Page& page, const Estimate& e, const Catalogue& catalogue) {
  page.line(inked("2. Energy of the facility = energy x PUE", Ink::bold, page.style()));
  if (!e.energy || !e.facility_energy) {
    say(page, "unknown: " + why_unknown(e));
  } else if (!e.pue) {
    say(page, fmt::format("each run with its own PUE: {}", kwh_text(e.facility_energy->mid)));
  } else {
    say(page,
        fmt::format("{} x {} = {}", kwh_text(*e.energy), significant(e.pue->value.mid, kDigits),
                    kwh_text(e.facility_energy->mid)));
  }
  if (e.pue) {
    cite(page, fmt::format("{}; {}; {}", pue_words(*e.pue), to_text(e.pue->basis),
                           origin_words(e.pue->origin, catalogue)));
  }
  page.blank();
}

void explain_co2e(Page& page, const Estimate& e, const Catalogue& catalogue) {
  page.line(inked("3. CO2e = energy of the facility x carbon intensity", Ink::bold, page.style()));
  if (!e.co2e || !e.facility_energy) {
    say(page, "unknown: " + why_unknown(e));
  } else if (!e.grid) {
    say(page, fmt::format("each run with its own grid: {}", kg_text(e.co2e->mid)));
  } else {
    const Range<Intensity>& intensity = e.grid->intensity;
    say(page, fmt::format("{} x {} g/kWh = {}", kwh_text(e.facility_energy->mid),
                          significant(as_g_per_kwh(intensity.mid), kDigits), kg_text(e.co2e->mid)));
  }
  if (e.grid) {
    const Shown band = show(e.grid->intensity);
    const Origin& origin = e.grid->origin;  // without a source, grid_words tells it
    cite(page, fmt::format("{}{}{}; {}{}", band.interval(), band.has_band() ? ", " : "",
                           grid_words(*e.grid, catalogue), to_text(e.grid->basis),
                           origin.source_id.empty() ? "" : "; " + to_text(origin)));
  }
  page.blank();
}

void explain_interval(Page& page, const Estimate& e) {
  if (!e.co2e) return;
  page.line(
      inked(fmt::format("4. Interval of {:.0f} %", kInterval * 100), Ink::bold, page.style()));
  if (!e.co2e->has_band()) say(page, "none: no factor has a band");
  for (const GroupEffect& effect : e.effects) {
    say(page,
        fmt::format("{} moves the CO2e by {} at its low, by +{} at its high", cause_words(effect),
                    kg_text(effect.co2e_low), kg_text(effect.co2e_high)));
  }
  if (e.co2e->has_band()) {
    say(page,
        fmt::format("together, as independent factors: {} x exp(-+ root of the sum of squared "
                    "logs) = {}",
                    kg_text(e.co2e->mid), show(*e.co2e).interval()));
    say(page, "widest: " + widest_words(e));
  }
  page.blank();
}

void explain_equivalents(Page& page, const Estimate& e, const Catalogue& catalogue) {
  const std::vector<EquivalentFigure> figures = equivalents_of(e);
  if (figures.empty()) return;
  page.line(inked("As much as", Ink::bold, page.style()));
  for (const EquivalentFigure& figure : figures) {
    std::string range = range_words(figure);
    if (!range.empty()) range = fmt::format("({}) ", range.substr(0, range.size() - 2));
    say(page, fmt::format("{} {}{}", significant_exactly(figure.value, 2), range,
                          equivalent_words(figure, catalogue)));
  }
  page.blank();
}

void explain_sources(Page& page, const Estimate& e, const Catalogue& catalogue) {
  page.line(inked("Sources", Ink::bold, page.style()));
  for (const std::string_view id : source_ids_of(e, EquivalentsShown::all)) {
    const Source* source = catalogue.find_source(id);
    if (source == nullptr) {
      say(page, std::string(id));
      continue;
    }
    say(page, fmt::format("{}: {}: {}{}. {}", id, source->publisher, source->title,
                          source->year == 0 ? "" : fmt::format(", {}", source->year), source->url));
  }
  page.blank();
}

void explain(Page& page, const Estimate& e, bool total, const Catalogue& catalogue) {
  const std::string name = e.name.empty() ? (total ? "total" : "run") : e.name;
  page.title(printable(name, page.style()),
             total ? counted(e.runs, "run", "runs") : printable(hardware_of(e), page.style()));
  page.blank();
  total ? list_components(page, e) : explain_components(page, e, catalogue);
  explain_facility(page, e, catalogue);
  explain_co2e(page, e, catalogue);
  explain_interval(page, e);
  explain_beside(page, e, catalogue);
  explain_equivalents(page, e, catalogue);
}

}  // namespace
}  // namespace rendering

std::string render_explanation(const Report& report, const Catalogue& catalogue,
                               const TextStyle& style) {
  rendering::Page page(style);
  for (const Estimate& run : report.runs)
    rendering::explain(page, run, false, catalogue);
  if (report.total != nullptr) {
    rendering::explain(page, *report.total, report.many, catalogue);
    rendering::explain_sources(page, *report.total, catalogue);
  }
  return page.take();
}

}  // namespace co2est
