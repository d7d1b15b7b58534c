// Knows the keys of an estimate, version 1, in their order: one description for every writer.
//
// A Sink has begin_object, end_object, begin_array, end_array, key<"name">, null<"name"> (a key
// without a value), key_of_table, text, number, count, and memo(key, body): `body` writes the same
// bytes whenever `key` is the same.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "co2est/catalogue.hpp"
#include "co2est/estimate.hpp"
#include "render/key_name.hpp"
#include "text/version.hpp"

namespace co2est::rendering {

inline constexpr std::string_view kEstimateSchemaName = "co2est/estimate/1";

/// Names what `write_head` writes to a memo.
struct HeadKey {
  const Catalogue* catalogue;
};

template <typename Sink>
class EstimateWriter {
 public:
  EstimateWriter(Sink& sink, const Catalogue& catalogue) : sink_(sink), catalogue_(catalogue) {}

  /// "schema" and "co2est": who wrote the document.
  void head() {
    sink_.memo(HeadKey{&catalogue_}, [this] {
      text<"schema">(kEstimateSchemaName);
      key<"co2est">();
      sink_.begin_object();
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
    cost(e.cost);
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
  void key() {
    sink_.template key<kName>();
  }
  template <KeyName kName>
  void null() {
    sink_.template null<kName>();
  }
  template <KeyName kName>
  void text(std::string_view value) {
    key<kName>();
    sink_.text(value);
  }
  template <KeyName kName>
  void text_or_null(std::string_view value) {
    value.empty() ? null<kName>() : text<kName>(value);
  }
  template <KeyName kName>
  void number(double value) {
    key<kName>();
    sink_.number(value);
  }
  template <KeyName kName>
  void number(const std::optional<double>& value) {
    value ? number<kName>(*value) : null<kName>();
  }
  template <KeyName kName>
  void count(const std::optional<double>& value) {
    if (!value) return null<kName>();
    key<kName>();
    sink_.count(*value);
  }
  void year(int value) { count<"year">(value == 0 ? std::nullopt : std::optional<double>(value)); }

  void what(const Estimate& e, bool total) {
    text<"name">(e.name);
    text<"scope">(e.scope);
    text_or_null<"method">(e.method);
    if (total) {
      key<"run_count">();
      sink_.count(static_cast<double>(e.runs));
    } else {
      key<"repeat">();
      sink_.count(e.repeat);
    }
    number<"duration_h">(e.duration ? std::optional(as_hours(*e.duration)) : std::nullopt);
    number<"device_hours">(e.device_hours ? std::optional(as_hours(*e.device_hours))
                                          : std::nullopt);
  }

  void energy(const Estimate& e) {
    number<"energy_kwh">(e.energy ? std::optional(as_kwh(*e.energy)) : std::nullopt);
    const auto facility = [&](Energy Range<Energy>::*bound) {
      return e.facility_energy ? std::optional(as_kwh((*e.facility_energy).*bound)) : std::nullopt;
    };
    number<"facility_energy_kwh">(facility(&Range<Energy>::mid));
    number<"facility_energy_kwh_low">(facility(&Range<Energy>::low));
    number<"facility_energy_kwh_high">(facility(&Range<Energy>::high));
    number<"idle_energy_kwh">(e.idle_energy ? std::optional(as_kwh(*e.idle_energy)) : std::nullopt);
  }

  static std::optional<double> kg(const std::optional<Range<Mass>>& mass,
                                  Mass Range<Mass>::*bound) {
    return mass ? std::optional(as_kilograms((*mass).*bound)) : std::nullopt;
  }
  static std::optional<double> kg(const std::optional<Mass>& mass) {
    return mass ? std::optional(as_kilograms(*mass)) : std::nullopt;
  }

  void co2e(const Estimate& e) {
    number<"co2e_kg">(kg(e.co2e, &Range<Mass>::mid));
    number<"co2e_kg_low">(kg(e.co2e, &Range<Mass>::low));
    number<"co2e_kg_high">(kg(e.co2e, &Range<Mass>::high));
    number<"interval">(kInterval);
  }

  void beside(const Estimate& e) {
    number<"with_host_co2e_kg">(kg(e.with_host_co2e));
    number<"market_co2e_kg">(kg(e.market_co2e));
    number<"embodied_co2e_kg">(kg(e.embodied_co2e, &Range<Mass>::mid));
    number<"embodied_co2e_kg_low">(kg(e.embodied_co2e, &Range<Mass>::low));
    number<"embodied_co2e_kg_high">(kg(e.embodied_co2e, &Range<Mass>::high));
    number<"water_l">(e.water_l ? std::optional(e.water_l->mid) : std::nullopt);
    number<"water_l_low">(e.water_l ? std::optional(e.water_l->low) : std::nullopt);
    number<"water_l_high">(e.water_l ? std::optional(e.water_l->high) : std::nullopt);
  }

  void cost(const CostFigure& cost) {
    const auto usd = [](const std::optional<Range<double>>& range, double Range<double>::*bound) {
      return range ? std::optional((*range).*bound) : std::nullopt;
    };
    key<"cost">();
    sink_.begin_object();
    number<"electricity_usd">(usd(cost.electricity_usd, &Range<double>::mid));
    number<"electricity_usd_low">(usd(cost.electricity_usd, &Range<double>::low));
    number<"electricity_usd_high">(usd(cost.electricity_usd, &Range<double>::high));
    number<"compute_usd_low">(usd(cost.compute_usd, &Range<double>::low));
    number<"compute_usd_high">(usd(cost.compute_usd, &Range<double>::high));
    sink_.end_object();
  }

  void pue(const std::optional<PueFactor>& pue) {
    if (!pue) return null<"pue">();
    key<"pue">();
    sink_.memo(*pue, [&] {
      sink_.begin_object();
      number<"value">(pue->value.mid);
      number<"low">(pue->value.low);
      number<"high">(pue->value.high);
      text<"basis">(to_text(pue->basis));
      text<"origin">(to_text(pue->origin));
      text_or_null<"source">(pue->origin.source_id);
      sink_.end_object();
    });
  }

  void grid(const std::optional<GridFactor>& grid) {
    if (!grid) return null<"grid">();
    key<"grid">();
    sink_.memo(*grid, [&] {
      sink_.begin_object();
      text_or_null<"id">(grid->id);
      text_or_null<"name">(grid->name);
      number<"intensity_g_per_kwh">(as_g_per_kwh(grid->intensity.mid));
      number<"low">(as_g_per_kwh(grid->intensity.low));
      number<"high">(as_g_per_kwh(grid->intensity.high));
      year(grid->year);
      text<"basis">(to_text(grid->basis));
      text<"accounting">(to_text(grid->accounting));
      text_or_null<"gases">(grid->gases);
      text<"origin">(to_text(grid->origin));
      text_or_null<"source">(grid->origin.source_id);
      if (grid->cfe_share) number<"cfe_share">(*grid->cfe_share);
      sink_.end_object();
    });
  }

  void components(const std::vector<ComponentFigure>& components) {
    key<"components">();
    sink_.begin_array();
    for (const ComponentFigure& c : components) {
      sink_.begin_object();
      text<"kind">(to_text(c.kind));
      text_or_null<"model">(c.model);
      count<"count">(c.count);
      number<"energy_kwh">(c.energy_known ? std::optional(as_kwh(c.energy)) : std::nullopt);
      text<"basis">(to_text(c.basis));
      text<"evidence">(to_text(c.evidence));
      number<"share_measured">(c.share_measured);
      sink_.end_object();
    }
    sink_.end_array();
  }

  void equivalents(const Estimate& e) {
    key<"equivalents">();
    sink_.begin_object();
    if (has_equivalents(e)) {
      for (const Equivalent& row : *e.equivalent_rows) {
        sink_.key_of_table(row.key);
        sink_.number(equivalent_of(e, row).value);
      }
    }
    sink_.end_object();
  }

  void widest(const std::vector<WidestFactor>& factors) {
    key<"widest">();
    sink_.begin_array();
    for (const WidestFactor& factor : factors) {
      sink_.begin_object();
      text<"factor">(factor.name());
      number<"share">(factor.share);
      sink_.end_object();
    }
    sink_.end_array();
  }

  void sources(const Estimate& e) {
    key<"sources">();
    sink_.memo(e, [&] {
      sink_.begin_array();
      for (const std::string_view id : source_ids_of(e, EquivalentsShown::all))
        source(id);
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
    key<"notes">();
    sink_.begin_array();
    for (const Note& note : notes) {
      sink_.memo(note, [&] {
        sink_.begin_object();
        text<"code">(code_of(note));
        text<"severity">(severity_of(note) == Severity::warning ? "warning" : "info");
        text<"where">(note.where);
        text<"text">(text_of(note));
        if (note.times > 1) {
          key<"times">();
          sink_.count(static_cast<double>(note.times));
        }
        sink_.end_object();
      });
    }
    sink_.end_array();
  }

  Sink& sink_;
  const Catalogue& catalogue_;
};

/// The keys of one estimate into an object that the caller has begun.
template <typename Sink>
void write_estimate(Sink& sink, const Estimate& estimate, const Catalogue& catalogue, bool total) {
  EstimateWriter<Sink>(sink, catalogue).body(estimate, total);
}

}  // namespace co2est::rendering
