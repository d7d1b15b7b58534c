// Knows the factors that ship with the program: rows of the tables in data/, and how to find one.
//
// Tables are parsed when first asked for. Views point into text that the Catalogue keeps alive.
// In every row an empty text means not applicable, a year of 0 unknown. Where a member has few
// values they stand beside it; data/README.md says what each means. The ranges that figures keep
// are one table in src/catalogue/rules.cpp: a PUE from 1 to 10, an intensity from 0 to 5000 g/kWh.
#pragma once

#include <bitset>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

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

struct Accelerator {
  std::string_view id, name, aliases, vendor_name;
  std::string_view kind;          ///< gpu, tpu, accelerator
  std::string_view device_class;  ///< datacenter, workstation, consumer, edge, soc, laptop
  int year = 0;
  std::optional<Power> tdp, idle;
  std::optional<double> memory_gb, peak_fp16_tflop_per_s, train_fraction;
  std::optional<Mass> embodied;
  std::string_view status;      ///< verified, partial, unverified
  std::string_view unverified;  ///< columns that no source was found for
  std::string_view source_id, detail;

  [[nodiscard]] Vendor vendor() const;
  /// Who gives the value of a column, as ids joined by '+' or ';': `detail` says it by column,
  /// `source_id` for the row.
  [[nodiscard]] std::string_view source_of(std::string_view column) const;
  [[nodiscard]] bool data_centre() const { return device_class == "datacenter"; }
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
  std::string_view key, name;
  std::optional<Range<Mass>> co2e;  // of one unit
  std::optional<Energy> energy;     // of one unit, where it is an energy that is compared
  int year = 0;
  std::string_view source_id, note;
};

struct PresetRow {
  std::string_view preset_id;
  std::string_view field;  ///< pue, intensity, grid_year, electricity, device_price
  std::string_view
      model;  ///< an accelerator's id of a device_price; the accounting of an intensity
  std::optional<double> low, mid, high;
  std::string_view unit, source_id, note;
};

struct Parameter {
  std::string_view id;
  Range<double> value;
  std::string_view unit, source_id, note;
};

/// Which rows of parameters.csv a figure rests on, a bit each; what stands beyond is not cited.
using ParameterSet = std::bitset<128>;

/// What a look-up by name found: one row, or none with the rows that were meant perhaps.
template <typename Row>
struct Found {
  const Row* row = nullptr;
  std::vector<const Row*> candidates;  ///< more than one: the name is ambiguous
  std::string suggestion;              ///< the nearest name, where nothing matched

  explicit operator bool() const { return row != nullptr; }
};

/// Name and text of one table.
struct TableText {
  std::string_view name;  ///< "grids"
  std::string_view text;
  std::string_view sha256;  ///< lower-case hex of the text
  std::string_view file;    ///< the file that replaces the embedded table, else empty
};

/// Immutable tables; copies share them. Safe to use from many threads.
/// Any member may throw Error (input) where a table lacks a row that the program needs; tables that
/// are embedded are otherwise sound, and those of a folder were checked when they were loaded.
class Catalogue {
 public:
  Catalogue(Catalogue&&) noexcept = default;
  Catalogue(const Catalogue&) = default;
  Catalogue& operator=(Catalogue&&) noexcept = default;
  Catalogue& operator=(const Catalogue&) = default;
  ~Catalogue() = default;

  /// "sha256:..." over the hashes of all tables.
  [[nodiscard]] std::string fingerprint() const;
  [[nodiscard]] std::vector<TableText> tables() const;

  [[nodiscard]] const std::vector<Source>& sources() const;
  [[nodiscard]] const std::vector<GridPlace>& grids() const;
  [[nodiscard]] const std::vector<GridIntensity>& grid_intensities() const;
  [[nodiscard]] const std::vector<GenerationFactor>& generation_factors() const;
  [[nodiscard]] const std::vector<CloudRegion>& cloud_regions() const;
  [[nodiscard]] const std::vector<CloudYear>& cloud_years() const;
  [[nodiscard]] const std::vector<PueRow>& pues() const;
  [[nodiscard]] const std::vector<Instance>& instances() const;
  [[nodiscard]] const std::vector<Accelerator>& accelerators() const;
  [[nodiscard]] const std::vector<Cpu>& cpus() const;
  [[nodiscard]] const std::vector<Equivalent>& equivalents() const;
  [[nodiscard]] const std::vector<PresetRow>& presets() const;
  [[nodiscard]] const std::vector<Parameter>& parameters() const;

  /// By id, ISO2, ISO3, name or alias; case, spaces and hyphens are folded.
  [[nodiscard]] Found<GridPlace> find_grid(std::string_view name) const;
  /// By "provider/region".
  [[nodiscard]] Found<CloudRegion> find_cloud_region(std::string_view name) const;
  /// By name, with or without its provider: "p4d.24xlarge", "aws/p4d.24xlarge".
  [[nodiscard]] Found<Instance> find_instance(std::string_view name) const;
  /// By id, name or any string that a driver prints for it.
  [[nodiscard]] Found<Accelerator> find_accelerator(std::string_view name) const;
  /// By id, or by the model in any spelling of /proc/cpuinfo or its maker. A number without its
  /// series finds no row, but candidates.
  [[nodiscard]] Found<Cpu> find_cpu(std::string_view name) const;
  /// Rows of one facility, operator or cloud region, oldest first; `row` is the newest.
  [[nodiscard]] Found<PueRow> find_pue(std::string_view name) const;
  [[nodiscard]] const Source* find_source(std::string_view id) const;
  /// The parameter must exist: its absence is an error of the tables.
  [[nodiscard]] const Parameter& parameter(std::string_view id) const;
  /// The rows of one grid in the table's order (year, accounting, gases), read without parsing
  /// the rest of the table.
  [[nodiscard]] std::vector<GridIntensity> intensities_of(std::string_view grid_id) const;

  struct State;
  explicit Catalogue(std::shared_ptr<const State> state) : state_(std::move(state)) {}
  [[nodiscard]] const std::shared_ptr<const State>& state() const { return state_; }

 private:
  std::shared_ptr<const State> state_;
};

/// The embedded tables, each parsed when it is first asked for. With `data_dir`, each *.csv at its
/// top level replaces the table of that name whole, and is read and checked here.
/// Throws Error: (input) for a folder that cannot be listed, an unknown name and every cell, up to
/// twenty a table, that breaks the rules of data/README.md; (environment) for an unreadable file.
Catalogue load_catalogue(const std::string& data_dir = {});

}  // namespace co2est
