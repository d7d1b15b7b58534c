// What the tests know about the tables of equivalents, footprints and prices.
#include <catch2/catch.hpp>
#include <cmath>
#include <map>
#include <set>
#include <string>

#include "catalogue/names.hpp"
#include "text/list.hpp"
#include "unit/model.hpp"

using namespace co2est;
using namespace co2est_tests;

namespace {

int year_of_source(std::string_view ids) {
  return catalogue().find_source(first_item(ids, kBetweenSources))->year;
}

double kg(const Range<Mass>& mass) {
  return as_kilograms(mass.mid);
}

}  // namespace

TEST_CASE("the car's lifetime is the first equivalent") {
  const Equivalent& first = catalogue().equivalents().front();
  CHECK(first.id == "car-lifetimes");
  CHECK(kg(*first.co2e) == Approx(126000 * kKilogramsPerPound));
  CHECK(catalogue().find_equivalent("car").row->id == first.id);
}

TEST_CASE("a word names one equivalent, and its vintage is that of its source") {
  std::map<std::string, std::string_view> words;
  std::set<std::string_view> keys;
  std::set<int> ranks;
  for (const Equivalent& row : catalogue().equivalents()) {
    INFO(row.id);
    CHECK(keys.insert(row.key).second);
    CHECK(ranks.insert(row.rank).second);
    CHECK(row.year == year_of_source(row.source_id));
    for_each_name(row, [&](std::string_view word) {
      INFO(word);
      const auto [known, added] = words.emplace(folded<Equivalent>(word), row.id);
      CHECK(known->second == row.id);
      CHECK(catalogue().find_equivalent(word).row->id == row.id);
      CHECK(folded<Equivalent>(word) != "all");
      CHECK(folded<Equivalent>(word) != "none");
    });
  }
  CHECK(catalogue().find_equivalent("flyght").suggestion == "flight");
  const Equivalent& flight = *catalogue().find_equivalent("flight").row;
  CHECK(as_kilograms(flight.co2e->low) == 570);
  CHECK(as_kilograms(flight.co2e->high) == 1200);
}

TEST_CASE("the newest edition of an equivalent is the one in use") {
  std::map<std::string_view, const EquivalentEdition*> newest;
  for (const EquivalentEdition& row : catalogue().equivalent_editions()) {
    const EquivalentEdition*& best = newest[row.id];
    if (best == nullptr || best->year < row.year) best = &row;
  }
  CHECK(newest.size() == 7);
  for (const auto& [id, edition] : newest) {
    INFO(id);
    const Found<Equivalent> found = catalogue().find_equivalent(id);
    REQUIRE(found);
    CHECK(found.row->year == edition->year);
    CHECK(found.row->source_id == edition->source_id);
    CHECK(kg(*found.row->co2e) == kg(edition->co2e));
  }
}

TEST_CASE("a device's footprint is that of the table of footprints") {
  std::map<std::string_view, const Footprint*> of_accelerator;
  for (const Footprint& row : catalogue().footprints()) {
    INFO(row.id);
    for_each_item(row.accelerators, [&](std::string_view id) {
      CHECK(row.per == "device");
      CHECK(of_accelerator.emplace(id, &row).second);
    });
  }
  for (const Accelerator& row : catalogue().accelerators()) {
    INFO(row.id);
    const auto footprint = of_accelerator.find(row.id);
    REQUIRE(row.embodied.has_value() == (footprint != of_accelerator.end()));
    if (!row.embodied) continue;
    CHECK(as_kilograms(*row.embodied) == kg(footprint->second->co2e));
    CHECK(row.source_of("embodied_kg") == footprint->second->source_id);
  }
}

TEST_CASE("the model's range of a footprint holds what is published") {
  const Range<double>& device = catalogue().parameter("embodied.device").value;
  const Range<double>& host = catalogue().parameter("embodied.host").value;
  const Range<double>& years = catalogue().parameter("embodied.lifetime").value;
  int devices = 0;
  for (const Footprint& row : catalogue().footprints()) {
    INFO(row.id);
    if (row.lifetime_y) CHECK((*row.lifetime_y >= years.low && *row.lifetime_y <= years.high));
    if (row.per != "device" || row.scope != "card") continue;
    ++devices;
    CHECK((kg(row.co2e) >= device.low && kg(row.co2e) <= device.high));
  }
  CHECK(devices >= 7);
  CHECK(kg(catalogue().find_footprint("ecologits-server").row->co2e) == host.high);
  CHECK(host.mid == Approx(std::sqrt(host.low * host.high)).epsilon(0.001));
}

TEST_CASE("prices are of places that are held, in the currency of their publisher") {
  std::size_t states = 0;
  for (const ElectricityPrice& row : catalogue().electricity_prices()) {
    INFO(row.grid_id);
    const Found<GridPlace> place = catalogue().find_grid(row.grid_id);
    REQUIRE(place);
    CHECK(place.row->id == row.grid_id);
    if (place.row->kind == "state") ++states;
    const bool american = row.source_id == "eia-retail-2024";
    CHECK((american || row.source_id == "eurostat-nrg-pc-205"));
    CHECK(row.currency == (american ? Currency::usd : Currency::eur));
    CHECK(row.tax == (american ? "included" : "excluded"));
    CHECK((row.per_kwh > 0.02 && row.per_kwh < 0.5));
    CHECK(catalogue().prices_of(row.grid_id).size() == 1);
  }
  CHECK(states == 51);
  CHECK(catalogue().prices_of("GB").empty());
  CHECK(catalogue().prices_of("DE").front().per_kwh == 0.1427);
  CHECK(catalogue().prices_of("US").front().per_kwh == 0.0813);
}
