// Knows the rows of the tables in data/.
//
// Views point into text that the Catalogue keeps alive. In every row an empty text means not
// applicable, a year of 0 unknown. Where a member has few values they stand beside it;
// data/README.md says what each means. The ranges that figures keep are one table in
// src/catalogue/rules.cpp: a PUE from 1 to 10, an intensity from 0 to 5000 g/kWh.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "co2est/origin.hpp"
#include "co2est/units.hpp"

namespace co2est {

struct Source {
  std::string_view id, title, publisher, edition;
  int year = 0;
  std::string_view url, retrieved, licence, attribution, note;
};

struct GridPlace {
  std::string_view id;
  std::string_view kind;  ///< world, country, state, egrid, province
  std::string_view name, iso2, iso3;
  std::string_view aliases;  ///< as in all rows: separated by ';'
  std::string_view parent_id, source_id;
};

struct GridIntensity {
  std::string_view grid_id;
  int year = 0;
  Accounting accounting = Accounting::lifecycle;
  std::string_view gases;      ///< co2e, co2
  Range<Intensity> intensity;  ///< without a band where the table has none
  std::string_view side;       ///< production, consumption
  std::string_view signal;     ///< average, marginal
  std::string_view losses;     ///< of the grid: excluded, included
  std::string_view quality;    ///< measured, modelled
  std::string_view edition, source_id, note;
};

struct GenerationFactor {
  std::string_view technology;
  Accounting accounting = Accounting::lifecycle;
  std::string_view gases;  ///< co2e or co2
  Range<Intensity> intensity;
  std::string_view aliases, source_id, note;
};

struct CloudRegion {
  std::string_view id, provider, region, name, city, country_iso2, subdivision, grid_id;
  std::string_view mapping;  ///< stated, inferred
  std::string_view source_id, note;
};

struct CloudYear {
  std::string_view region_id;
  int year = 0;
  std::optional<double> cfe_share;  // 0 to 1; market side, shown and never multiplied
  std::optional<Intensity> intensity;
  Accounting accounting = Accounting::direct;
  std::string_view quality, source_id, note;
};

struct PueRow {
  std::string_view id;
  int year = 0;
  Range<double> pue;
  std::optional<double> wue_l_per_kwh;  // of IT energy, on site; shown and never multiplied
  std::string_view scope;               ///< industry, fleet, site, region
  std::string_view quality;             ///< measured, reported, design, estimated
  std::string_view name, aliases, source_id, note;
};

/// What one instance of a cloud, or one common server, is made of.
struct Instance {
  std::string_view id, provider, name, aliases;
  std::string_view accelerator_id;  ///< empty where GPUs are attached to it and named beside it
  double accelerators = 0;          ///< as its driver lists them; a part of one may be a fraction
  std::optional<double> vcpu;
  std::optional<double> threads;       ///< of hardware, where they are not the vCPUs
  std::optional<double> memory_gib;    ///< as providers count it, in units of 2^30 bytes
  std::string_view cpu_id;             ///< of the CPUs, where their model is known
  std::string_view platform;           ///< their micro-architecture: "epyc-3"
  std::optional<double> host_cpus;     ///< sockets of the whole server
  std::optional<double> host_threads;  ///< that the largest size of the family has of it
  std::optional<double> usd_per_hour;  ///< list price; shown and never multiplied
  std::string_view price_region, price_date, price_source_id;
  std::string_view quality;     ///< stated, partial, unverified
  std::string_view unverified;  ///< columns that are recalled or inferred
  std::string_view source_id, note;
};

enum class Vendor : std::uint8_t { none, nvidia, amd, intel, google, other };

/// Dense peak rates, in TFLOP/s and of int8 in TOP/s; with sparsity some makers state twice as
/// much.
struct PeakRates {
  std::optional<double> fp64, fp32, tf32, fp16, bf16, fp8, fp4, int8;
};

struct Accelerator {
  std::string_view id, name, aliases, vendor_name;
  std::string_view kind;          ///< gpu, tpu, accelerator
  std::string_view device_class;  ///< datacenter, workstation, consumer, edge, soc, laptop
  int year = 0;
  std::optional<Power> tdp, idle;
  std::optional<double> memory_gb, train_fraction;
  PeakRates peak;
  std::optional<Mass> embodied;
  /// What one of the row is where that is not one device and one board: half-board, quarter-board,
  /// half-module (of which the driver lists each), two-devices (the whole of those).
  std::string_view counts_as;
  std::string_view status;      ///< verified, partial, unverified
  std::string_view unverified;  ///< columns that no source was found for
  std::string_view source_id, detail;
  std::string_view tdp_source;  ///< source_of("tdp_w"), which every run on this model asks for

  [[nodiscard]] Vendor vendor() const;
  /// Who gives the value of a column, as ids joined by '+' or ';': `detail` says it by column,
  /// `source_id` for the row.
  [[nodiscard]] std::string_view source_of(std::string_view column) const;
  [[nodiscard]] bool data_centre() const { return device_class == "datacenter"; }
  /// How much of a whole card, which is made as one, a device of the row is: 1, 0.5 or 0.25.
  [[nodiscard]] double share_of_card() const;
};

/// What an accelerator drew in training, as shares of its TDP.
struct MeasuredPower {
  std::string_view accelerator_id;  ///< or nvidia, amd: all GPUs of one source together
  std::string_view source_id, workload;
  int n = 0;  ///< jobs or configurations, 0 where it is one figure
  std::optional<double> low, mid, high;
  std::string_view spread;   ///< what low, mid and high are: 5/50/95, min/mean/max, mean, max
  std::string_view scope;    ///< gpu, chip, node, system
  std::string_view quality;  ///< measured, secondary, unverified
  std::string_view note;
};

struct Cpu {
  std::string_view id, name, aliases, vendor_name;
  std::string_view family;   ///< the series, its number masked by x
  Power tdp;                 ///< of one socket
  std::string_view quality;  ///< reported, unverified
  std::string_view source_id, note;

  [[nodiscard]] Vendor vendor() const;
};

struct Equivalent {
  std::string_view id;
  int rank = 0;
  std::string_view key, name, aliases;
  std::optional<Range<Mass>> co2e;  // of one unit
  std::optional<Energy> energy;     // of one unit, where it is an energy that is compared
  int year = 0;
  std::string_view source_id, note;
};

/// What an equivalent stood for in one edition of its source.
struct EquivalentEdition {
  std::string_view id;  ///< of the equivalent
  int year = 0;
  Range<Mass> co2e;          ///< of one unit
  std::string_view quality;  ///< primary, secondary
  std::string_view source_id, note;
};

/// A published footprint of making hardware.
struct Footprint {
  std::string_view id, name;
  std::string_view per;  ///< device, board, server, part, gb, cm2
  Range<Mass> co2e;      ///< without a band where the source has none
  std::optional<double> lifetime_y;
  std::string_view scope;         ///< card, die, host-share, base
  std::string_view quality;       ///< primary, computed, secondary
  std::string_view accelerators;  ///< ids of those whose own footprint it is
  std::string_view method, source_id, note;
};

/// A mean price of electricity in a place.
struct ElectricityPrice {
  std::string_view grid_id;
  int year = 0;
  Currency currency = Currency::usd;
  double per_kwh = 0;         ///< in the currency
  std::string_view consumer;  ///< whose mean it is, in words
  std::string_view tax;       ///< included, excluded
  std::string_view quality;   ///< primary, secondary
  std::string_view source_id, note;
};

struct PresetRow {
  std::string_view preset_id;
  std::string_view field;  ///< pue, intensity, grid_year, electricity, device_price
  std::string_view of;     ///< a device_price: the accelerator's id; an intensity: its accounting
  std::optional<double> low, mid, high;
  std::string_view unit, source_id, note;
};

struct Parameter {
  std::string_view id;
  Range<double> value;
  std::string_view unit, source_id, note;
};

/// What another source says of a figure that we hold; shown beside ours, never used.
struct Alternative {
  std::string_view id;      ///< of the row that has the figure, in whatever table
  std::string_view column;  ///< of that row
  int year = 0;
  Range<double> value;  ///< without a band where the source gives none
  std::string_view unit;
  std::string_view accounting;  ///< lifecycle, direct, unknown; empty where it does not apply
  std::string_view source_id, note;
};

}  // namespace co2est
