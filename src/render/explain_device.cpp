#include "render/explain_device.hpp"

#include <fmt/format.h>

#include <cmath>

#include "render/number.hpp"
#include "render/words.hpp"

namespace co2est::rendering {
namespace {

std::string hours_text(Duration time) {
  return significant(as_hours(time), kDigits) + " h";
}
std::string watts_text(Power power) {
  return significant(as_watts(power), kDigits) + " W";
}

/// "390 TFLOP": the largest unit of which it is at least one.
std::string flop_text(double flop) {
  constexpr std::string_view kPrefixes = "EPTG";
  std::size_t at = 0;
  for (flop /= 1e18; at + 1 < kPrefixes.size() && flop < 1; ++at)
    flop *= 1e3;
  return fmt::format("{} {}FLOP", significant(flop, kDigits), kPrefixes[at]);
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

/// Who gives what the run does not say: the TDP, its default share, W per GB.
std::string factor_origins(const ComponentFigure& c, const Estimate& e,
                           const Catalogue& catalogue) {
  std::string text;
  const auto add = [&](std::string_view what, std::string_view source_ids) {
    text += fmt::format("; {} by the catalogue ({})", what, citation_of(source_ids, catalogue));
  };
  const auto add_row = [&](std::string_view what, std::string_view id) {
    add(what, catalogue.parameter(id).source_id);
  };
  if (c.evidence == Evidence::utilization || c.evidence == Evidence::model) {
    add("TDP", c.tdp_source);
  }
  if (c.evidence == Evidence::model) {
    add_row("share of it", c.kind == DeviceKind::cpu ? "cpu.fraction" : "tdp.fraction");
  }
  if (c.evidence == Evidence::memory && c.inputs.memory_gb > 0) {
    add_row("W per GB", "dram.w_per_gb.first128");
  } else if (c.evidence == Evidence::memory) {
    add_row("W per module", "dram.w_per_dimm");
  }
  if (c.evidence == Evidence::host_model && e.host_model) {
    add_row("ratio", e.host_model->of_server ? "host.server" : "host.single");
  }
  return text;
}

}  // namespace

std::string label_of(const ComponentFigure& c) {
  const std::string device = device_of(c);
  if (c.model.empty() && device.ends_with(to_text(c.kind))) return device;
  return fmt::format("{} {}", to_text(c.kind), device);
}

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

std::string repeats_text(const Estimate& e) {
  return e.repeat == 1 ? std::string() : fmt::format(" x {} repeats", significant(e.repeat, 6));
}

std::string kwh_text(Energy energy) {
  return significant(as_kwh(energy), kDigits) + " kWh";
}
std::string kg_text(Mass mass) {
  return significant(as_kilograms(mass), kDigits) + " kg";
}
void say(Page& page, const std::string& text) {
  page.paragraph(2, printable(text, page.style()));
}

void cite(Page& page, const std::string& text) {
  page.paragraph(4, printable(text, page.style()));
}

std::string origin_words(const Origin& origin, const Catalogue& catalogue) {
  std::string text = to_text(origin);
  if (origin.source_id.empty()) return text;
  return fmt::format("{}; {}", text, citation_of(origin.source_id, catalogue));
}

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
  for (const ComponentFigure& c : e.components) {
    const bool repeated = c.evidence != Evidence::host_model;
    const std::string result = c.energy_known ? kwh_text(c.energy) : "unknown";
    say(page, fmt::format("{}: {}{} = {}", label_of(c), component_formula(c, e),
                          repeated ? repeats_text(e) : "", result));
    cite(page, fmt::format("{}; {}{}", evidence_of(c), origin_words(c.origin, catalogue),
                           factor_origins(c, e, catalogue)));
  }
  if (e.energy) say(page, fmt::format("sum: {}", kwh_text(*e.energy)));
  page.blank();
}

}  // namespace co2est::rendering
