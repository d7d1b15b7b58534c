#include "render/explain_beside.hpp"

#include <fmt/format.h>

#include "render/explain_device.hpp"
#include "render/number.hpp"
#include "render/words.hpp"

namespace co2est::rendering {
namespace {

std::string digits(double value) {
  return significant(value, kDigits);
}

std::string intensity_text(Intensity intensity) {
  return digits(as_g_per_kwh(intensity)) + " g/kWh";
}

/// "150 kg (75 to 350)".
std::string with_bounds(const Range<double>& range, std::string_view unit = {}) {
  std::string text = digits(range.mid);
  if (!unit.empty()) text.append(" ").append(unit);
  if (range.has_band()) text += fmt::format(" ({} to {})", digits(range.low), digits(range.high));
  return text;
}

std::string with_bounds(const Range<Mass>& mass) {
  return with_bounds({as_kilograms(mass.low), as_kilograms(mass.mid), as_kilograms(mass.high)},
                     "kg");
}

std::string with_bounds(const Range<Duration>& time) {
  return with_bounds({as_hours(time.low), as_hours(time.mid), as_hours(time.high)}, "h");
}

/// "$1 to $2".
std::string usd_text(const Range<double>& usd) {
  if (!usd.has_band()) return "$" + digits(usd.mid);
  return fmt::format("${} to ${}", digits(usd.low), digits(usd.high));
}

/// Who gives a factor that the run file may state: itself, or a row of the catalogue's model.
std::string giver_of(std::string_view id, const Estimate& e, const Catalogue& catalogue) {
  for (std::size_t i = 0; e.parameter_rows != nullptr && i < e.parameter_rows->size(); ++i) {
    const Parameter& row = (*e.parameter_rows)[i];
    if (row.id != id || i >= e.parameters.size() || !e.parameters[i]) continue;
    return fmt::format("by the catalogue ({})", citation_of(row.source_id, catalogue));
  }
  return "as stated";
}

/// A footprint that the run takes by name, else a row of the catalogue's model, else itself.
std::string giver_of_mass(std::string_view source, std::string_view id, const Estimate& e,
                          const Catalogue& catalogue) {
  const std::string giver = giver_of(id, e, catalogue);
  if (source.empty()) return giver;
  const bool own_band = giver == giver_of({}, e, catalogue);
  return fmt::format("published ({}){}", citation_of(source, catalogue),
                     own_band ? "" : ", with the band of the catalogue's default");
}

/// A published mass has the band of the one that stands for all others.
std::string giver_of_device(const ComponentFigure& c, const Estimate& e,
                            const Catalogue& catalogue) {
  if (c.embodied_source.empty()) {
    const std::string giver =
        giver_of_mass(e.embodied->device_source, "embodied.device", e, catalogue);
    const double cards =
        as_kilograms(c.embodied_per_device.mid) / catalogue.parameter("embodied.device").value.mid;
    const bool is_part = !e.embodied->per_device && cards < 1;
    return is_part ? fmt::format("{} of a card, {}", digits(cards), giver) : giver;
  }
  return fmt::format("published ({}), with the band of the catalogue's default",
                     citation_of(c.embodied_source, catalogue));
}

void explain_embodied(Page& page, const Estimate& e, const Catalogue& catalogue) {
  const std::string sum = kg_text(e.embodied_co2e->mid);
  if (!e.embodied) return say(page, "embodied: each run with its own hardware: " + sum);
  const EmbodiedFactor& f = *e.embodied;
  for (const ComponentFigure& c : e.components) {
    if (!is_accelerator(c.kind)) continue;
    say(page, fmt::format("embodied, {}: {}{} x ({} + {} / {} in a host) / ({} h x {}) = {}",
                          label_of(c), device_hours_text(c.inputs, e), repeats_text(e),
                          kg_text(c.embodied_per_device.mid), kg_text(f.per_host.mid),
                          digits(f.devices_per_host), digits(as_hours(f.lifetime.mid)),
                          digits(f.utilization.mid), kg_text(c.embodied)));
    cite(page, fmt::format("device {}, {}", with_bounds(c.embodied_per_device),
                           giver_of_device(c, e, catalogue)));
  }
  const Shown shown = show(*e.embodied_co2e);
  say(page,
      fmt::format("embodied, sum: {}{}{}", sum, shown.has_band() ? ", " : "", shown.interval()));
  cite(page,
       fmt::format("host {}, {}; lifetime {}, {}; utilization {}, {}", with_bounds(f.per_host),
                   giver_of_mass(f.host_source, "embodied.host", e, catalogue),
                   with_bounds(f.lifetime), giver_of("embodied.lifetime", e, catalogue),
                   with_bounds(f.utilization), giver_of("embodied.utilization", e, catalogue)));
}

void explain_market(Page& page, const Estimate& e) {
  const std::string result = kg_text(*e.market_co2e);
  if (!e.market || !e.facility_energy) {
    return say(page, "market-based: each run with its own contract: " + result);
  }
  const MarketFactor& m = *e.market;
  const std::string contract = intensity_text(m.contract);
  const bool mixed = m.share < 1;
  const std::string factor = mixed ? fmt::format("({0} x {1} + (1 - {0}) x {2})", digits(m.share),
                                                 contract, intensity_text(m.residual))
                                   : contract;
  say(page,
      fmt::format("market-based: {} x {} = {}", kwh_text(e.facility_energy->mid), factor, result));
  const std::string name = m.instrument.empty() ? "" : fmt::format(" ({})", m.instrument);
  const std::string_view rest =
      m.residual_said ? "; residual mix as stated" : "; the rest at the intensity of the location";
  cite(page, fmt::format("contract{} as stated{}", name, mixed ? rest : ""));
}

void explain_water(Page& page, const Estimate& e) {
  const std::string result = digits(e.water_l->mid) + " L";
  if (!e.water || !e.energy || !e.facility_energy) {
    return say(page, "water: each run with its own factors: " + result);
  }
  const WaterFactor& w = *e.water;
  say(page, fmt::format("water: {} x {} L/kWh + {} x {} L/kWh = {}", kwh_text(*e.energy),
                        digits(w.wue_l_per_kwh.mid), kwh_text(e.facility_energy->mid),
                        digits(w.source_l_per_kwh.mid), result));
  cite(page,
       "energy at the hardware x water on site, energy of the facility x water of "
       "generation; as stated");
}

void explain_electricity(Page& page, const Estimate& e, const Range<double>& bill,
                         Currency currency, const Catalogue& catalogue) {
  const std::string result = fmt::format("{}{}", mark_of(currency), digits(bill.mid));
  if (!e.electricity_price || !e.facility_energy) {
    return say(page, "electricity: each run at its own price: " + result);
  }
  const PriceFactor& price = *e.electricity_price;
  say(page, fmt::format("electricity: {} x {}{}/kWh = {}", kwh_text(e.facility_energy->mid),
                        mark_of(currency), digits(price.per_kwh.mid), result));
  if (price.year == 0) return;
  cite(page, fmt::format("mean of {}, tax {}; {}; {}", price.consumer, price.tax,
                         to_text(price.basis), origin_words(price.origin, catalogue)));
}

void explain_rent(Page& page, const Estimate& e) {
  std::size_t rented = 0;
  for (const ComponentFigure& c : e.components) {
    if (!c.device_usd_per_h) continue;
    ++rented;
    const Range<double>& price = *c.device_usd_per_h;
    const double spent = as_hours(c.inputs.device_hours) * e.repeat;
    say(page, fmt::format("rent, {}: {}{} x {} per hour = {}", label_of(c),
                          device_hours_text(c.inputs, e), repeats_text(e), usd_text(price),
                          usd_text({price.low * spent, price.mid * spent, price.high * spent})));
  }
  if (rented != 1) say(page, "rent, sum: " + usd_text(*e.cost.compute_usd));
}

/// The terms of HostModel, of which the larger counts.
void explain_with_host(Page& page, const Estimate& e, const Catalogue& catalogue) {
  const std::string result = kg_text(*e.with_host_co2e);
  if (!e.host_model || !e.energy || !(*e.energy > Energy{})) {
    return say(page, "with host: each run with its own servers: " + result);
  }
  Energy accelerators{}, parts{};
  for (const ComponentFigure& c : e.components) {
    if (is_accelerator(c.kind)) accelerators += c.energy;
    if (c.kind == DeviceKind::cpu || c.kind == DeviceKind::dram) parts += c.energy;
  }
  const HostModel& host = *e.host_model;
  const double factor = host.factor.mid;
  const Energy more = accelerators * (factor - 1) - parts;
  if (host.has_parts && !(more > Energy{})) {
    say(page, fmt::format("with host: CPUs and memory, {}, are no less than accelerators {} x ({} "
                          "- 1), so nothing is added: {}",
                          kwh_text(parts), kwh_text(accelerators), digits(factor), result));
  } else {
    const std::string less =
        host.has_parts ? fmt::format(" - CPUs and memory {}", kwh_text(parts)) : std::string();
    say(page, fmt::format("with host: accelerators {} x ({} - 1){} = {} more; {} x ({} + {}) / {} "
                          "= {}",
                          kwh_text(accelerators), digits(factor), less, kwh_text(more),
                          kg_text(e.co2e->mid), kwh_text(*e.energy), kwh_text(more),
                          kwh_text(*e.energy), result));
  }
  const Parameter& row = catalogue.parameter(host.of_server ? "host.server" : "host.single");
  cite(page, fmt::format("ratio of a whole server to its accelerators, CPUs and memory in it; by "
                         "the catalogue ({})",
                         citation_of(row.source_id, catalogue)));
}

bool has_figures_beside(const Estimate& e) {
  return e.with_host_co2e || e.embodied_co2e || e.market_co2e || e.water_l ||
         e.cost.electricity_usd || e.cost.electricity_eur || e.cost.compute_usd;
}

}  // namespace

void explain_beside(Page& page, const Estimate& e, const Catalogue& catalogue) {
  if (!has_figures_beside(e)) return;
  page.line(inked("Beside it, never added", Ink::bold, page.style()));
  if (e.with_host_co2e) explain_with_host(page, e, catalogue);
  if (e.embodied_co2e) {
    say(page,
        "embodied = device hours x (device + host / devices per host) / (lifetime x utilization)");
    explain_embodied(page, e, catalogue);
  }
  if (e.market_co2e) explain_market(page, e);
  if (e.water_l) explain_water(page, e);
  if (e.cost.electricity_usd) {
    explain_electricity(page, e, *e.cost.electricity_usd, Currency::usd, catalogue);
  }
  if (e.cost.electricity_eur) {
    explain_electricity(page, e, *e.cost.electricity_eur, Currency::eur, catalogue);
  }
  if (e.cost.compute_usd) explain_rent(page, e);
  page.blank();
}

}  // namespace co2est::rendering
