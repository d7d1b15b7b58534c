// Knows Markdown: a paragraph and a table for a paper, and the metadata of a model card.
#include <fmt/format.h>

#include <string>
#include <string_view>

#include "render/estimate_json.hpp"
#include "render/formats.hpp"
#include "render/layout.hpp"
#include "render/number.hpp"
#include "render/words.hpp"

namespace co2est::rendering {
namespace {

/// Text from outside: no markup, no table cell and no line of its own.
std::string escaped(std::string_view text) {
  constexpr std::string_view kMarkup = "\\`*_[]<>|#";
  std::string result;
  for (const char c : printable(text, TextStyle{})) {
    if (kMarkup.find(c) != std::string_view::npos) result += '\\';
    result += c;
  }
  return result;
}

/// A double-quoted scalar of YAML.
std::string yaml_text(std::string_view text) {
  std::string result = "\"";
  for (const char c : printable(text, TextStyle{})) {
    if (c == '"' || c == '\\') result += '\\';
    result += c;
  }
  return result + "\"";
}

std::string title_of(const Estimate& e) {
  return e.name.empty() ? "this run" : escaped(e.name);
}

std::string interval_words(const Shown& shown) {
  if (!shown.has_band()) return {};
  return fmt::format(" ({:.0f} % interval {})", kInterval * 100, shown.interval());
}

std::string energy_words(const Estimate& e) {
  std::string text = show(*e.facility_energy).value() + " of electricity";
  if (e.energy && e.pue) {
    text += fmt::format(": {} at the hardware x {}", energy_like(e, *e.energy),
                        named_pue_words(*e.pue));
  }
  return text;
}

std::string paragraph(const Report& report, const Catalogue& catalogue) {
  const Estimate& e = *report.total;
  const std::string runs = report.many ? fmt::format(" ({})", counted(e.runs, "run", "runs")) : "";
  if (!e.co2e || !e.facility_energy) {
    return fmt::format("The CO2e of {}{} is unknown: {}.\n", title_of(e), runs,
                       escaped(why_unknown(e)));
  }
  const Shown co2e = show(*e.co2e);
  std::string text = fmt::format("{}{} caused an estimated **{} CO2e**{} by using {}", title_of(e),
                                 runs, co2e.value(), interval_words(co2e), energy_words(e));
  if (e.grid) {
    text += fmt::format(", at {} ({})", show(e.grid->intensity).value(),
                        escaped(grid_words(*e.grid, catalogue)));
  }
  text += ".";
  const std::string scope = narrow_scope_of(e);
  if (!scope.empty()) text += fmt::format(" The figure covers {}.", scope);
  if (e.with_host_co2e) {
    text += fmt::format(" With a model of the rest of the server it is {}.",
                        mass_like(e, *e.with_host_co2e));
  }
  text += " It is operational and location-based";
  if (e.embodied_co2e) {
    const Shown embodied = show(*e.embodied_co2e);
    text += fmt::format("; making the hardware adds a share of {}{}", embodied.value(),
                        interval_words(embodied));
  }
  return text + ".\n";
}

/// A sentence on each equivalent that was asked for.
std::string equivalents_list(const Estimate& e, const Catalogue& catalogue) {
  std::string text;
  for (const EquivalentFigure& figure : equivalents_of(e)) {
    text += fmt::format("- {}: {}{}\n", significant_exactly(figure.value, 2), range_words(figure),
                        escaped(equivalent_words(figure, catalogue)));
  }
  return text.empty() ? text : "That is as much as:\n\n" + text + "\n";
}

std::string components_table(const Estimate& e) {
  std::string text = "| Component | Energy | Evidence |\n|---|---:|---|\n";
  for (const ComponentFigure& c : e.components) {
    text +=
        fmt::format("| {} | {} | {} |\n", escaped(device_of(c)),
                    c.energy_known ? energy_like(e, c.energy) : "unknown", escaped(evidence_of(c)));
  }
  return text;
}

std::string run_row(const Estimate& e, const std::string& name) {
  const Shown co2e = e.co2e ? show(*e.co2e) : Shown{"unknown", {}, {}, {}};
  return fmt::format(
      "| {} | {} | {} | {} |\n", name, escaped(hardware_of(e)),
      e.facility_energy ? show(*e.facility_energy).value() : "unknown",
      co2e.has_band() ? fmt::format("{} ({})", co2e.value(), co2e.interval()) : co2e.value());
}

std::string runs_table(const Report& report) {
  std::string text = "| Run | Hardware | Energy | CO2e |\n|---|---|---:|---:|\n";
  for (const Estimate& run : report.runs)
    text += run_row(run, title_of(run));
  return text + run_row(*report.total, "**Total**");
}

std::string notes_list(const Estimate& e) {
  std::string text;
  for (const Note* note : notes_by_weight(e)) {
    const std::string times = note->times > 1 ? ", " + counted(note->times, "run", "runs") : "";
    text += fmt::format("- {} ({}{})\n", escaped(text_of(*note)), code_of(*note), times);
  }
  return text.empty() ? text : "Notes:\n\n" + text + "\n";
}

std::string sources_list(const Estimate& e, const Catalogue& catalogue, EquivalentsShown shown) {
  std::string text;
  for (const std::string_view id : source_ids_of(e, shown)) {
    const Source* source = catalogue.find_source(id);
    if (source == nullptr) {
      text += fmt::format("- {}\n", escaped(id));
      continue;
    }
    text += fmt::format("- {}: {}", escaped(source->publisher), escaped(source->title));
    if (source->year != 0) text += fmt::format(", {}", source->year);
    if (!source->licence.empty()) text += fmt::format(". {}", escaped(source->licence));
    if (!source->url.empty()) text += fmt::format(". <{}>", source->url);
    text += '\n';
  }
  return text.empty() ? text : "Sources of the factors:\n\n" + text + "\n";
}

/// Hugging Face reads `co2_eq_emissions` from a model card; its unit is the gram.
std::string model_card(const Estimate& e, const Catalogue& catalogue) {
  if (!e.co2e) return {};
  const Range<Mass>& co2e = *e.co2e;
  const Range<double> in_grams{as_grams(co2e.low), as_grams(co2e.mid), as_grams(co2e.high)};
  std::string text = "Metadata for a model card (emissions in grams of CO2e):\n\n```yaml\n";
  text += "co2_eq_emissions:\n";
  text += fmt::format("  emissions: {}\n", to_place_plain(in_grams.mid, place_of(in_grams)));
  const Shown shown = show(co2e);
  text += fmt::format("  source: {}\n",
                      yaml_text(fmt::format("co2est {}, catalogue {}{}", kVersion,
                                            short_fingerprint(catalogue), interval_words(shown))));
  const std::string hardware = hardware_of(e);
  if (!hardware.empty()) text += fmt::format("  hardware_used: {}\n", yaml_text(hardware));
  if (e.grid && !(e.grid->name.empty() && e.grid->id.empty())) {
    text += fmt::format("  geographical_location: {}\n",
                        yaml_text(e.grid->name.empty() ? e.grid->id : e.grid->name));
  }
  return text + "```\n";
}

}  // namespace

std::string render_markdown(const Report& report, const Catalogue& catalogue, const TextStyle&) {
  if (report.total == nullptr) return {};
  const Estimate& total = *report.total;
  std::string text = paragraph(report, catalogue) + "\n";
  text += (report.runs.empty() ? components_table(total) : runs_table(report)) + "\n";
  if (report.equivalents_asked) text += equivalents_list(total, catalogue);
  text += notes_list(total);
  text += sources_list(total, catalogue,
                       report.equivalents_asked ? EquivalentsShown::all : EquivalentsShown::none);
  return text + model_card(total, catalogue);
}

}  // namespace co2est::rendering
