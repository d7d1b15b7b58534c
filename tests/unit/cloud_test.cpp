// What the tests know about cloud regions: how many, where, that a place has one grid, whose PUE.
#include <algorithm>
#include <catch2/catch.hpp>
#include <initializer_list>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "unit/model.hpp"

using namespace co2est;
using namespace co2est_tests;

namespace {

const CloudRegion& region(std::string_view id) {
  const Found<CloudRegion> found = catalogue().find_cloud_region(id);
  INFO(id);
  REQUIRE(found);
  return *found.row;
}

/// The subregions of eGRID that a state has a part in, of those that a cloud has a region in.
const std::map<std::string_view, std::set<std::string_view>>& subregions() {
  static const std::map<std::string_view, std::set<std::string_view>> kOfState{
      {"US-AZ", {"EGRID-AZNM", "EGRID-NWPP"}},
      {"US-CA", {"EGRID-CAMX", "EGRID-NWPP", "EGRID-AZNM"}},
      {"US-GA", {"EGRID-SRSO", "EGRID-SRTV"}},
      {"US-IA", {"EGRID-MROW", "EGRID-SRMW"}},
      {"US-IL", {"EGRID-RFCW", "EGRID-SRMW"}},
      {"US-NV", {"EGRID-AZNM", "EGRID-NWPP"}},
      {"US-OH", {"EGRID-RFCW"}},
      {"US-OK", {"EGRID-SPSO", "EGRID-SRMV", "EGRID-ERCT"}},
      {"US-OR", {"EGRID-NWPP"}},
      {"US-SC", {"EGRID-SRVC"}},
      {"US-TX", {"EGRID-ERCT", "EGRID-SPSO", "EGRID-SRMV", "EGRID-AZNM"}},
      {"US-UT", {"EGRID-NWPP"}},
      {"US-VA", {"EGRID-SRVC", "EGRID-RFCW", "EGRID-RFCE"}},
      {"US-WA", {"EGRID-NWPP"}},
      {"US-WY", {"EGRID-NWPP", "EGRID-RMPA"}},
  };
  return kOfState;
}

void check_american(const CloudRegion& row, std::string_view kind) {
  CHECK(row.mapping == "inferred");
  if (row.subdivision.empty()) {
    CHECK_FALSE(row.note.empty());
    return;
  }
  CHECK(kind == "egrid");
  REQUIRE(subregions().count(row.subdivision) == 1);
  CHECK(subregions().at(row.subdivision).count(row.grid_id) == 1);
}

}  // namespace

TEST_CASE("a facility is found as its newest row, and its years are asked for by its id") {
  for (const PueRow& row : catalogue().pues()) {
    INFO(row.id << " " << row.year);
    const Found<PueRow> found = catalogue().find_pue(row.id);
    REQUIRE(found);
    CHECK(found.candidates.empty());
    const std::vector<const PueRow*> years = catalogue().pues_of(row.id);
    CHECK(std::ranges::count(years, row.year, &PueRow::year) >= 1);
    CHECK(std::ranges::is_sorted(years, {}, &PueRow::year));
    CHECK(years.back() == found.row);
    CHECK(std::ranges::all_of(years, [&](const PueRow* of) { return of->id == row.id; }));
  }
  CHECK(catalogue().pues_of("no-such-place").empty());
}

TEST_CASE("each region of three clouds is in the tables, with the grid of its country") {
  std::map<std::string_view, int> count;
  std::set<std::string_view> ids;
  for (const CloudRegion& row : catalogue().cloud_regions()) {
    INFO(row.id);
    ++count[row.provider];
    CHECK(ids.insert(row.id).second);
    CHECK(row.id == std::string(row.provider) + "/" + std::string(row.region));
    CHECK_FALSE(row.name.empty());
    CHECK((row.mapping == "stated" || row.mapping == "inferred"));
    const Found<GridPlace> grid = catalogue().find_grid(row.grid_id);
    REQUIRE(grid);
    CHECK(grid.row->id == row.grid_id);
    CHECK((grid.row->iso2 == row.country_iso2 || grid.row->parent_id == row.country_iso2));
    if (row.country_iso2 == "US") check_american(row, grid.row->kind);
    if (row.country_iso2 == "CA") CHECK(row.grid_id == row.subdivision);
  }
  CHECK(count.size() == 3);
  CHECK(count["aws"] >= 38);
  CHECK(count["azure"] >= 65);
  CHECK(count["gcp"] >= 44);
}

TEST_CASE("clouds in one place have one grid") {
  const std::initializer_list<std::initializer_list<std::string_view>> places{
      {"aws/eu-central-1", "azure/germanywestcentral", "gcp/europe-west3"},  // Frankfurt
      {"aws/eu-west-1", "azure/northeurope"},                                // Ireland
      {"aws/us-east-1", "azure/eastus", "azure/usgovvirginia", "gcp/us-east4"},
      {"aws/us-east-2", "gcp/us-east5"},                                        // Ohio
      {"aws/us-west-1", "azure/westus", "gcp/us-west2"},                        // California
      {"aws/us-west-2", "azure/westus2", "gcp/us-west1"},                       // Columbia River
      {"azure/centralus", "azure/usdodcentral", "gcp/us-central1"},             // Iowa
      {"azure/southcentralus", "azure/usgovtexas", "gcp/us-south1"},            // Texas
      {"aws/ca-central-1", "azure/canadaeast", "gcp/northamerica-northeast1"},  // Quebec
      {"azure/canadacentral", "gcp/northamerica-northeast2"},                   // Toronto
      {"aws/ap-southeast-1", "azure/southeastasia", "gcp/asia-southeast1"},     // Singapore
      {"aws/ap-northeast-1", "azure/japaneast", "gcp/asia-northeast1"},         // Tokyo
      {"aws/sa-east-1", "azure/brazilsouth", "gcp/southamerica-east1"},         // São Paulo
      {"aws/ap-south-1", "azure/westindia", "gcp/asia-south1"},                 // Mumbai
      {"aws/ap-east-1", "azure/eastasia", "gcp/asia-east2"},                    // Hong Kong
  };
  for (const auto& place : places) {
    for (const std::string_view id : place)
      CHECK(region(id).grid_id == region(*place.begin()).grid_id);
  }
  // Where a provider names the state alone, all of its regions there are taken alike.
  std::map<std::string_view, std::string_view> of_state;
  for (const CloudRegion& row : catalogue().cloud_regions()) {
    if (row.country_iso2 != "US" || row.subdivision.empty()) continue;
    INFO(row.id);
    CHECK(of_state.emplace(row.subdivision, row.grid_id).first->second == row.grid_id);
  }
}

TEST_CASE("a region of any cloud gives the figure of its place") {
  const auto grams = [](const std::string& id) {
    return as_g_per_kwh(estimate_of(R"("duration_h":1,"start":"2023-05-01T00:00:00Z","grid":")" +
                                    id + R"(","devices":[{"kind":"node","power_w":1000}])")
                            .grid->intensity.mid);
  };
  CHECK(grams("aws/eu-central-1") == grams("DE"));
  CHECK(grams("azure/westus3") == grams("EGRID-AZNM"));
  CHECK(grams("gcp/us-west4") == grams("EGRID-AZNM"));
  CHECK(grams("AWS/US-East-1") == grams("azure/eastus2"));
}

namespace {

PueFactor pue_of(const std::string& region_id, const std::string& start) {
  const std::string time = start.empty() ? "" : R"("start":")" + start + R"(-05-01T00:00:00Z",)";
  return *estimate_of(time + R"("duration_h":1,"grid":")" + region_id +
                      R"(","devices":[{"kind":"node","power_w":1000}])")
              .pue;
}

}  // namespace

TEST_CASE("each PUE of a region names a region and its quality") {
  std::map<std::string_view, int> count;
  for (const PueRow& row : catalogue().pues()) {
    INFO(row.id << " " << row.year);
    if (row.wue_l_per_kwh) CHECK((*row.wue_l_per_kwh > 0 && *row.wue_l_per_kwh < 5));
    CHECK((row.scope == "region") == (row.id.find('/') != std::string_view::npos));
    if (row.scope != "region") continue;
    CHECK(region(row.id).id == row.id);
    ++count[region(row.id).provider];
    CHECK(row.pue.mid >= 1.04);
    CHECK(row.pue.mid <= 1.5);
    CHECK((row.quality == "estimated") == row.pue.has_band());
    if (row.quality != "measured") CHECK_FALSE(row.note.empty());
  }
  CHECK(count["aws"] >= 20);
  CHECK(count["azure"] >= 13);
  CHECK(count["gcp"] >= 15);
}

TEST_CASE("a region's PUE is its own where one is published, else its fleet's") {
  struct Case {
    const char *region, *year;
    double pue;
    const char* origin;
  };
  for (const Case& c : {
           Case{"aws/eu-central-1", "2024", 1.35, "AWS eu-central-1 2024"},
           Case{"aws/eu-central-1", "", 1.35, "AWS eu-central-1 2024"},
           Case{"aws/eu-central-1", "2023", 1.35, "AWS eu-central-1 2024"},
           Case{"aws/eu-central-1", "2025", 1.35, "AWS eu-central-1 2024"},
           Case{"aws/eu-west-3", "2023", 1.15, "AWS global 2023"},
           Case{"aws/eu-west-3", "2024", 1.15, "AWS global 2024"},
           Case{"aws/eu-west-3", "", 1.14, "AWS global 2025"},
           Case{"azure/northeurope", "2024", 1.18, "Azure northeurope 2024"},
           Case{"azure/swedencentral", "2024", 1.16, "Azure swedencentral 2024, design value"},
           Case{"azure/uksouth", "2024", 1.16, "Microsoft global 2024"},
           Case{"gcp/us-east4", "2025", 1.085, "Google us-east4 2025, estimated"},
           Case{"gcp/us-east4", "2024", 1.085, "Google us-east4 2025, estimated"},
       }) {
    INFO(c.region << " " << c.year);
    const PueFactor pue = pue_of(c.region, c.year);
    CHECK(pue.value.mid == Approx(c.pue));
    CHECK(pue.origin.detail == c.origin);
    CHECK(pue.origin.kind == OriginKind::cloud_region);
  }
  CHECK(pue_of("gcp/us-east4", "2025").value.high == Approx(1.09));
}

TEST_CASE("a region's PUE is found by its name too") {
  const std::string node = R"("duration_h":1,"devices":[{"kind":"node","power_w":1000}],)";
  const Estimate named = estimate_of(node + R"("grid":"DE","pue":"aws/eu-central-1")");
  CHECK(named.pue->value.mid == Approx(1.35));
  CHECK(named.pue->origin.kind == OriginKind::catalogue);
  const Estimate said = estimate_of(node + R"("grid":"aws/eu-central-1","pue":1.2)");
  CHECK(said.pue->value.mid == Approx(1.2));
  const Estimate later =
      estimate_of(R"("start":"2027-05-01T00:00:00Z",)" + node + R"("grid":"aws/eu-central-1")");
  CHECK(later.pue->origin.detail == "AWS eu-central-1 2024");
  CHECK(has_note(later, "pue-year"));
}
