// What the tests know about other sources: how often what they say lies within the band that an
// annual average of the catalogue has by default, x0.7 to x1.4.
#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "unit/model.hpp"

using namespace co2est;
using namespace co2est_tests;

namespace {

/// Large emitters, large grids of every make, and small ones of which sources disagree.
constexpr std::array<std::string_view, 20> kCountries{"US", "CN", "DE", "FR", "GB", "SE", "NO",
                                                      "PL", "IN", "AU", "CA", "JP", "KR", "BR",
                                                      "ZA", "IE", "NL", "SG", "TW", "FI"};
/// Eco2AI states no year; its README and the age of its file say 2020 or 2021.
constexpr int kYearOfEco2ai = 2021;

bool is_listed(std::string_view id) {
  return std::find(kCountries.begin(), kCountries.end(), id) != kCountries.end();
}

bool is_of(std::string_view kind, std::string_view id) {
  const auto& grids = catalogue().grids();
  return std::any_of(grids.begin(), grids.end(),
                     [&](const GridPlace& place) { return place.id == id && place.kind == kind; });
}

/// Whether a value lies in the band that our lifecycle row nearest to 2021 has, and how far from
/// its middle.
struct Beside {
  double ratio = 0;
  bool within = false;
};

Beside beside(const Alternative& row) {
  const GridFactor grid =
      estimate_of(R"("start":"2021-05-01T00:00:00Z","duration_h":1,"pue":"none","grid":")" +
                  std::string(row.id) + R"(","devices":[{"kind":"node","power_w":1}])")
          .grid.value();
  const double low = as_g_per_kwh(grid.intensity.low), high = as_g_per_kwh(grid.intensity.high);
  return {row.value.mid / as_g_per_kwh(grid.intensity.mid),
          low <= row.value.mid && row.value.mid <= high};
}

/// Our lifecycle value of the year, else the newest before it; 0 where none is held.
double ours(std::string_view grid_id, int year) {
  double value = 0;
  for (const GridIntensity& row : catalogue().intensities_of(grid_id)) {
    if (row.accounting == Accounting::lifecycle && row.year <= year)
      value = as_g_per_kwh(row.intensity.mid);
  }
  return value;
}

struct Tally {
  int all = 0, within = 0;
  std::vector<std::string> outside;

  void add(double ratio, std::string_view id, std::string_view source) {
    const Range<double> band = catalogue().parameter("grid.band.average").value;
    ++all;
    if (ratio >= band.low && ratio <= band.high)
      ++within;
    else
      outside.push_back(std::string(id) + " " + std::string(source));
  }
  [[nodiscard]] double share() const { return static_cast<double>(within) / all; }
};

template <typename Counts>
Tally tally_of(Counts counts) {
  Tally tally;
  for (const Alternative& row : catalogue().alternatives()) {
    if (row.column != "g_per_kwh" || !counts(row)) continue;
    const double held = ours(row.id, row.year != 0 ? row.year : kYearOfEco2ai);
    if (held > 0) tally.add(row.value.mid / held, row.id, row.source_id);
  }
  return tally;
}

}  // namespace

TEST_CASE("the default band is the one that the disagreements are held against") {
  const Range<double> band = catalogue().parameter("grid.band.average").value;
  CHECK(band.low == 0.7);
  CHECK(band.high == 1.4);
}

TEST_CASE("lifecycle values of other sources lie in the band of the listed countries") {
  const Tally tally = tally_of(
      [](const Alternative& row) { return is_listed(row.id) && row.accounting == "lifecycle"; });
  CHECK(tally.all == 40);  // CodeCarbon and the edition before ours, of each country
  CHECK(tally.outside.empty());
}

TEST_CASE("values of unknown accounting of the listed countries mostly lie in the band") {
  // Outside: Brazil by Eco2AI, 113 against our 169 of 2021, a year of drought on a hydro grid;
  // against 2020 it would lie within.
  const Tally tally = tally_of(
      [](const Alternative& row) { return is_listed(row.id) && row.accounting == "unknown"; });
  CHECK(tally.all == 20);
  CHECK(tally.share() >= 0.9);
  CHECK(tally.outside == std::vector<std::string>{"BR eco2ai"});
}

TEST_CASE("values of unknown accounting of provinces and states lie in their band or below") {
  // Above: the coal of Alberta and Nova Scotia, whose old plants emit more than the factor, as the
  // note on modelled rows says; of Saskatchewan the high end reaches it. Below: hydro, nuclear and
  // biomass, of which a stack has nothing, Massachusetts by a hair, and Delaware, where 16.5 g/kWh
  // is a slip: gas has most of its generation.
  std::vector<std::string> above, below;
  int provinces = 0, states = 0;
  for (const Alternative& row : catalogue().alternatives()) {
    const bool province = is_of("province", row.id), state = is_of("state", row.id);
    if (row.column != "g_per_kwh" || row.accounting != "unknown" || !(province || state)) continue;
    provinces += province ? 1 : 0;
    states += state ? 1 : 0;
    const Beside found = beside(row);
    if (!found.within) (found.ratio > 1 ? above : below).emplace_back(row.id);
  }
  CHECK(provinces == 13);
  CHECK(states == 49);
  CHECK(above == std::vector<std::string>{"CA-AB", "CA-NS"});
  CHECK(below == std::vector<std::string>{"CA-BC", "CA-MB", "CA-ON", "CA-PE", "CA-QC", "CA-YT",
                                          "US-CA", "US-DE", "US-ID", "US-MA", "US-ME", "US-NH",
                                          "US-NY", "US-VT"});
}

TEST_CASE("lifecycle values of other sources lie in the band of most countries") {
  // Outside, 13 of 426, each a grid of under 20 TWh or of hydro whose mix Ember revised: Costa Rica
  // (twice), El Salvador, Guatemala, Tajikistan, Venezuela, Sudan (hydro against oil in a dry
  // year); Djibouti (imports), Falkland Islands, Greenland, Lebanon, Liberia (twice) (small,
  // estimated).
  const Tally tally =
      tally_of([](const Alternative& row) { return row.accounting == "lifecycle"; });
  INFO(tally.within << " of " << tally.all);
  CHECK(tally.all > 400);
  CHECK(tally.share() >= 0.96);
}

TEST_CASE("a direct value is no lifecycle value of another source: it lies below") {
  // Google's regions on the listed grids. Below the band: hydro and nuclear grids, which have next
  // to no stack (Sweden, France, Finland, Brazil), Great Britain, whose biomass counts as zero at
  // the stack and whose imports are in, and regions that are not their country (Osaka, Taiwan).
  Tally tally;
  double highest = 0;
  for (const CloudYear& year : catalogue().cloud_years()) {
    const auto found = catalogue().find_cloud_region(year.region_id);
    if (!found || !year.intensity || year.year != 2024 || !is_listed(found.row->grid_id)) continue;
    REQUIRE(year.accounting == Accounting::direct);
    const double ratio = as_g_per_kwh(*year.intensity) / ours(found.row->grid_id, year.year);
    highest = std::max(highest, ratio);
    tally.add(ratio, year.region_id, year.source_id);
  }
  CHECK(tally.all >= 15);
  CHECK(highest < 1.15);
  CHECK(tally.share() < 0.9);
}

TEST_CASE("other sources are shown and never used") {
  for (const Alternative& row : catalogue().alternatives()) {
    if (row.column != "g_per_kwh") continue;
    INFO(row.id << " " << row.source_id);
    for (const GridIntensity& held : catalogue().intensities_of(row.id))
      CHECK(held.source_id != row.source_id);
  }
}
