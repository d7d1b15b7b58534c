// Knows the factors that ship with the program, and how to find one. Tables are parsed when first
// asked for.
#pragma once

#include <bitset>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "co2est/catalogue_rows.hpp"

namespace co2est {

/// Which rows of parameters.csv a figure rests on, a bit each; what stands beyond is not cited.
using ParameterSet = std::bitset<128>;

/// What a look-up by name found: one row, or none with the rows that were meant perhaps. The
/// pointers are valid while the catalogue or a copy of it lives.
template <typename Row>
struct Found {
  const Row* row = nullptr;
  std::vector<const Row*> candidates;  ///< of an ambiguous name, else empty
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
  [[nodiscard]] const std::vector<MeasuredPower>& measured_powers() const;
  [[nodiscard]] const std::vector<Cpu>& cpus() const;
  [[nodiscard]] const std::vector<Equivalent>& equivalents() const;
  [[nodiscard]] const std::vector<EquivalentEdition>& equivalent_editions() const;
  [[nodiscard]] const std::vector<Footprint>& footprints() const;
  [[nodiscard]] const std::vector<ElectricityPrice>& electricity_prices() const;
  [[nodiscard]] const std::vector<PresetRow>& presets() const;
  [[nodiscard]] const std::vector<Parameter>& parameters() const;
  [[nodiscard]] const std::vector<Alternative>& alternatives() const;

  /// By id, ISO2, ISO3, name or alias; case, accents, blanks and punctuation are folded.
  [[nodiscard]] Found<GridPlace> find_grid(std::string_view name) const;
  /// Whether a place is called so, without looking for a suggestion where none is.
  [[nodiscard]] bool has_grid(std::string_view name) const;
  /// By "provider/region", with the provider as people write it ("Google Cloud europe-west4") or
  /// without, by what the provider calls it ("East US"), or by a zone in it. Without a provider
  /// there is no suggestion: see `cloud_regions_like`.
  [[nodiscard]] Found<CloudRegion> find_cloud_region(std::string_view name) const;
  /// The regions that a text which names none may have meant: the beginning of an id ("us-east") or
  /// a place ("Frankfurt").
  [[nodiscard]] std::vector<const CloudRegion*> cloud_regions_like(std::string_view name) const;
  /// By name, with or without its provider: "p4d.24xlarge", "aws/p4d.24xlarge".
  [[nodiscard]] Found<Instance> find_instance(std::string_view name) const;
  /// By id, name or any string that a driver prints for it.
  [[nodiscard]] Found<Accelerator> find_accelerator(std::string_view name) const;
  /// By id, or by the model in any spelling of /proc/cpuinfo or its maker. A number without its
  /// series finds no row, but candidates.
  [[nodiscard]] Found<Cpu> find_cpu(std::string_view name) const;
  /// The newest row of a facility, operator or cloud region, by id or name.
  [[nodiscard]] Found<PueRow> find_pue(std::string_view name) const;
  /// By id, key or alias.
  [[nodiscard]] Found<Equivalent> find_equivalent(std::string_view name) const;
  /// By id or name.
  [[nodiscard]] Found<Footprint> find_footprint(std::string_view name) const;
  /// Whether `find_pue` finds rows, without looking for a suggestion where it does not.
  [[nodiscard]] bool has_pue(std::string_view name) const;
  /// The rows of one facility, operator or cloud region, oldest first, as valid as `Found`'s.
  [[nodiscard]] std::vector<const PueRow*> pues_of(std::string_view id) const;
  /// Null where there is none.
  [[nodiscard]] const Source* find_source(std::string_view id) const;
  /// The parameter must exist: its absence is an error of the tables.
  [[nodiscard]] const Parameter& parameter(std::string_view id) const;
  /// The newest year of the world's intensity, which no place is ahead of; 0 where none is held.
  [[nodiscard]] int newest_grid_year() const;
  /// The rows of one grid in the table's order (year, accounting, gases), read without parsing
  /// the rest of the table.
  [[nodiscard]] std::vector<GridIntensity> intensities_of(std::string_view grid_id) const;
  /// The same for the prices of electricity in one place, oldest first.
  [[nodiscard]] std::vector<ElectricityPrice> prices_of(std::string_view grid_id) const;
  /// The rows of one region by year, read in the same way.
  [[nodiscard]] std::vector<CloudYear> cloud_years_of(std::string_view region_id) const;

  /// What other sources say of the row with this id, read without parsing the rest of the table.
  [[nodiscard]] std::vector<Alternative> alternatives_of(std::string_view id) const;

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
