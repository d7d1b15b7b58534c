// What the tests know about the figure that a run takes: of which place, year and meaning.
#include <catch2/catch.hpp>
#include <map>
#include <string>
#include <string_view>

#include "co2est/error.hpp"
#include "co2est/render.hpp"
#include "unit/model.hpp"

using namespace co2est;
using namespace co2est_tests;

namespace {

std::string keys_of(const std::string& grid, const std::string& year) {
  const std::string start = year.empty() ? "" : R"("start":")" + year + R"(-05-01T00:00:00Z",)";
  return start + R"("duration_h":1,"pue":1.2,"devices":[{"kind":"node","power_w":1000}],"grid":)" +
         grid;
}

Estimate of_grid(std::string_view id, const std::string& year = "") {
  return estimate_of(keys_of('"' + std::string(id) + '"', year));
}

Estimate of_direct(std::string_view id, const std::string& year) {
  return estimate_of(keys_of(R"({"id":")" + std::string(id) + R"(","accounting":"direct"})", year));
}

double grams(const Estimate& estimate) {
  return as_g_per_kwh(estimate.grid.value().intensity.mid);
}

}  // namespace

TEST_CASE("a run takes the figure of its year, else the nearest with a note of its age") {
  const Estimate held = of_grid("DE", "2018");
  CHECK(held.grid->year == 2018);
  CHECK_FALSE(has_note(held, "grid-year"));
  const Estimate later = of_grid("DE", "2035");
  CHECK(later.grid->year >= 2025);
  CHECK(has_note(later, "grid-year"));
  const Estimate earlier = of_grid("DE", "1990");
  CHECK(earlier.grid->year == 2000);
  CHECK(has_note(earlier, "grid-year"));
  const Estimate between = of_grid("US-VA", "2018");
  CHECK(between.grid->year == 2016);
  CHECK(has_note(between, "grid-year"));
  CHECK(of_grid("US-VA", "2019").grid->year == 2021);  // and not 2016, three years away
  CHECK(of_grid("aws/us-east-1", "2020").grid->year == 2021);
  const Estimate pue =
      estimate_of(R"("start":"2018-05-01T00:00:00Z","duration_h":1,"pue":"google","grid":"DE",)"
                  R"("devices":[{"kind":"node","power_w":1000}])");
  CHECK(pue.pue->value.mid == 1.1);  // of 2019 and not of 2008
}

TEST_CASE("a figure that is computed from a mix is noted, and no narrower than any other") {
  const Range<double> usual = catalogue().parameter("grid.band.average").value;
  std::size_t modelled = 0;
  for (const GridIntensity& row : catalogue().grid_intensities()) {
    if (row.quality != "modelled") continue;
    ++modelled;
    INFO(row.grid_id);
    const Range<Intensity>& held = row.intensity;
    CHECK(held.low / held.mid < usual.low + 0.002);  // a decimal of g/kWh
    CHECK(held.high / held.mid > usual.high - 0.002);
    const Estimate e = of_grid(row.grid_id);
    CHECK(e.grid->intensity == held);
    CHECK(has_note(e, "grid-modelled"));
  }
  CHECK(modelled == 13);
  CHECK_FALSE(has_note(of_grid("US-VA"), "grid-modelled"));
  CHECK_FALSE(has_note(of_grid("CA"), "grid-modelled"));
  // Wind and gas have more above their medians than x1.4, hydro has less below than x0.7.
  CHECK(as_g_per_kwh(of_grid("CA-ON").grid->intensity.high) > 60.6 * 2);
  CHECK(as_g_per_kwh(of_grid("CA-QC").grid->intensity.low) < 28 * 0.25);
}

TEST_CASE("a report says how a lifecycle figure was made") {
  const auto told = [](std::string_view id) {
    return render(of_grid(id), Format::json, catalogue()) +
           render(of_grid(id), Format::markdown, catalogue());
  };
  const std::string of_measured = "from measured direct CO2e and the upstream of the mix";
  CHECK(of_grid("US-VA").grid->basis == Basis::modelled);
  CHECK_THAT(told("US-VA"), Catch::Contains(of_measured));
  CHECK_THAT(told("CA-AB"), Catch::Contains("computed from the mix"));
  CHECK_THAT(told("CA-AB"), !Catch::Contains(of_measured));
  CHECK_THAT(told("US"), !Catch::Contains("the mix"));
}

TEST_CASE("a year without a spread takes that of the nearest year as ratios, and says so") {
  const Estimate held = of_grid("WORLD", "2015");
  const Estimate before = of_grid("WORLD", "2008");
  const Range<Intensity>& of_2015 = held.grid->intensity;
  const Range<Intensity>& of_2008 = before.grid->intensity;
  CHECK(as_g_per_kwh(of_2008.mid) == Approx(547.7));
  CHECK(of_2008.low / of_2008.mid == Approx(148.52 / 533.38));
  CHECK(of_2008.high / of_2008.mid == Approx(750.63 / 533.38));
  CHECK(of_2008.low / of_2008.mid == Approx(of_2015.low / of_2015.mid));
  CHECK(before.grid->origin.detail == "WORLD 2008, low and high as ratios of 2015");
  CHECK(held.grid->origin.detail == "WORLD 2015");
  const Estimate missing = estimate_of(R"("start":"2014-05-01T00:00:00Z","duration_h":1,"pue":1.2,)"
                                       R"("devices":[{"kind":"node","power_w":1000}])");
  CHECK(missing.grid->intensity.low / missing.grid->intensity.mid < 0.3);
  CHECK(of_grid("DE", "2008").grid->intensity.low / of_grid("DE", "2008").grid->intensity.mid ==
        Approx(0.7));
}

TEST_CASE("a run without a date is told that the newest figure is an old one") {
  CHECK(has_note(of_grid("EH"), "grid-age"));
  CHECK(has_note(of_grid("aws/us-east-1"), "grid-age"));
  CHECK_FALSE(has_note(of_grid("DE"), "grid-age"));
  CHECK_FALSE(has_note(of_grid("EH", "2009"), "grid-age"));
}

TEST_CASE("a direct figure is of the nearest year, CO2 alone only where no CO2e is as near") {
  const Estimate newer = of_direct("US-NM", "2023");
  CHECK(newer.grid->year == 2023);
  CHECK(newer.grid->gases == "co2");
  CHECK_THAT(render(newer, Format::text, catalogue()), Catch::Contains("direct CO2 alone"));
  const Estimate both = of_direct("US-NM", "2021");
  CHECK(both.grid->gases == "co2e");
}

TEST_CASE("a comma makes a country of a name that a region has too") {
  const auto named = [](const char* grid) {
    return estimate_of(R"("duration_h":1,"devices":[{"kind":"node","power_w":1000}],"grid":")" +
                       std::string(grid) + "\"");
  };
  CHECK(named("Korea, South").pue->basis == Basis::assumed);
  CHECK(named("Korea South").pue->basis == Basis::reported);  // of Azure, whose region it is
}

TEST_CASE("every place and region has a lifecycle figure unless another is asked for") {
  for (const GridPlace& place : catalogue().grids()) {
    INFO(place.id);
    const Estimate estimate = of_grid(place.id, "2023");
    CHECK(estimate.grid->accounting == Accounting::lifecycle);
    CHECK(estimate.grid->id == place.id);
    CHECK(has_note(estimate, "state-generation") == (place.kind == "state"));
  }
}

TEST_CASE("all regions on one grid, of whichever cloud, have one figure: that of the grid") {
  std::map<std::string_view, double> of_grids;
  for (const CloudRegion& region : catalogue().cloud_regions()) {
    INFO(region.id);
    for (const char* year : {"2018", "2023", ""}) {
      const Estimate estimate = of_grid(region.id, year);
      CHECK(estimate.grid->accounting == Accounting::lifecycle);
      CHECK(estimate.grid->id == region.grid_id);
      CHECK(grams(estimate) == grams(of_grid(region.grid_id, year)));
      CHECK_FALSE(has_note(estimate, "state-generation"));
    }
    const double intensity = grams(of_grid(region.id, "2023"));
    CHECK(of_grids.emplace(region.grid_id, intensity).first->second == intensity);
  }
  CHECK(of_grids.size() > 40);
}

TEST_CASE("a provider's own figure is taken on direct accounting only, and never a lifecycle one") {
  CHECK(grams(of_direct("gcp/us-east4", "2024")) == Approx(323.05));
  CHECK(of_direct("gcp/us-east4", "2024").grid->id == "gcp/us-east4");
  CHECK(of_grid("gcp/us-east4", "2024").grid->id == "EGRID-SRVC");
  for (const CloudRegion& region : catalogue().cloud_regions()) {
    if (region.provider != "gcp" || catalogue().cloud_years_of(region.id).empty()) continue;
    INFO(region.id);
    for (const int year : {2019, 2020, 2021, 2024, 2026}) {
      const Estimate estimate = of_direct(region.id, std::to_string(year));
      CHECK(estimate.grid->accounting == Accounting::direct);
      CHECK(estimate.grid->id == region.id);
      CHECK(estimate.grid->year >= 2021);
      CHECK(has_note(estimate, "grid-year") == (estimate.grid->year != year));
    }
  }
  CHECK(of_direct("gcp/us-east4", "2020").grid->year == 2021);
  CHECK(of_direct("gcp/us-east4", "2026").grid->year == 2024);
  CHECK(of_direct("aws/us-east-1", "2021").grid->id == "EGRID-SRVC");
  CHECK_THROWS_WITH(of_direct("aws/eu-central-1", "2023"), Catch::Contains("no direct figure"));
  CHECK_THROWS_WITH(of_direct("DE", "2023"), Catch::Contains("no direct figure"));
}

TEST_CASE("Google's series is marked where its meaning changes") {
  for (const CloudYear& row : catalogue().cloud_years()) {
    INFO(row.region_id << " " << row.year);
    const bool before = row.year <= 2020;
    CHECK(row.accounting == (before ? Accounting::lifecycle : Accounting::direct));
    CHECK(row.note.find("not comparable") != std::string_view::npos);
  }
}

TEST_CASE("the years of a region are found without reading the others") {
  std::size_t count = 0;
  for (const CloudRegion& region : catalogue().cloud_regions())
    count += catalogue().cloud_years_of(region.id).size();
  CHECK(count == catalogue().cloud_years().size());
}

TEST_CASE("hours without carbon are shown as a share and change no figure") {
  const Estimate region = of_grid("gcp/europe-west1", "2023");
  REQUIRE(region.grid->cfe_share);
  CHECK(kg(region) == kg(of_grid("BE", "2023")));
  CHECK_THAT(render(region, Format::text, catalogue()), Catch::Contains("carbon-free energy"));
}

TEST_CASE("the losses of the grid are left out, and every report says so") {
  const Estimate estimate = of_grid("FR", "2023");
  CHECK_THAT(render(estimate, Format::json, catalogue()),
             Catch::Contains(R"("losses": "excluded")"));
  for (const Format format : {Format::text, Format::markdown}) {
    CHECK_THAT(render(estimate, format, catalogue()), Catch::Contains("losses"));
  }
  CHECK_THAT(render_explanation({&estimate}, catalogue()), Catch::Contains("losses excluded"));
  const Estimate stated = estimate_of(keys_of(R"({"intensity":"432 g/kWh"})", ""));
  CHECK(stated.grid->losses.empty());
}

TEST_CASE("a name that may be a region asks which one") {
  const auto problem = [](const std::string& id) {
    try {
      of_grid(id);
    } catch (const Error& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  CHECK_THAT(problem("Frankfurt"),
             Catch::Contains("aws/eu-central-1") && Catch::Contains("gcp/europe-west3"));
  CHECK_THAT(problem("us-east"),
             Catch::Contains("aws/us-east-1") && Catch::Contains("gcp/us-east1"));
  CHECK_THAT(problem("Georgia"), Catch::Contains("GE") && Catch::Contains("US-GA"));
  CHECK_THAT(problem("AWS us-east1"), Catch::Contains("did you mean \"aws/us-east-1\"?"));
  const auto named = [](const char* grid) {
    return estimate_of(R"("duration_h":1,"devices":[{"kind":"node","power_w":1000}],"grid":")" +
                       std::string(grid) + "\"");
  };
  CHECK(named("Korea, South").pue->basis == Basis::assumed);
  CHECK(named("Korea South").pue->basis == Basis::reported);  // of Azure, whose region it is
  CHECK(problem("us-east-1").empty());
  CHECK(problem("Azure East US").empty());
}
