// Knows CSV: one run a row under keys of the JSON, and the total last where there are many.
#include "csv/csv.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "render/digits.hpp"
#include "render/estimate_json.hpp"
#include "render/formats.hpp"
#include "render/number.hpp"

namespace co2est::rendering {
namespace {

using Maybe = std::optional<double>;

std::string cell(const Maybe& value) {
  return value ? full_digits(*value) : std::string();
}
std::string year_cell(int year) {
  return year == 0 ? std::string() : std::to_string(year);
}

template <typename T, typename Read>
Maybe read(const std::optional<T>& value, Read as) {
  return value ? Maybe(as(*value)) : std::nullopt;
}

template <typename T, typename Read>
Maybe read(const std::optional<Range<T>>& range, T Range<T>::*bound, Read as) {
  return range ? Maybe(as((*range).*bound)) : std::nullopt;
}

double same_unit(double value) {
  return value;
}

std::string joined_sources(const Estimate& e) {
  std::string text;
  for (const std::string_view id : source_ids_of(e, EquivalentsShown::none)) {
    if (!text.empty()) text += ';';
    text += id;
  }
  return text;
}

std::string joined_notes(const Estimate& e) {
  std::string text;
  for (const Note& note : e.notes) {
    const std::string_view code = code_of(note);
    if (text.find(code) != std::string::npos) continue;
    if (!text.empty()) text += ';';
    text += code;
  }
  return text;
}

struct Column {
  std::string_view name;
  std::string (*cell)(const Estimate&);
};

using E = Estimate;
using RE = Range<Energy>;
using RM = Range<Mass>;
using RD = Range<double>;

constexpr auto kColumns = std::to_array<Column>({
    {"name", [](const E& e) { return e.name; }},
    {"scope", [](const E& e) { return e.scope; }},
    {"method", [](const E& e) { return e.method; }},
    {"run_count", [](const E& e) { return std::to_string(e.runs); }},
    {"duration_h", [](const E& e) { return cell(read(e.duration, as_hours)); }},
    {"device_hours", [](const E& e) { return cell(read(e.device_hours, as_hours)); }},
    {"energy_kwh", [](const E& e) { return cell(read(e.energy, as_kwh)); }},
    {"facility_energy_kwh",
     [](const E& e) { return cell(read(e.facility_energy, &RE::mid, as_kwh)); }},
    {"facility_energy_kwh_low",
     [](const E& e) { return cell(read(e.facility_energy, &RE::low, as_kwh)); }},
    {"facility_energy_kwh_high",
     [](const E& e) { return cell(read(e.facility_energy, &RE::high, as_kwh)); }},
    {"co2e_kg", [](const E& e) { return cell(read(e.co2e, &RM::mid, as_kilograms)); }},
    {"co2e_kg_low", [](const E& e) { return cell(read(e.co2e, &RM::low, as_kilograms)); }},
    {"co2e_kg_high", [](const E& e) { return cell(read(e.co2e, &RM::high, as_kilograms)); }},
    {"with_host_co2e_kg", [](const E& e) { return cell(read(e.with_host_co2e, as_kilograms)); }},
    {"market_co2e_kg", [](const E& e) { return cell(read(e.market_co2e, as_kilograms)); }},
    {"embodied_co2e_kg",
     [](const E& e) { return cell(read(e.embodied_co2e, &RM::mid, as_kilograms)); }},
    {"water_l", [](const E& e) { return cell(read(e.water_l, &RD::mid, same_unit)); }},
    {"electricity_usd",
     [](const E& e) { return cell(read(e.cost.electricity_usd, &RD::mid, same_unit)); }},
    {"compute_usd_low",
     [](const E& e) { return cell(read(e.cost.compute_usd, &RD::low, same_unit)); }},
    {"compute_usd_high",
     [](const E& e) { return cell(read(e.cost.compute_usd, &RD::high, same_unit)); }},
    {"pue", [](const E& e) { return e.pue ? full_digits(e.pue->value.mid) : ""; }},
    {"pue_basis", [](const E& e) { return std::string(e.pue ? to_text(e.pue->basis) : ""); }},
    {"grid", [](const E& e) { return e.grid ? e.grid->id : ""; }},
    {"intensity_g_per_kwh",
     [](const E& e) { return e.grid ? full_digits(as_g_per_kwh(e.grid->intensity.mid)) : ""; }},
    {"grid_year", [](const E& e) { return e.grid ? year_cell(e.grid->year) : ""; }},
    {"accounting",
     [](const E& e) { return std::string(e.grid ? to_text(e.grid->accounting) : ""); }},
    {"grid_basis", [](const E& e) { return std::string(e.grid ? to_text(e.grid->basis) : ""); }},
    {"widest",
     [](const E& e) { return e.widest.empty() ? std::string() : e.widest.front().name(); }},
    {"sources", joined_sources},
    {"notes", joined_notes},
    {"electricity_eur",
     [](const E& e) { return cell(read(e.cost.electricity_eur, &RD::mid, same_unit)); }},
});

/// The equivalents that were asked for stand behind the other columns under their keys.
using Asked = const std::vector<Equivalent>*;

Asked asked_in(const Report& report) {
  return report.equivalents_asked && report.total != nullptr ? report.total->equivalent_rows
                                                             : nullptr;
}

void append_row(const Estimate& estimate, std::string_view name, Asked asked, std::string& text) {
  bool first = true;
  for (const Column& column : kColumns) {
    if (!first) text += ',';
    text += csv::quoted(first ? name : std::string_view(column.cell(estimate)));
    first = false;
  }
  for (std::size_t i = 0; asked != nullptr && i < asked->size(); ++i) {
    text += ',';
    if (has_equivalents(estimate)) text += full_digits(equivalent_value_of(estimate, (*asked)[i]));
  }
  text += '\n';
}

}  // namespace

std::string render_csv(const Report& report, const Catalogue&, const TextStyle&) {
  std::string text;
  for (const Column& column : kColumns) {
    if (!text.empty()) text += ',';
    text += column.name;
  }
  const Asked asked = asked_in(report);
  for (std::size_t i = 0; asked != nullptr && i < asked->size(); ++i)
    text.append(",").append(csv::quoted((*asked)[i].key));
  text += '\n';
  for (const Estimate& run : report.runs)
    append_row(run, run.name, asked, text);
  if (report.total != nullptr) {
    append_row(*report.total, report.many ? std::string_view("total") : report.total->name, asked,
               text);
  }
  return text;
}

}  // namespace co2est::rendering
