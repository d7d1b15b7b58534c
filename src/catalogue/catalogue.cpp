// Knows the access to the tables and the places where a name is looked for.
#include <algorithm>
#include <utility>

#include "catalogue/lookup.hpp"
#include "catalogue/state.hpp"
#include "co2est/error.hpp"
#include "text/vendor.hpp"

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
const std::vector<Accelerator>& Catalogue::accelerators() const {
  return state_->accelerators.rows();
}
const std::vector<Equivalent>& Catalogue::equivalents() const {
  return state_->equivalents.rows();
}
const std::vector<PresetRow>& Catalogue::presets() const {
  return state_->presets.rows();
}
const std::vector<Parameter>& Catalogue::parameters() const {
  return state_->parameters.rows();
}

std::string_view Accelerator::source_of(std::string_view column) const {
  for (std::size_t at = detail.find(column); at != std::string_view::npos;
       at = detail.find(column, at + 1)) {
    const bool begins = at == 0 || detail[at - 1] == ' ';
    const std::size_t value = at + column.size();
    if (!begins || value >= detail.size() || detail[value] != '=') continue;
    return detail.substr(value + 1, detail.find_first_of(";. ", value) - value - 1);
  }
  return source_id;
}

Found<GridPlace> Catalogue::find_grid(std::string_view name) const {
  const std::vector<GridPlace>& rows = grids();
  for (const GridPlace& row : rows) {
    if (row.id == name) return {&row, {}, {}};
  }
  Matches<GridPlace> codes(name);
  for (const GridPlace& row : rows)
    codes.offer(row, {row.id, row.iso2, row.iso3});
  if (codes.any()) return codes.found();
  Matches<GridPlace> names(name);
  for (const GridPlace& row : rows) {
    names.offer(row, {row.name});
    names.offer_list(row, row.aliases);
  }
  return names.any() ? names.found() : names.nearest(name);
}

Found<CloudRegion> Catalogue::find_cloud_region(std::string_view name) const {
  const std::string folded = fold_name(name);
  const std::string_view provider = std::string_view(folded).substr(0, folded.find('/'));
  Matches<CloudRegion> matches(name);
  for (const CloudRegion& row : cloud_regions()) {
    if (row.provider == provider) matches.offer(row, {row.id});
  }
  return matches.any() ? matches.found() : matches.nearest(name);
}

Found<Accelerator> Catalogue::find_accelerator(std::string_view name) const {
  Matches<Accelerator> matches(name, &fold_device);
  for (const Accelerator& row : accelerators()) {
    matches.offer(row, {row.id, row.name});
    matches.offer_list(row, row.aliases);
  }
  return matches.any() ? matches.found() : matches.nearest(name);
}

Found<PueRow> Catalogue::find_pue(std::string_view name) const {
  Matches<PueRow> matches(name);
  for (const PueRow& row : pues()) {
    matches.offer(row, {row.id, row.name});
    matches.offer_list(row, row.aliases);
  }
  if (!matches.any()) return matches.nearest(name);
  Found<PueRow> found = matches.all();
  const bool one_facility =
      std::all_of(found.candidates.begin(), found.candidates.end(),
                  [&](const PueRow* row) { return row->id == found.candidates.front()->id; });
  if (one_facility) found.row = found.candidates.back();
  return found;
}

const Source* Catalogue::find_source(std::string_view id) const {
  const std::vector<Source>& rows = sources();
  const auto at =
      std::lower_bound(rows.begin(), rows.end(), id,
                       [](const Source& row, std::string_view key) { return row.id < key; });
  return at != rows.end() && at->id == id ? &*at : nullptr;
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

std::vector<GridIntensity> Catalogue::intensities_of(std::string_view grid_id) const {
  const auto& table = state_->grid_intensity;
  return table.rows_of(lines_with_key(table.text(), grid_id));
}

}  // namespace co2est
