// Knows the code, the weight and the words of every remark: one row each.
#include "co2est/note.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace co2est {
namespace {

/// What a project leaves out, by its bits: development 1, failed 2, idle 4.
std::string_view stages(double missing) {
  constexpr std::array<std::string_view, 8> kNames{
      "no",   "development",          "failed",          "development and failed",
      "idle", "development and idle", "failed and idle", "development, failed and idle"};
  return kNames[static_cast<std::size_t>(missing) % kNames.size()];
}

struct NoteRow {
  NoteCode code;
  std::string_view name;
  Severity severity;
  std::string_view text;    ///< {s} the subject, {a} {b} {c} the numbers
  std::string_view merged;  ///< of many runs: without the numbers; as `text` where that has none
  std::string_view (*words)(double) = nullptr;  ///< {s}, where {a} stands for words
};

constexpr auto kRows = std::to_array<NoteRow>({
    {NoteCode::accounting_substituted, "accounting-substituted", Severity::warning,
     "no {s} figure of this grid is held; the figure counts something else"},
    {NoteCode::device_hours_mismatch, "device-hours-mismatch", Severity::warning,
     "device_hours {a} is not count x duration = {b}; device_hours counts",
     "device_hours is not count x duration; device_hours counts"},
    {NoteCode::facility_complete, "facility-complete", Severity::info,
     "a facility's energy includes host and PUE; none is added"},
    {NoteCode::final_run_only, "final-run-only", Severity::info,
     "{s} runs are not in this figure; give runs the tag \"stage\" to count them", "", &stages},
    {NoteCode::gpu_only, "gpu-only", Severity::warning,
     "accelerator boards only: CPU, memory, fans and network of the server are left out"},
    {NoteCode::grid_age, "grid-age", Severity::info,
     "the run has no date, and the newest grid figure of its place is of {a}",
     "the newest grid figure is an old one, of a run without a date"},
    {NoteCode::grid_assumed, "grid-assumed", Severity::warning,
     "no grid is named: the world mean is assumed; --grid narrows it"},
    {NoteCode::grid_year, "grid-year", Severity::info, "the grid figure is of {a}, the run of {b}",
     "the grid figure is of another year"},
    {NoteCode::host_counted_once, "host-counted-once", Severity::warning,
     "host power stands for {b} server(s), but {a} accelerators need {c}; set \"hosts\"",
     "host power stands for fewer servers than the accelerators need; set \"hosts\""},
    {NoteCode::host_modelled, "host-modelled", Severity::info,
     "the rest of the server is modelled as {a} x the accelerators' energy",
     "the rest of the server is modelled from the accelerators' energy"},
    {NoteCode::host_partial, "host-partial", Severity::info,
     "what of the server is neither accelerator nor named here is not included"},
    {NoteCode::hours_multiplied, "hours-multiplied", Severity::warning,
     "the hours look multiplied by the number of devices twice ({a} h for {b} devices)",
     "the hours look multiplied by the number of devices twice"},
    {NoteCode::intensity_implausible, "intensity-implausible", Severity::warning,
     "an intensity of {a} g/kWh is outside 5 to 1500 g/kWh; check the unit and what it counts",
     "the intensity is outside 5 to 1500 g/kWh; check the unit and what it counts"},
    {NoteCode::market_residual, "market-residual", Severity::warning,
     "no residual mix is given: the unmatched share takes the location-based figure"},
    {NoteCode::market_zero, "market-zero", Severity::warning,
     "the market-based total is zero by contract; it is not what the grid emitted"},
    {NoteCode::mixed_accounting, "mixed-accounting", Severity::warning,
     "the total adds direct and lifecycle figures"},
    {NoteCode::model_unknown, "model-unknown", Severity::info,
     "\"{s}\" is not one model of the catalogue; its power is not checked against a TDP"},
    {NoteCode::power_above_tdp, "power-above-tdp", Severity::warning,
     "mean power {a} W is above the TDP of {b} W ({s})", "mean power is above the TDP ({s})"},
    {NoteCode::power_at_tdp, "power-at-tdp", Severity::warning,
     "power {a} W equals the TDP ({s}): a ceiling, taken as assumed",
     "the power equals the TDP ({s}): a ceiling, taken as assumed"},
    {NoteCode::power_unknown, "power-unknown", Severity::warning,
     "the power of {s} is unknown, so energy and CO2e are unknown"},
    {NoteCode::pue_assumed, "pue-assumed", Severity::warning,
     "no PUE is named: {a} is assumed ({s})", "no PUE is named: one is assumed ({s})"},
    {NoteCode::pue_implausible, "pue-implausible", Severity::warning,
     "a PUE of {a} is outside 1.02 to 2.5", "the PUE is outside 1.02 to 2.5"},
    {NoteCode::pue_in_energy, "pue-in-energy", Severity::warning,
     "the energy seems to include the PUE of {a} already",
     "the energy seems to include the PUE already"},
    {NoteCode::pue_year, "pue-year", Severity::info, "the PUE is of {a}, the run of {b}",
     "the PUE is of another year"},
    {NoteCode::factor_unverified, "factor-unverified", Severity::info,
     "the catalogue marks the TDP of {s} as unverified"},
    {NoteCode::extrapolated, "extrapolated", Severity::info,
     "extrapolated from a measured slice, not measured whole"},
    {NoteCode::accounting_unknown, "accounting-unknown", Severity::warning,
     "the total adds {s} figures to ones that do not say what they count; state \"accounting\""},
    {NoteCode::embodied_unknown, "embodied-unknown", Severity::warning,
     "embodied emissions are asked for, but not all accelerators' hours are known; give "
     "\"device_hours\" or \"duration\""},
    {NoteCode::price_year, "price-year", Severity::info,
     "the price of electricity ({s}) is of {a}, the run of {b}",
     "the price of electricity ({s}) is of another year"},
    {NoteCode::state_generation, "state-generation", Severity::info,
     "{s} counts what is generated in that state, not what a site there draws; its eGRID subregion "
     "is nearer to that (`co2est factors list grids`)"},
    {NoteCode::instance_unverified, "instance-unverified", Severity::info,
     "not all that the catalogue says of {s} is verified; `co2est factors show` names the columns"},
    {NoteCode::two_devices, "two-devices", Severity::warning,
     "drivers and frameworks list one {s} as two devices, and its power is that of both: if "
     "\"count\" is of such devices, halve it, or name one of them (\"MI250X GCD\")"},
    {NoteCode::part_of_board, "part-of-board", Severity::info,
     "the power of {s} is that of one device as the driver lists it; a board has {a}: if \"count\" "
     "is of boards, multiply it",
     "the power of {s} is that of one device as the driver lists it, and a board has several: if "
     "\"count\" is of boards, multiply it"},
    {NoteCode::clouds_differ, "clouds-differ", Severity::warning,
     "{s} are of different clouds: grid and PUE are those of the region"},
    {NoteCode::partial, "partial", Severity::warning,
     "less was measured than the run: it was cut off, or a device was not read all the time; "
     "\"record\" says which"},
    {NoteCode::grid_around, "grid-around", Severity::info,
     "no figure of the place itself is held: {s}"},
    {NoteCode::grid_modelled, "grid-modelled", Severity::info,
     "{s} is computed from its generation mix and factors of typical plants: where old plants burn "
     "coal it comes out low"},
    {NoteCode::mixed_gases, "mixed-gases", Severity::info,
     "the total adds figures of CO2 alone to ones of CO2e"},
});

/// Six significant digits and every digit of an integer; never an exponent.
std::string plain(double value) {
  constexpr int kDigits = 6, kMostDecimals = 15;
  const int before = value == 0 ? 1 : static_cast<int>(std::floor(std::log10(std::abs(value)))) + 1;
  std::string text = fmt::format("{:.{}f}", value, std::clamp(kDigits - before, 0, kMostDecimals));
  if (text.find('.') == std::string::npos) return text;
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

const NoteRow& row_of(const Note& note) {
  return kRows.at(static_cast<std::size_t>(note.code));
}

constexpr bool in_order() {
  for (std::size_t i = 0; i < kRows.size(); ++i) {
    if (static_cast<std::size_t>(kRows[i].code) != i) return false;
  }
  return true;
}
static_assert(in_order(), "the rows stand in the order of NoteCode");

}  // namespace

std::string_view code_of(const Note& note) {
  return row_of(note).name;
}
Severity severity_of(const Note& note) {
  return row_of(note).severity;
}

std::string text_of(const Note& note) {
  const NoteRow& row = row_of(note);
  const std::string_view text = note.merged && !row.merged.empty() ? row.merged : row.text;
  const std::string_view subject = row.words != nullptr ? row.words(note.a) : note.subject;
  return fmt::format(fmt::runtime(text), fmt::arg("s", subject), fmt::arg("a", plain(note.a)),
                     fmt::arg("b", plain(note.b)), fmt::arg("c", plain(note.c)));
}

}  // namespace co2est
