// Knows the sentences that say what the default is, and what other sources say instead.
#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>

#include "cli/factors_default.hpp"
#include "cli/factors_show.hpp"
#include "cli/number.hpp"
#include "render/layout.hpp"
#include "text/enum_names.hpp"

namespace co2est::cli {
namespace {

using Sentences = std::vector<std::string>;

/// An end of an interval: three significant digits.
std::string bound(double value) {
  return value >= 100 ? fmt::format("{:.0f}", value) : fmt::format("{:.3g}", value);
}

std::string accounting_of(const GridFactor& grid) {
  return std::string(name_in(kAccountingNames, grid.accounting));
}

std::string intensity_text(const GridFactor& grid) {
  return fmt::format("{} g/kWh {} {} of {} {}", figure(as_g_per_kwh(grid.intensity.mid)),
                     accounting_of(grid), grid.gases, grid.id, grid.year);
}

/// A year to tell as an example: 2018, of which much is published, else the middle one.
int example_year(int oldest, int newest) {
  constexpr int kOften = 2018;
  if (oldest < kOften && kOften < newest) return kOften;
  return oldest + (newest - oldest) / 2;
}

void tell_years(const Shown& shown, const Defaults& defaults, std::string_view id,
                const GridFactor& newest, Sentences& sentences) {
  int oldest = newest.year;
  for (const GridIntensity& row : shown.catalogue.intensities_of(newest.id)) {
    if (row.accounting == newest.accounting && row.gases == newest.gases)
      oldest = std::min(oldest, row.year);
  }
  if (oldest == newest.year) return;
  const int year = example_year(oldest, newest.year);
  const auto example = defaults.grid(id, year);
  const auto first = defaults.grid(id, oldest);
  if (!example || !first) return;
  sentences.push_back(fmt::format("A run of {} gets {} {}; one before {} gets {}, with a note.",
                                  year, figure(as_g_per_kwh(example->intensity.mid)),
                                  accounting_of(*example), oldest,
                                  figure(as_g_per_kwh(first->intensity.mid))));
}

void tell_grid(const Shown& shown, const Defaults& defaults, std::string_view id,
               Sentences& sentences) {
  const auto newest = defaults.grid(id);
  if (!newest) return;
  sentences.push_back(fmt::format(
      "A run without a year gets {}, 90 % interval {} to {}.", intensity_text(*newest),
      bound(as_g_per_kwh(newest->intensity.low)), bound(as_g_per_kwh(newest->intensity.high))));
  tell_years(shown, defaults, id, *newest, sentences);
  const auto direct = defaults.direct_grid(id);
  if (direct && direct->accounting == Accounting::direct)
    sentences.push_back(
        fmt::format("With \"accounting\": \"direct\" it gets {}.", intensity_text(*direct)));
}

std::string pue_text(const PueFactor& pue) {
  return fmt::format("{}{}", figure(pue.value.mid),
                     pue.value.has_band()
                         ? fmt::format(", {} to {}", figure(pue.value.low), figure(pue.value.high))
                         : "");
}

void tell_pue(const Shown& shown, const Defaults& defaults, Sentences& sentences) {
  const TableRows* table = shown.table("pue");
  if (table == nullptr || shown.table("cloud_regions") != nullptr) return;
  const std::string_view id = table->rows.front().front();
  const auto newest = defaults.pue(id);
  if (!newest) return;
  sentences.push_back(fmt::format(
      "A run without a year gets PUE {}; one with a year that of its year.", pue_text(*newest)));
}

void tell_power(const Defaults& defaults, std::string_view kind, std::string_view id,
                Sentences& sentences) {
  const auto power = defaults.power(kind, id);
  if (!power) {
    sentences.push_back("No TDP is held: a run needs its power, or energy.");
    return;
  }
  sentences.push_back(fmt::format(
      "A run that states no power gets {} W per device, 90 % interval {} to {} W.",
      cli::shown(as_watts(power->mid)), bound(as_watts(power->low)), bound(as_watts(power->high))));
}

}  // namespace

std::vector<std::string> default_sentences(const Shown& shown) {
  const Defaults defaults(shown.catalogue);
  Sentences sentences;
  if (const TableRows* grids = shown.table("grids"))
    tell_grid(shown, defaults, grids->rows.front().front(), sentences);
  if (const TableRows* regions = shown.table("cloud_regions")) {
    const std::string_view id = regions->rows.front().front();
    tell_grid(shown, defaults, id, sentences);
    sentences.push_back(fmt::format("Its grid year by year: `co2est factors show {}`.",
                                    regions->cell(0, "grid_id")));
    if (const auto pue = defaults.pue_of_region(id))
      sentences.push_back(fmt::format("Its PUE is {}: {} ({}).", pue_text(*pue), pue->origin.detail,
                                      pue->origin.source_id));
  }
  tell_pue(shown, defaults, sentences);
  if (const TableRows* parts = shown.table("accelerators"))
    tell_power(defaults, parts->cell(0, "kind") == "tpu" ? "tpu" : "gpu",
               parts->rows.front().front(), sentences);
  if (const TableRows* cpus = shown.table("cpus"))
    tell_power(defaults, "cpu", cpus->rows.front().front(), sentences);
  return sentences;
}

}  // namespace co2est::cli
