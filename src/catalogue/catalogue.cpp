// Knows the access to the tables and the places where a name is looked for.
#include <algorithm>
#include <array>
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

namespace {

template <typename Row>
Found<Row> found_among(const std::vector<const Row*>& rows) {
  if (rows.size() == 1) return {rows.front(), {}, {}};
  return {nullptr, rows, {}};
}

/// The nearest name of the rows that are `meant`.
template <typename Row, typename Meant>
Found<Row> nearest_in(const std::vector<Row>& rows, std::string_view wanted, Meant meant) {
  std::vector<std::string_view> names;
  for (const Row& row : rows) {
    if (meant(row)) for_each_name(row, [&](std::string_view name) { names.push_back(name); });
  }
  return {nullptr, {}, std::string(nearest_name(wanted, names))};
}

template <typename Row>
Found<Row> nearest_in(const std::vector<Row>& rows, std::string_view wanted) {
  return nearest_in(rows, wanted, [](const Row&) { return true; });
}

/// Whether a folded name says that it is less than the card that it is spelled like, so that the
/// card is no typing mistake away: a laptop's part, a slice of a device.
bool names_other_part(std::string_view folded) {
  constexpr auto kMarks = std::to_array<std::string_view>({"laptop", "max-q", "mobile", "-mig-"});
  return std::any_of(kMarks.begin(), kMarks.end(), [&](std::string_view mark) {
    return folded.find(mark) != std::string_view::npos;
  });
}

/// The nearest id of a provider's regions.
Found<CloudRegion> nearest_region(const std::vector<CloudRegion>& rows, std::string_view wanted,
                                  std::string_view provider) {
  std::vector<std::string_view> ids;
  for (const CloudRegion& row : rows) {
    if (row.provider == provider) ids.push_back(row.id);
  }
  return {nullptr, {}, std::string(nearest_name(wanted, ids))};
}

/// Whether a folded name is the beginning of the region's or stands as whole words in what it is
/// called: "us-east", "frankfurt", "n-virginia".
bool is_like(std::string_view wanted, const CloudRegion& row) {
  const auto holds_words = [&](std::string_view text) {
    const std::string words = "-" + fold_place(text) + "-";
    return words.find("-" + std::string(wanted) + "-") != std::string::npos;
  };
  return row.region.starts_with(wanted) || row.id.starts_with(wanted) || holds_words(row.name) ||
         holds_words(row.city);
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// Whether one name is the other with its beginning or its end left out, but no digit from within a
/// number: "7763" of "epyc7763", "xeonplatinum8480" of "xeonplatinum8480+".
bool is_part_of(std::string_view part, std::string_view whole) {
  if (part.size() >= whole.size()) return false;
  if (whole.starts_with(part)) return !is_digit(whole[part.size()]);
  return whole.ends_with(part) && !is_digit(whole[whole.size() - part.size() - 1]);
}

/// From the first digit on: "8375c" of "xeonplatinum8375c".
std::string_view number_of(std::string_view folded) {
  return folded.substr(std::min(folded.find_first_of("0123456789"), folded.size()));
}

/// What a folded name that no CPU has was meant to be: the ones of which it is a part, else the
/// ones of the same number whose series differs by a letter or two. Another number is another part.
Found<Cpu> cpus_like(const Table<Cpu>& table, std::string_view wanted) {
  constexpr std::size_t kShortest = 3;
  constexpr std::size_t kLongest = 64;  // longer texts are no typing mistakes
  constexpr std::size_t kMostEdits = 2;
  const std::string_view number = number_of(wanted);
  if (wanted.size() < kShortest || wanted.size() > kLongest || number.empty()) return {};
  std::vector<const Cpu*> meant =
      table.rows_that([&](std::string_view name) { return is_part_of(wanted, name); });
  if (meant.empty()) {
    meant = table.rows_that([&](std::string_view name) {
      return number_of(name) == number && edit_distance(wanted, name, kMostEdits) <= kMostEdits;
    });
  }
  if (meant.size() == 1) return {nullptr, {}, std::string(meant.front()->name)};
  return {nullptr, std::move(meant), {}};
}

}  // namespace

Found<GridPlace> Catalogue::find_grid(std::string_view name) const {
  const std::vector<const GridPlace*> named = state_->grids.rows_named(name);
  if (named.empty()) return nearest_in(grids(), name);
  std::vector<const GridPlace*> coded;
  for (const GridPlace* row : named) {
    if (row->id == name) return {row, {}, {}};
    if (has_code(*row, folded<GridPlace>(name))) coded.push_back(row);
  }
  return found_among(coded.empty() ? named : coded);
}

bool Catalogue::has_grid(std::string_view name) const {
  return !state_->grids.rows_named(name).empty();
}

Found<CloudRegion> Catalogue::find_cloud_region(std::string_view name) const {
  const Table<CloudRegion>& table = state_->cloud_regions;
  std::vector<const CloudRegion*> named = table.rows_named(name);
  if (!named.empty()) return found_among(named);
  const std::string wanted = fold_region(name);
  if (const std::string_view region = region_of_zone(wanted); !region.empty()) {
    named = table.rows_named(region);
    if (!named.empty()) return found_among(named);
  }
  const std::size_t slash = wanted.find('/');
  if (slash == std::string::npos) return {};
  const std::string_view provider = std::string_view(wanted).substr(0, slash);
  return nearest_region(cloud_regions(), wanted, provider);
}

std::vector<const CloudRegion*> Catalogue::cloud_regions_like(std::string_view name) const {
  const std::string wanted = fold_region(name);
  constexpr std::size_t kShortest = 3;
  std::vector<const CloudRegion*> like;
  if (wanted.size() < kShortest) return like;
  for (const CloudRegion& row : cloud_regions()) {
    if (is_like(wanted, row)) like.push_back(&row);
  }
  return like;
}

Found<Instance> Catalogue::find_instance(std::string_view name) const {
  const std::vector<const Instance*> named = state_->instances.rows_named(name);
  return named.empty() ? nearest_in(instances(), name) : found_among(named);
}

Found<Accelerator> Catalogue::find_accelerator(std::string_view name) const {
  const std::vector<const Accelerator*> named = state_->accelerators.rows_named(name);
  if (!named.empty()) return found_among(named);
  return names_other_part(fold_name(name)) ? Found<Accelerator>()
                                           : nearest_in(accelerators(), name);
}

Found<Cpu> Catalogue::find_cpu(std::string_view name) const {
  const std::vector<const Cpu*> named = state_->cpus.rows_named(name);
  for (const Cpu* row : named) {
    if (row->id == name) return {row, {}, {}};
  }
  return named.empty() ? cpus_like(state_->cpus, fold_cpu(name)) : found_among(named);
}

Found<PueRow> Catalogue::find_pue(std::string_view name) const {
  const std::vector<const PueRow*> named = state_->pue.rows_named(name);
  if (named.empty()) return nearest_in(pues(), name);
  const bool one_facility =
      std::ranges::all_of(named, [&](const PueRow* row) { return row->id == named.front()->id; });
  if (one_facility) return {named.back(), {}, {}};
  return {nullptr, named, {}};
}

std::vector<const PueRow*> Catalogue::pues_of(std::string_view id) const {
  std::vector<const PueRow*> rows = state_->pue.rows_named(id);
  std::erase_if(rows, [&](const PueRow* row) { return row->id != id; });
  return rows;
}

Found<Equivalent> Catalogue::find_equivalent(std::string_view name) const {
  const std::vector<const Equivalent*> named = state_->equivalents.rows_named(name);
  return named.empty() ? nearest_in(equivalents(), name) : found_among(named);
}

Found<Footprint> Catalogue::find_footprint(std::string_view name) const {
  const std::vector<const Footprint*> named = state_->embodied.rows_named(name);
  return named.empty() ? nearest_in(footprints(), name) : found_among(named);
}

bool Catalogue::has_pue(std::string_view name) const {
  return !state_->pue.rows_named(name).empty();
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

std::vector<GridIntensity> Catalogue::intensities_of(std::string_view grid_id) const {
  return state_->grid_intensity.rows_with_key(grid_id);
}

std::vector<ElectricityPrice> Catalogue::prices_of(std::string_view grid_id) const {
  return state_->prices.rows_with_key(grid_id);
}

}  // namespace co2est
