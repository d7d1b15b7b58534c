// Knows the derivation of an estimate: each formula with its numbers, units and origins.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "render/estimate_json.hpp"
#include "render/layout.hpp"
#include "render/number.hpp"
#include "render/words.hpp"

namespace co2est {
namespace rendering {
namespace {

constexpr int kDigits = 5;  // so that a reader who multiplies arrives at the printed result

std::string kwh_text(Energy energy) {
  return significant(as_kwh(energy), kDigits) + " kWh";
}
std::string kg_text(Mass mass) {
  return significant(as_kilograms(mass), kDigits) + " kg";
}
std::string hours_text(Duration time) {
  return significant(as_hours(time), kDigits) + " h";
}
std::string watts_text(Power power) {
  return significant(as_watts(power), kDigits) + " W";
}

void say(Page& page, const std::string& text) {
  page.paragraph(2, printable(text, page.style()));
}
/// Where the line above comes from.
void cite(Page& page, const std::string& text) {
  page.paragraph(4, printable(text, page.style()));
}

/// "390 TFLOP": the largest unit of which it is at least one.
std::string flop_text(double flop) {
  constexpr std::string_view kPrefixes = "EPTG";
  std::size_t at = 0;
  for (flop /= 1e18; at + 1 < kPrefixes.size() && flop < 1; ++at)
    flop *= 1e3;
  return fmt::format("{} {}FLOP", significant(flop, kDigits), kPrefixes[at]);
}

/// Device hours: "8 x 72 h" where so many ran for the whole time of one repeat.
std::string device_hours_text(const Derivation& in, const Estimate& e) {
  if (in.flop > 0 && in.achieved_flop_per_s > 0) {
    return fmt::format("{} ({} / {}/s)", hours_text(in.device_hours), flop_text(in.flop),
                       flop_text(in.achieved_flop_per_s));
  }
  const double span = e.duration ? as_hours(*e.duration) / e.repeat : 0;
  const double devices = span > 0 ? std::round(as_hours(in.device_hours) / span) : 0;
  const bool all_the_time = std::abs(as_hours(in.device_hours) - devices * span) < 1e-9 * span;
  if (devices < 2 || !all_the_time) return hours_text(in.device_hours);
  return fmt::format("{} x {}", significant(devices, 9), hours_text(hours(span)));
}

/// Repeats are in the accelerators' energy already.
std::string host_formula(const Estimate& e) {
  Energy accelerators{};
  for (const ComponentFigure& c : e.components) {
    if (c.kind == DeviceKind::gpu || c.kind == DeviceKind::tpu) accelerators += c.energy;
  }
  const double factor = e.host_model ? e.host_model->factor.mid : 1;
  return fmt::format("the rest of the server: {} of accelerators x ({} - 1)",
                     kwh_text(accelerators), significant(factor, kDigits));
}

std::string component_formula(const ComponentFigure& c, const Estimate& e) {
  const Derivation& in = c.inputs;
  const auto hours_formula = [&e](const Derivation& from) { return device_hours_text(from, e); };
  switch (c.evidence) {
    case Evidence::energy:
      return "energy as stated";
    case Evidence::intervals:
      return "sum of the stated intervals";
    case Evidence::power:
      return fmt::format("{} x {}", watts_text(in.power), hours_formula(in));
    case Evidence::utilization:
      return fmt::format("TDP {} x utilization {} x {}", watts_text(in.tdp),
                         significant(in.fraction, kDigits), hours_formula(in));
    case Evidence::model:
      return fmt::format("TDP {} x {} of it x {}", watts_text(in.tdp),
                         significant(in.fraction, kDigits), hours_formula(in));
    case Evidence::memory:
      if (!(in.memory_gb > 0)) {
        return fmt::format("{} for one module x {}", watts_text(in.power), hours_formula(in));
      }
      return fmt::format("{} for {} GB x {}", watts_text(in.power),
                         significant(in.memory_gb, kDigits), hours_formula(in));
    case Evidence::host_model:
      return host_formula(e);
    case Evidence::none:
      break;
  }
  return "no evidence";
}

std::string origin_words(const Origin& origin, const Catalogue& catalogue) {
  std::string text = to_text(origin);
  if (origin.source_id.empty()) return text;
  return fmt::format("{}; {}", text, citation_of(origin.source_id, catalogue));
}

/// "gpu 8 x Tesla P100", "2 x cpu", "host": the kind once.
std::string label_of(const ComponentFigure& c) {
  const std::string device = device_of(c);
  if (c.model.empty() && device.ends_with(to_text(c.kind))) return device;
  return fmt::format("{} {}", to_text(c.kind), device);
}

/// A total has groups of components, whose inputs differ by run.
void list_components(Page& page, const Estimate& e) {
  page.line(inked("1. Energy of each kind, model and basis", Ink::bold, page.style()));
  for (const ComponentFigure& c : e.components) {
    say(page, fmt::format("{}: {}, {}", label_of(c),
                          c.energy_known ? kwh_text(c.energy) : "unknown", to_text(c.basis)));
  }
  if (e.energy) say(page, fmt::format("sum: {}", kwh_text(*e.energy)));
  page.blank();
}

void explain_components(Page& page, const Estimate& e, const Catalogue& catalogue) {
  page.line(inked("1. Energy of each device", Ink::bold, page.style()));
  const std::string repeats = " x " + significant(e.repeat, 6) + " repeats";
  for (const ComponentFigure& c : e.components) {
    const bool repeated = e.repeat != 1 && c.evidence != Evidence::host_model;
    const std::string result = c.energy_known ? kwh_text(c.energy) : "unknown";
    say(page, fmt::format("{}: {}{} = {}", label_of(c), component_formula(c, e),
                          repeated ? repeats : "", result));
    cite(page, fmt::format("{}; {}", evidence_of(c), origin_words(c.origin, catalogue)));
  }
  if (e.energy) say(page, fmt::format("sum: {}", kwh_text(*e.energy)));
  page.blank();
}

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

std::string cause_words(const GroupEffect& effect) {
  constexpr std::array<std::string_view, 6> kCauses{
      "power", "throughput", "extrapolation", "model of the host", "grid", "PUE"};
  constexpr std::array<std::string_view, 12> kClasses{
      "",           "meter",       "counter",      "sampled", "RAPL",     "stated value",
      "at the TDP", "utilization", "share of TDP", "load",    "W per GB", "logged range"};
  std::string text(kCauses.at(static_cast<std::size_t>(effect.key.cause)));
  const std::string_view by = kClasses.at(static_cast<std::size_t>(effect.key.power_class));
  if (effect.key.cause == Cause::power && !by.empty()) text += fmt::format(" ({})", by);
  return text;
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
    say(page, fmt::format("{} {} ({})", significant_exactly(figure.value, 2), figure.row->name,
                          citation_of(figure.row->source_id, catalogue)));
  }
  page.blank();
}

bool has_figures_beside(const Estimate& e) {
  return e.embodied_co2e || e.market_co2e || e.water_l || e.cost.electricity_usd ||
         e.cost.compute_usd;
}

void explain_beside(Page& page, const Estimate& e) {
  if (!has_figures_beside(e)) return;
  page.line(inked("Beside it, never added", Ink::bold, page.style()));
  if (e.embodied_co2e) {
    say(page,
        "embodied = device hours x (device + host / devices per host) / (lifetime x "
        "utilization) = " +
            kg_text(e.embodied_co2e->mid));
  }
  if (e.market_co2e) {
    const std::string at =
        e.market ? show(Range<Intensity>::exact(e.market->intensity)).value() + " = " : "";
    say(page, "market-based = energy of the facility x " + at + kg_text(*e.market_co2e));
  }
  if (e.water_l && e.water) {
    say(page, fmt::format("water = energy x {} L/kWh + energy of the facility x {} L/kWh = {} L",
                          significant(e.water->wue_l_per_kwh.mid, kDigits),
                          significant(e.water->source_l_per_kwh.mid, kDigits),
                          significant(e.water_l->mid, kDigits)));
  }
  if (e.cost.electricity_usd && e.electricity_usd_per_kwh) {
    say(page, fmt::format("electricity = energy of the facility x ${}/kWh = ${}",
                          significant(e.electricity_usd_per_kwh->mid, kDigits),
                          significant(e.cost.electricity_usd->mid, kDigits)));
  }
  if (e.cost.compute_usd) say(page, "rent of the devices = " + show_usd(*e.cost.compute_usd));
  page.blank();
}

void explain_sources(Page& page, const Estimate& e, const Catalogue& catalogue) {
  page.line(inked("Sources", Ink::bold, page.style()));
  for (const std::string_view id : source_ids_of(e)) {
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
  explain_beside(page, e);
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
