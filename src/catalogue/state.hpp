// Knows which tables there are: a member and an item of `for_each_table` for each. data/README.md,
// "Adding a table", has the other places.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "catalogue/table.hpp"
#include "co2est/catalogue.hpp"

namespace co2est {

struct Catalogue::State {
  std::vector<TableText> texts;      ///< in the order of the embedded tables
  std::deque<std::string> replaced;  ///< texts, hashes and paths of --data-dir
  std::string fingerprint;

  Table<Source> sources{named("sources")};
  Table<GridPlace> grids{named("grids")};
  Table<GridIntensity> grid_intensity{named("grid_intensity")};
  Table<GenerationFactor> generation_factors{named("generation_factors")};
  Table<CloudRegion> cloud_regions{named("cloud_regions")};
  Table<CloudYear> cloud_years{named("cloud_years")};
  Table<PueRow> pue{named("pue")};
  Table<Instance> instances{named("instances")};
  Table<Accelerator> accelerators{named("accelerators")};
  Table<Cpu> cpus{named("cpus")};
  Table<MeasuredPower> measured_power{named("measured_power")};
  Table<Equivalent> equivalents{named("equivalents")};
  Table<EquivalentEdition> equivalent_editions{named("equivalent_editions")};
  Table<Footprint> embodied{named("embodied")};
  Table<ElectricityPrice> prices{named("prices")};
  Table<PresetRow> presets{named("presets")};
  Table<Parameter> parameters{named("parameters")};
  Table<Alternative> alternatives{named("alternatives")};

  State(std::vector<TableText> all, std::deque<std::string> owned, std::string hash);

  /// Calls `use` with each table.
  template <typename Use>
  void for_each_table(Use use) const {
    const auto all = [&](const auto&... tables) { (use(tables), ...); };
    all(sources, grids, grid_intensity, generation_factors, cloud_regions, cloud_years, pue,
        instances, accelerators, cpus, measured_power, equivalents, equivalent_editions, embodied,
        prices, presets, parameters, alternatives);
  }

 private:
  [[nodiscard]] const TableText& named(std::string_view name) const;
};

}  // namespace co2est
