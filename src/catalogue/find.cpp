// Knows how the rows of a name are found, and what was meant by a name that no row has.
#include <algorithm>
#include <array>
#include <utility>

#include "catalogue/state.hpp"
#include "text/bytes.hpp"

namespace co2est {
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

/// Whether a folded name begins with a family or a part of it: "p4d" of "p4d.24xlarge", "nd96" of
/// "nd96asr-v4", but not "p4d.2" nor "v" of "v3-8".
bool is_of_family(std::string_view wanted, std::string_view name) {
  const std::size_t slash = name.find('/');  // a provider alone is no family
  if (slash != std::string_view::npos && slash >= wanted.size()) return false;
  if (wanted.size() >= name.size() || !name.starts_with(wanted)) return false;
  return !is_digit(wanted.back()) || !is_digit(name[wanted.size()]);
}

/// The sizes of the family that a folded name is the beginning of. A family whose name ends there
/// goes before those whose goes on: "p4d" is not "p4de".
std::vector<const Instance*> family_of(const Table<Instance>& table, std::string_view wanted) {
  constexpr std::size_t kShortest = 2;
  if (wanted.size() < kShortest || wanted.ends_with('/')) return {};
  const std::vector<const Instance*> whole = table.rows_that([&](std::string_view name) {
    return is_of_family(wanted, name) &&
           std::string_view(".-").find(name[wanted.size()]) != std::string_view::npos;
  });
  if (!whole.empty()) return whole;
  return table.rows_that([&](std::string_view name) { return is_of_family(wanted, name); });
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
  if (!named.empty()) return found_among(named);
  std::vector<const Instance*> family = family_of(state_->instances, folded<Instance>(name));
  if (family.size() == 1) return {nullptr, {}, std::string(family.front()->name)};
  if (!family.empty()) return {nullptr, std::move(family), {}};
  return nearest_in(instances(), name);
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
  if (!one_facility) return {nullptr, named, {}};
  return {pues_of(named.front()->id).back(), {}, {}};
}

std::vector<const PueRow*> Catalogue::pues_of(std::string_view id) const {
  std::vector<const PueRow*> rows = state_->pue.rows_named(id);
  std::erase_if(rows, [&](const PueRow* row) { return row->id != id; });
  std::stable_sort(rows.begin(), rows.end(),
                   [](const PueRow* a, const PueRow* b) { return a->year < b->year; });
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

}  // namespace co2est
