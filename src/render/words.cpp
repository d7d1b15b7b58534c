// Knows how devices, evidence, factors, sources and doubts are put into words.
#include "render/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>

#include "text/enum_names.hpp"
#include "text/list.hpp"

namespace co2est::rendering {
namespace {

std::string upper(std::string_view text) {
  std::string result(text);
  for (char& c : result)
    c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return result;
}

/// Entries of one model are one cluster to a reader.
void join(const ComponentFigure& more, ComponentFigure& sum) {
  sum.inputs.device_hours += more.inputs.device_hours;
  if (sum.count && more.count) {
    *sum.count += *more.count;
  } else {
    sum.count.reset();
  }
}
constexpr auto kEvidenceWords = names_of<Evidence>({
    {Evidence::energy, "energy"},
    {Evidence::intervals, "energy by time"},
    {Evidence::power, "mean power"},
    {Evidence::utilization, "utilization x TDP"},
    {Evidence::model, "share of TDP"},
    {Evidence::memory, "W per GB"},
    {Evidence::host_model, "host"},
    {Evidence::none, ""},
});

constexpr auto kCauseWords = names_of<Cause>({
    {Cause::power, "power"},
    {Cause::throughput, "throughput"},
    {Cause::extrapolation, "extrapolation"},
    {Cause::host, "model of the host"},
    {Cause::grid, "grid"},
    {Cause::pue, "PUE"},
});
constexpr auto kClassWords = names_of<PowerClass>({
    {PowerClass::none, ""},
    {PowerClass::meter, "meter"},
    {PowerClass::counter, "counter"},
    {PowerClass::sampled, "sampled"},
    {PowerClass::rapl, "RAPL"},
    {PowerClass::stated, "stated value"},
    {PowerClass::at_tdp, "at the TDP"},
    {PowerClass::utilization, "utilization"},
    {PowerClass::tdp, "share of TDP"},
    {PowerClass::load, "load"},
    {PowerClass::dram, "W per GB"},
    {PowerClass::logged_range, "logged range"},
});

struct Advice {
  std::string_view part;  ///< of the name of the factor
  std::string_view text;
};

constexpr std::array<Advice, 7> kAdvice{{
    {"dram", "A counter of the memory's power would narrow it most."},
    {"power", "A counter or a meter would narrow it most."},
    {"grid", "A figure of the region and the hours of the run would narrow it most."},
    {"pue", "The PUE of the data centre would narrow it most."},
    {"host", "The power of the whole server would narrow it most."},
    {"extrapolation", "A longer slice on the final hardware would narrow it most."},
    {"hours", "Hours from a log would narrow it most."},
}};

}  // namespace

std::string device_of(const ComponentFigure& c) {
  if (c.kind == DeviceKind::dram && c.model.empty() && c.inputs.memory_gb > 0) {
    const std::string memory = significant(c.inputs.memory_gb, 6) + " GB dram";
    if (!c.count || *c.count == 1) return memory;
    return fmt::format("{} x {}", significant(*c.count, 6), memory);
  }
  if (c.inputs.memory_gb == kSizesDiffer) return std::string(to_text(c.kind));
  const std::string_view name = c.model.empty() ? to_text(c.kind) : std::string_view(c.model);
  if (!c.count || (c.model.empty() && *c.count == 1)) return std::string(name);
  return fmt::format("{} x {}", significant(*c.count, 6), name);
}

std::string hardware_of(const Estimate& estimate) {
  constexpr std::size_t kMost = 3;
  constexpr int kHoursDigits = 9;
  std::vector<ComponentFigure> parts;
  for (const bool all : {false, true}) {
    if (!parts.empty()) break;
    for (const ComponentFigure& c : estimate.components) {
      if (!all && !is_accelerator(c.kind)) continue;
      const auto same = std::find_if(parts.begin(), parts.end(), [&](const ComponentFigure& part) {
        return c.kind != DeviceKind::dram && part.kind == c.kind && part.model == c.model;
      });
      same == parts.end() ? parts.push_back(c) : join(c, *same);
    }
  }
  std::string text;
  for (std::size_t i = 0; i < std::min(parts.size(), kMost); ++i) {
    if (i > 0) text += ", ";
    text += device_of(parts[i]);
    const Duration hours = parts[i].inputs.device_hours;
    if (!parts[i].count && hours > Duration{}) {
      text += fmt::format(" for {} device hours", significant(as_hours(hours), kHoursDigits));
    }
  }
  if (parts.size() > kMost) text += fmt::format(" and {} more", parts.size() - kMost);
  return text;
}

std::string evidence_of(const ComponentFigure& c) {
  if (!c.energy_known) return "unknown power";
  const bool by_module = c.evidence == Evidence::memory && c.inputs.memory_gb == 0;
  const std::string_view words = by_module ? "W per module" : name_in(kEvidenceWords, c.evidence);
  return words.empty() ? std::string(to_text(c.basis))
                       : fmt::format("{} {}", to_text(c.basis), words);
}

std::string narrow_scope_of(const Estimate& estimate) {
  constexpr std::string_view kOnly = "-only";
  if (estimate.boards != Boards::only) return {};
  const std::string_view scope = estimate.scope;
  const bool one_kind = scope.ends_with(kOnly);
  const std::string kind =
      one_kind ? upper(scope.substr(0, scope.size() - kOnly.size())) : std::string("accelerator");
  return kind + " boards only" + (estimate.idle_energy ? ", and idle nodes" : "");
}

std::string citation_of(std::string_view source_ids, const Catalogue& catalogue, int year) {
  const std::string_view id = first_item(source_ids, kBetweenSources);
  const Source* source = catalogue.find_source(id);
  std::string text(id);
  if (source != nullptr) {
    std::string_view who = source->publisher;
    const bool authors = who.find(" & ") != std::string_view::npos;
    who = who.substr(0, who.find(authors ? ", " : "; "));
    text = fmt::format("{}{}", who, authors ? " et al." : "");
    if (year == 0) year = source->year;
    if (year != 0) text += fmt::format(" {}", year);
  }
  return text;
}

std::string equivalent_words(const EquivalentFigure& figure, const Catalogue& catalogue) {
  return fmt::format("{} ({})", figure.row->name,
                     citation_of(figure.row->source_id, catalogue, figure.row->year));
}

std::string range_words(const EquivalentFigure& figure) {
  if (!(figure.low < figure.high)) return {};
  return fmt::format("{} to {}, ", significant_exactly(figure.low, 2),
                     significant_exactly(figure.high, 2));
}

std::string price_words(const PriceFactor& price, const Catalogue& catalogue) {
  std::string text =
      fmt::format("{}{}/kWh", mark_of(price.currency), significant(price.per_kwh.mid));
  if (price.year == 0) return text;
  return text + fmt::format(", assumed: mean of {} in {} {}, tax {} ({})", price.consumer,
                            price.place, price.year, price.tax,
                            citation_of(price.origin.source_id, catalogue));
}

std::string grid_words(const GridFactor& grid, const Catalogue& catalogue) {
  std::string text(grid.basis == Basis::assumed ? "assumed, " : "");
  text += grid.accounting == Accounting::unknown ? "accounting unknown" : to_text(grid.accounting);
  if (grid.gases == "co2") text += " CO2 alone";
  if (grid.stack_measured)
    text += " from measured direct CO2e and the upstream of the mix";
  else if (grid.basis == Basis::modelled && !grid.id.empty())
    text += " computed from the mix";
  const std::string_view name = grid.name.empty() ? std::string_view(grid.id) : grid.name;
  if (!name.empty()) text.append(", ").append(name);
  if (grid.year != 0) text += fmt::format("{}{}", name.empty() ? ", " : " ", grid.year);
  if (grid.origin.source_id.empty()) {
    text.append(", ").append(to_text(grid.origin));
  } else {
    text.append(", ").append(citation_of(grid.origin.source_id, catalogue));
  }
  if (!grid.losses.empty()) text.append(", grid losses ").append(grid.losses);
  if (grid.cfe_share) {
    text += fmt::format(", carbon-free energy {} hourly with purchases, {}",
                        show_share(*grid.cfe_share), grid.cfe_year);
  }
  return text;
}

std::string pue_words(const PueFactor& pue) {
  const Range<double>& v = pue.value;
  std::string text = "PUE " + significant(v.mid);
  std::string aside = pue.basis == Basis::assumed ? "assumed" : "";
  if (v.has_band()) {
    if (!aside.empty()) aside += ", ";
    aside += fmt::format("{} to {}", significant(v.low), significant(v.high));
  }
  return aside.empty() ? text : fmt::format("{} ({})", text, aside);
}

std::string named_pue_words(const PueFactor& pue) {
  const bool of_region = pue.origin.kind == OriginKind::cloud_region;
  return pue_words(pue) + (of_region ? ", " + std::string(pue.origin.detail) : "");
}

std::string factor_words(std::string_view factor) {
  constexpr std::array<std::string_view, 6> kAcronyms{"gpu", "tpu", "cpu", "dram", "pue", "tdp"};
  std::string text;
  while (!factor.empty()) {
    const std::size_t end = std::min(factor.find_first_of(" +"), factor.size());
    const std::string_view word = factor.substr(0, end);
    const bool acronym = std::find(kAcronyms.begin(), kAcronyms.end(), word) != kAcronyms.end();
    text += acronym ? upper(word) : std::string(word);
    if (end < factor.size()) text += factor[end];
    factor.remove_prefix(std::min(end + 1, factor.size()));
  }
  return text;
}

std::string cause_words(const GroupEffect& effect) {
  std::string text(name_in(kCauseWords, effect.key.cause));
  const std::string_view by = name_in(kClassWords, effect.key.power_class);
  if (effect.key.cause == Cause::power && !by.empty()) text += fmt::format(" ({})", by);
  return text;
}

std::string widest_words(const Estimate& estimate) {
  constexpr std::size_t kMost = 3;
  constexpr double kLeast = 0.05;
  std::string text;
  std::size_t said = 0;
  for (const WidestFactor& widest : estimate.widest) {
    if (said == kMost || (said > 0 && widest.share < kLeast)) break;
    if (said++ > 0) text += ", ";
    text += fmt::format("{} {}", factor_words(widest.name()), show_share(widest.share));
  }
  return text;
}

std::string_view advice_for(const Estimate& estimate) {
  if (estimate.widest.empty()) return {};
  for (const Advice& advice : kAdvice) {
    if (estimate.widest.front().name().find(advice.part) != std::string::npos) return advice.text;
  }
  return {};
}

std::string why_unknown(const Estimate& estimate) {
  for (const Note& note : estimate.notes) {
    if (note.code == NoteCode::power_unknown) return text_of(note);
  }
  return "no figure of the energy is known";
}

std::string energy_like(const Estimate& estimate, Energy energy) {
  int digits = kPlainDigits;
  if (estimate.facility_energy) {
    const Range<Energy>& whole = *estimate.facility_energy;
    digits = digits_of({as_kwh(whole.low), as_kwh(whole.mid), as_kwh(whole.high)});
  }
  return show(energy, digits).value();
}

std::string mass_like(const Estimate& estimate, Mass mass) {
  int digits = kPlainDigits;
  if (estimate.co2e) {
    const Range<Mass>& whole = *estimate.co2e;
    digits = digits_of({as_grams(whole.low), as_grams(whole.mid), as_grams(whole.high)});
  }
  return show(mass, digits).value();
}

std::vector<const Note*> notes_by_weight(const Estimate& estimate) {
  std::vector<const Note*> notes;
  for (const Note& note : estimate.notes)
    notes.push_back(&note);
  std::stable_partition(notes.begin(), notes.end(),
                        [](const Note* note) { return severity_of(*note) == Severity::warning; });
  return notes;
}

std::string short_fingerprint(const Catalogue& catalogue) {
  constexpr std::size_t kShown = 7 + 12;  // "sha256:" and 48 bits
  return catalogue.fingerprint().substr(0, kShown);
}

}  // namespace co2est::rendering
