// Knows by which names the rows of a table are asked for, and when two names are the same.
#pragma once

#include <string>
#include <string_view>

#include "co2est/catalogue.hpp"
#include "text/cpu_name.hpp"
#include "text/list.hpp"
#include "text/place_name.hpp"
#include "text/suggest.hpp"
#include "text/vendor.hpp"

namespace co2est {

/// Makes names that mean the same equal. No part of a name ever matches: "A10" is not in "A100".
template <typename Row>
std::string folded(std::string_view name) {
  return fold_name(name);
}
template <>
inline std::string folded<Accelerator>(std::string_view name) {
  return fold_device(name);
}

template <>
inline std::string folded<Cpu>(std::string_view name) {
  return fold_cpu(name);
}

template <>
inline std::string folded<GridPlace>(std::string_view name) {
  return fold_place(name);
}

template <>
inline std::string folded<CloudRegion>(std::string_view name) {
  return fold_region(name);
}

/// The first cell of a row.
inline std::string_view key_of(const GridIntensity& row) {
  return row.grid_id;
}
inline std::string_view key_of(const ElectricityPrice& row) {
  return row.grid_id;
}
inline std::string_view key_of(const CloudYear& row) {
  return row.region_id;
}
inline std::string_view key_of(const Alternative& row) {
  return row.id;
}
inline std::string_view key_of(const Source& row) {
  return row.id;
}

/// Calls `use` with each code of a row: what goes before a name that is spelled the same. Parts of
/// a country bear its ISO code to say where they are; it names the country alone.
template <typename Row, typename Use>
void for_each_code(const Row& row, Use use) {
  if constexpr (requires { row.iso2; }) {
    use(row.id);
    if (row.kind != "country") return;
    use(row.iso2);
    use(row.iso3);
  }
}

/// Calls `use` with each name of a row that is no code.
template <typename Row, typename Use>
void for_each_name(const Row& row, Use use) {
  if constexpr (!requires { row.iso2; }) use(row.id);
  if constexpr (requires { row.key; }) use(row.key);
  // The name of an equivalent is a phrase.
  if constexpr (
      requires { row.name; } && !requires { row.key; }) {
    if (!row.name.empty()) use(row.name);
  }
  if constexpr (requires { row.aliases; }) for_each_item(row.aliases, use);
}

/// A region is named by its id, with or without the provider, and by what the provider calls it.
/// Google's names are those of cities and countries: they name a region only behind "gcp/". What
/// `use` is called with lives as long as the call.
template <typename Use>
void for_each_name(const CloudRegion& row, Use use) {
  use(row.id);
  use(row.region);
  const bool names_regions = row.provider != "gcp";
  if (names_regions) use(row.name);
  use(std::string_view(std::string(row.provider).append("/").append(row.name)));
}

/// Whether a code of the row folds to `wanted`, which is folded.
template <typename Row>
bool has_code(const Row& row, std::string_view wanted) {
  bool found = false;
  for_each_code(row, [&](std::string_view code) { found = found || folded<Row>(code) == wanted; });
  return found;
}

/// Whether a code or another name of the row folds to `wanted`, which is folded.
template <typename Row>
bool is_named(const Row& row, std::string_view wanted) {
  bool found = has_code(row, wanted);
  for_each_name(row, [&](std::string_view name) { found = found || folded<Row>(name) == wanted; });
  return found;
}

}  // namespace co2est
