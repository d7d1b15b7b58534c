// Knows the access to the tables and to their rows by key.
#include <utility>

#include "catalogue/state.hpp"
#include "co2est/error.hpp"

namespace co2est {

Catalogue::State::State(std::vector<TableText> all, std::deque<std::string> owned, std::string hash)
    : texts(std::move(all)), replaced(std::move(owned)), fingerprint(std::move(hash)) {}

const TableText& Catalogue::State::named(std::string_view name) const {
  for (const TableText& table : texts) {
    if (table.name == name) return table;
  }
  throw Error(
      ErrorKind::environment,
      Problem{"catalogue", "has no table \"" + std::string(name) + "\"", "rebuild the program"});
}

std::string Catalogue::fingerprint() const {
  return state_->fingerprint;
}
std::vector<TableText> Catalogue::tables() const {
  return state_->texts;
}

const std::vector<Source>& Catalogue::sources() const {
  return state_->sources.rows();
}
const std::vector<GridPlace>& Catalogue::grids() const {
  return state_->grids.rows();
}
const std::vector<GridIntensity>& Catalogue::grid_intensities() const {
  return state_->grid_intensity.rows();
}
const std::vector<GenerationFactor>& Catalogue::generation_factors() const {
  return state_->generation_factors.rows();
}
const std::vector<CloudRegion>& Catalogue::cloud_regions() const {
  return state_->cloud_regions.rows();
}
const std::vector<CloudYear>& Catalogue::cloud_years() const {
  return state_->cloud_years.rows();
}
const std::vector<PueRow>& Catalogue::pues() const {
  return state_->pue.rows();
}
const std::vector<Instance>& Catalogue::instances() const {
  return state_->instances.rows();
}
const std::vector<Accelerator>& Catalogue::accelerators() const {
  return state_->accelerators.rows();
}
const std::vector<MeasuredPower>& Catalogue::measured_powers() const {
  return state_->measured_power.rows();
}
const std::vector<Cpu>& Catalogue::cpus() const {
  return state_->cpus.rows();
}
const std::vector<Equivalent>& Catalogue::equivalents() const {
  return state_->equivalents.rows();
}
const std::vector<EquivalentEdition>& Catalogue::equivalent_editions() const {
  return state_->equivalent_editions.rows();
}
const std::vector<Footprint>& Catalogue::footprints() const {
  return state_->embodied.rows();
}
const std::vector<ElectricityPrice>& Catalogue::electricity_prices() const {
  return state_->prices.rows();
}
const std::vector<PresetRow>& Catalogue::presets() const {
  return state_->presets.rows();
}
const std::vector<Parameter>& Catalogue::parameters() const {
  return state_->parameters.rows();
}
const std::vector<Alternative>& Catalogue::alternatives() const {
  return state_->alternatives.rows();
}

const Source* Catalogue::find_source(std::string_view id) const {
  return state_->sources.row_with_key(id);
}

const Parameter& Catalogue::parameter(std::string_view id) const {
  for (const Parameter& row : parameters()) {
    if (row.id == id) return row;
  }
  const std::string_view file = state_->parameters.file();
  throw Error(ErrorKind::input, Problem{std::string(file.empty() ? "parameters.csv" : file),
                                        "has no row \"" + std::string(id) + "\"",
                                        "copy the row from `co2est factors export DIR`"});
}

std::vector<CloudYear> Catalogue::cloud_years_of(std::string_view region_id) const {
  return state_->cloud_years.rows_with_key(region_id);
}

std::vector<Alternative> Catalogue::alternatives_of(std::string_view id) const {
  return state_->alternatives.rows_with_key(id);
}

int Catalogue::newest_grid_year() const {
  const std::optional<GridIntensity> row = state_->grid_intensity.last_row_with_key("WORLD");
  return row ? row->year : 0;
}

std::vector<GridIntensity> Catalogue::intensities_of(std::string_view grid_id) const {
  return state_->grid_intensity.rows_with_key(grid_id);
}

std::vector<ElectricityPrice> Catalogue::prices_of(std::string_view grid_id) const {
  return state_->prices.rows_with_key(grid_id);
}

}  // namespace co2est
