// Knows which tables there are: one line here per table of data/.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "catalogue/table.hpp"
#include "co2est/catalogue.hpp"

namespace co2est {

struct Catalogue::State {
  std::vector<TableText> texts;      ///< in the order of the embedded tables
  std::deque<std::string> replaced;  ///< texts and hashes read from --data-dir
  std::string fingerprint;

  Table<Source> sources{"sources", text_of("sources")};
  Table<GridPlace> grids{"grids", text_of("grids")};
  Table<GridIntensity> grid_intensity{"grid_intensity", text_of("grid_intensity")};
  Table<GenerationFactor> generation_factors{"generation_factors", text_of("generation_factors")};
  Table<CloudRegion> cloud_regions{"cloud_regions", text_of("cloud_regions")};
  Table<CloudYear> cloud_years{"cloud_years", text_of("cloud_years")};
  Table<PueRow> pue{"pue", text_of("pue")};
  Table<Accelerator> accelerators{"accelerators", text_of("accelerators")};
  Table<Equivalent> equivalents{"equivalents", text_of("equivalents")};
  Table<PresetRow> presets{"presets", text_of("presets")};
  Table<Parameter> parameters{"parameters", text_of("parameters")};

  State(std::vector<TableText> all, std::deque<std::string> owned, std::string hash);

 private:
  [[nodiscard]] std::string_view text_of(std::string_view name) const;
};

}  // namespace co2est
