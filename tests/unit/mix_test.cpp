// What the tests know about a stated generation mix: its middle and its band are its factors'.
#include <algorithm>
#include <catch2/catch.hpp>
#include <string>

#include "co2est/error.hpp"
#include "unit/model.hpp"

using namespace co2est;
using namespace co2est_tests;

namespace {

ResolvedRun resolved(const std::string& grid, std::uint64_t document = 0) {
  Resolver resolver(catalogue());
  ResolvedRun run;
  resolver.resolve(
      parse_run(
          R"({"co2est":1,"duration_h":1,"pue":"none","devices":[{"kind":"node","power_w":1000}],)"
          R"("grid":)" +
          grid + "}"),
      document, run);
  return run;
}

GridFactor mix(const std::string& shares, const std::string& more = "") {
  return resolved(R"({"mix":{)" + shares + "}" + more + "}").grid;
}

Range<double> grams(const GridFactor& grid) {
  return {as_g_per_kwh(grid.intensity.low), as_g_per_kwh(grid.intensity.mid),
          as_g_per_kwh(grid.intensity.high)};
}

void check_band(const GridFactor& grid, const Range<double>& expected) {
  CHECK(grams(grid).low == Approx(expected.low));
  CHECK(grams(grid).mid == Approx(expected.mid));
  CHECK(grams(grid).high == Approx(expected.high));
}

std::string words_of(Accounting accounting) {
  return R"(,"accounting":")" + std::string(to_text(accounting)) + "\"";
}

}  // namespace

TEST_CASE("one technology alone has its factor and the factor's band") {
  for (const GenerationFactor& factor : catalogue().generation_factors()) {
    const GridFactor grid =
        mix("\"" + std::string(factor.technology) + "\":100", words_of(factor.accounting));
    INFO(factor.technology << " " << to_text(factor.accounting));
    CHECK(grid.intensity == factor.intensity);
    CHECK(grid.accounting == factor.accounting);
    CHECK(grid.origin.source_id == factor.source_id);
  }
  check_band(mix(R"("coal":100)"), {740, 820, 1103.26});
  check_band(mix(R"("coal":100)", words_of(Accounting::direct)), {670, 760, 1043.26});
}

TEST_CASE("the band of a mix is the sum of its parts' lows and of their highs") {
  check_band(mix(R"("coal":20,"wind":50,"nuclear":30)"),
             {0.2 * 740 + 0.5 * 7 + 0.3 * 3.7, 0.2 * 820 + 0.5 * 11 + 0.3 * 12,
              0.2 * 1103.26 + 0.5 * 56 + 0.3 * 110});
  // What burns nothing is zero at the stack, without a band.
  check_band(mix(R"("gas":40,"wind":60)", words_of(Accounting::direct)),
             {0.4 * 350, 0.4 * 370, 0.4 * 439.98});
  check_band(mix(R"("wind":60,"hydro":40)", words_of(Accounting::direct)), {0, 0, 0});
}

TEST_CASE("the band of a mix lies between those of its parts and moves with their shares") {
  for (const Accounting accounting : {Accounting::lifecycle, Accounting::direct}) {
    const Range<double> gas = grams(mix(R"("gas":100)", words_of(accounting)));
    const Range<double> coal = grams(mix(R"("coal":100)", words_of(accounting)));
    Range<double> before = gas;
    for (int percent = 10; percent < 100; percent += 10) {
      const Range<double> now = grams(
          mix("\"coal\":" + std::to_string(percent) + ",\"gas\":" + std::to_string(100 - percent),
              words_of(accounting)));
      INFO(percent);
      CHECK(now.low < now.mid);
      CHECK(now.mid < now.high);
      CHECK((before.low < now.low && now.low < coal.low));
      CHECK((before.mid < now.mid && now.mid < coal.mid));
      CHECK((before.high < now.high && now.high < coal.high));
      before = now;
    }
  }
}

TEST_CASE("a mix counts CO2 alone where one of its factors does") {
  CHECK(mix(R"("oil":1,"coal":99)", words_of(Accounting::direct)).gases == "co2");
  CHECK(mix(R"("oil":0,"coal":100)", words_of(Accounting::direct)).gases == "co2e");
  CHECK(mix(R"("gas":50,"wind":50)", words_of(Accounting::direct)).gases == "co2e");
  CHECK(mix(R"("oil":100)").gases == "co2e");
}

TEST_CASE("a technology without a factor of the accounting is one problem, and not offered again") {
  try {
    mix(R"("biomass_cofiring":100)", words_of(Accounting::direct));
    FAIL("it is refused");
  } catch (const Error& error) {
    REQUIRE(error.problems().size() == 1);
    CHECK(error.problems().front().what == "no direct factor of this technology");
    CHECK_THAT(error.problems().front().hint, !Catch::Contains("biomass_cofiring"));
  }
}

TEST_CASE("mixes share the uncertainty of their factors, whoever stated them") {
  const auto group = [](const std::string& grid, std::uint64_t document) {
    return resolved(grid, document).grid.group;
  };
  const GroupKey one = group(R"({"mix":{"coal":100}})", 1);
  CHECK(one == group(R"({"mix":{"gas":100},"source":"a report"})", 2));
  CHECK_FALSE(one == group(R"({"mix":{"coal":100},"accounting":"direct"})", 1));
  CHECK_FALSE(one == group(R"("US")", 1));
}

TEST_CASE("a mix says where its band is from, and cites each factor") {
  const GridFactor grid = mix(R"("coal":50,"oil":50)");
  CHECK_THAT(to_text(grid.origin), Catch::Contains("low and high"));
  const ResolvedRun run = resolved(R"({"mix":{"wind":50,"oil":50}})");
  CHECK(std::count(run.source_ids.begin(), run.source_ids.end(), "ipcc-ar5") == 1);
  CHECK(std::count(run.source_ids.begin(), run.source_ids.end(),
                   "ipcc-srren-2011;eia-co2-per-kwh") == 1);
  const auto average =
      std::find_if(catalogue().parameters().begin(), catalogue().parameters().end(),
                   [](const Parameter& row) { return row.id == "grid.band.average"; });
  REQUIRE(average != catalogue().parameters().end());
  const auto at = static_cast<std::size_t>(average - catalogue().parameters().begin());
  CHECK_FALSE(run.parameters.test(at));
  CHECK(resolved(R"("FR")").parameters.test(at));
}
