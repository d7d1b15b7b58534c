// Knows the keys of an estimate, version 1, in their order: one description for every writer.
//
// A Sink has begin_object<"name">, end_object, begin_array<"name">, end_array, begin_object for an
// element of an array, text<"name">, number<"name">, count<"name">, word<"name", names> for one of
// a list of names, nulls<"name", ...> for keys without a value, number_of for a key of a table, and
// memo(key, body): `body` writes the same bytes whenever `key` is the same.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "co2est/catalogue.hpp"
#include "co2est/estimate.hpp"
#include "render/key_name.hpp"
#include "render/memo_keys.hpp"
#include "text/enum_names.hpp"
#include "text/version.hpp"

namespace co2est::rendering {

inline constexpr std::string_view kEstimateSchemaName = "co2est/estimate/1";

template <typename Sink>
class EstimateWriter {
 public:
  EstimateWriter(Sink& sink, const Catalogue& catalogue) : sink_(sink), catalogue_(catalogue) {}

  /// "schema" and "co2est": who wrote the document.
  void head() {
    sink_.memo(HeadKey{&catalogue_}, [this] {
      text<"schema">(kEstimateSchemaName);
      sink_.template begin_object<"co2est">();
      text<"version">(kVersion);
      text<"catalogue">(catalogue_.fingerprint());
      sink_.end_object();
    });
  }

  /// The keys of one estimate, without the braces around them.
  void body(const Estimate& e, bool total) {
    what(e, total);
    energy(e);
    co2e(e);
    beside(e);
    cost(e.cost, e.electricity_price);
    pue(e.pue);
    grid(e.grid);
    components(e.components);
    equivalents(e);
    widest(e.widest);
    sources(e);
    notes(e.notes);
  }

 private:
  template <KeyName kName>
  void text(std::string_view value) {
    sink_.template text<kName>(value);
  }
  template <KeyName kName>
  void text_or_null(std::string_view value) {
    value.empty() ? sink_.template nulls<kName>() : text<kName>(value);
  }
  template <KeyName kName, const auto& kNames, typename E>
  void word(E value) {
    sink_.template word<kName, kNames>(static_cast<std::size_t>(value));
  }
  template <KeyName kName>
  void number(double value) {
    sink_.template number<kName>(value);
  }
  template <KeyName kName>
  void number(const std::optional<double>& value) {
    value ? number<kName>(*value) : sink_.template nulls<kName>();
  }
  template <KeyName kFirst, KeyName kSecond, KeyName kThird>
  void numbers(const std::optional<std::array<double, 3>>& values) {
    if (!values) return sink_.template nulls<kFirst, kSecond, kThird>();
    number<kFirst>((*values)[0]);
    number<kSecond>((*values)[1]);
    number<kThird>((*values)[2]);
  }
  template <KeyName kName>
  void count(const std::optional<double>& value) {
    value ? sink_.template count<kName>(*value) : sink_.template nulls<kName>();
  }
  void year(int value) { count<"year">(value == 0 ? std::nullopt : std::optional<double>(value)); }
  void origin(const Origin& origin) {
    if (!origin.detail.empty()) return text<"origin">(to_text(origin));
    word<"origin", kOriginNames>(origin.kind);
  }

  static double in_unit(double value) { return value; }
  static double in_unit(Energy energy) { return as_kwh(energy); }
  static double in_unit(Mass mass) { return as_kilograms(mass); }
  static double in_unit(Duration duration) { return as_hours(duration); }
  template <typename T>
  static std::optional<double> in_unit(const std::optional<T>& value) {
    return value ? std::optional(in_unit(*value)) : std::nullopt;
  }
  /// mid, low and high
  template <typename T>
  static std::optional<std::array<double, 3>> in_unit(const std::optional<Range<T>>& range) {
    if (!range) return std::nullopt;
    return std::array{in_unit(range->mid), in_unit(range->low), in_unit(range->high)};
  }

  void what(const Estimate& e, bool total) {
    text<"name">(e.name);
    text<"scope">(e.scope);
    text_or_null<"method">(e.method);
    total ? count<"run_count">(static_cast<double>(e.runs)) : count<"repeat">(e.repeat);
    number<"duration_h">(in_unit(e.duration));
    number<"device_hours">(in_unit(e.device_hours));
  }

  void energy(const Estimate& e) {
    number<"energy_kwh">(in_unit(e.energy));
    numbers<"facility_energy_kwh", "facility_energy_kwh_low", "facility_energy_kwh_high">(
        in_unit(e.facility_energy));
    number<"idle_energy_kwh">(in_unit(e.idle_energy));
  }

  void co2e(const Estimate& e) {
    numbers<"co2e_kg", "co2e_kg_low", "co2e_kg_high">(in_unit(e.co2e));
    number<"interval">(kInterval);
  }

  void beside(const Estimate& e) {
    number<"with_host_co2e_kg">(in_unit(e.with_host_co2e));
    number<"market_co2e_kg">(in_unit(e.market_co2e));
    numbers<"embodied_co2e_kg", "embodied_co2e_kg_low", "embodied_co2e_kg_high">(
        in_unit(e.embodied_co2e));
    numbers<"water_l", "water_l_low", "water_l_high">(in_unit(e.water_l));
  }

  void cost(const CostFigure& cost, const std::optional<PriceFactor>& price) {
    sink_.template begin_object<"cost">();
    numbers<"electricity_usd", "electricity_usd_low", "electricity_usd_high">(
        in_unit(cost.electricity_usd));
    if (cost.electricity_eur) {
      numbers<"electricity_eur", "electricity_eur_low", "electricity_eur_high">(
          in_unit(cost.electricity_eur));
    }
    if (cost.compute_usd) {
      number<"compute_usd_low">(cost.compute_usd->low);
      number<"compute_usd_high">(cost.compute_usd->high);
    } else {
      sink_.template nulls<"compute_usd_low", "compute_usd_high">();
    }
    if (price && price->year != 0) catalogue_price(*price);
    sink_.end_object();
  }

  void catalogue_price(const PriceFactor& price) {
    sink_.template begin_object<"electricity_price">();
    number<"per_kwh">(price.per_kwh.mid);
    word<"currency", kCurrencyNames>(price.currency);
    year(price.year);
    text<"consumer">(price.consumer);
    text<"tax">(price.tax);
    word<"basis", kBasisNames>(price.basis);
    origin(price.origin);
    text_or_null<"source">(price.origin.source_id);
    sink_.end_object();
  }

  void pue(const std::optional<PueFactor>& pue) {
    if (!pue) return sink_.template nulls<"pue">();
    sink_.memo(*pue, [&] {
      sink_.template begin_object<"pue">();
      number<"value">(pue->value.mid);
      number<"low">(pue->value.low);
      number<"high">(pue->value.high);
      word<"basis", kBasisNames>(pue->basis);
      origin(pue->origin);
      text_or_null<"source">(pue->origin.source_id);
      sink_.end_object();
    });
  }

  void grid(const std::optional<GridFactor>& grid) {
    if (!grid) return sink_.template nulls<"grid">();
    sink_.memo(*grid, [&] {
      sink_.template begin_object<"grid">();
      text_or_null<"id">(grid->id);
      text_or_null<"name">(grid->name);
      number<"intensity_g_per_kwh">(as_g_per_kwh(grid->intensity.mid));
      number<"low">(as_g_per_kwh(grid->intensity.low));
      number<"high">(as_g_per_kwh(grid->intensity.high));
      year(grid->year);
      word<"basis", kBasisNames>(grid->basis);
      word<"accounting", kAccountingNames>(grid->accounting);
      text_or_null<"gases">(grid->gases);
      text_or_null<"losses">(grid->losses);
      origin(grid->origin);
      text_or_null<"source">(grid->origin.source_id);
      if (grid->cfe_share) {
        number<"cfe_share">(*grid->cfe_share);
        number<"cfe_year">(grid->cfe_year);
      }
      sink_.end_object();
    });
  }

  void components(const std::vector<ComponentFigure>& components) {
    sink_.template begin_array<"components">();
    for (const ComponentFigure& c : components) {
      sink_.begin_object();
      word<"kind", kDeviceKindNames>(c.kind);
      text_or_null<"model">(c.model);
      count<"count">(c.count);
      number<"energy_kwh">(c.energy_known ? std::optional(as_kwh(c.energy)) : std::nullopt);
      word<"basis", kBasisNames>(c.basis);
      word<"evidence", kEvidenceNames>(c.evidence);
      number<"share_measured">(c.share_measured);
      sink_.end_object();
    }
    sink_.end_array();
  }

  void equivalents(const Estimate& e) {
    sink_.template begin_object<"equivalents">();
    if (has_equivalents(e)) {
      for (const Equivalent& row : *e.equivalent_rows)
        sink_.number_of(row.key, equivalent_value_of(e, row));
    }
    sink_.end_object();
  }

  void widest(const std::vector<WidestFactor>& factors) {
    sink_.template begin_array<"widest">();
    for (const WidestFactor& factor : factors) {
      sink_.begin_object();
      sink_.memo(FactorKey{factor.cause, factor.kinds, factor.from_memory},
                 [&] { text<"factor">(factor.name()); });
      number<"share">(factor.share);
      sink_.end_object();
    }
    sink_.end_array();
  }

  void sources(const Estimate& e) {
    sink_.memo(e, [&] {
      sink_.template begin_array<"sources">();
      for (const std::string_view id : source_ids_of(e, EquivalentsShown::all))
        sink_.memo(SourceKey{std::string(id)}, [&] { source(id); });
      sink_.end_array();
    });
  }

  void source(std::string_view id) {
    sink_.begin_object();
    text<"id">(id);
    if (const Source* row = catalogue_.find_source(id)) {
      text<"title">(row->title);
      text<"publisher">(row->publisher);
      year(row->year);
      text<"licence">(row->licence);
    }
    sink_.end_object();
  }

  void notes(const std::vector<Note>& notes) {
    sink_.template begin_array<"notes">();
    for (const Note& note : notes) {
      sink_.memo(note, [&] {
        sink_.begin_object();
        text<"code">(code_of(note));
        text<"severity">(severity_of(note) == Severity::warning ? "warning" : "info");
        text<"where">(note.where);
        text<"text">(text_of(note));
        if (note.times > 1) count<"times">(static_cast<double>(note.times));
        sink_.end_object();
      });
    }
    sink_.end_array();
  }

  Sink& sink_;
  const Catalogue& catalogue_;
};

}  // namespace co2est::rendering
