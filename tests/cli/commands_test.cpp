// What the tests know about the commands that scripts depend on: exit statuses and what is printed.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "support/bad_input.hpp"
#include "support/process.hpp"

namespace co2est_tests {
namespace {

using Catch::Contains;
using Json = nlohmann::json;
using Words = std::vector<std::string>;

/// 8 x 100 W x 10 h = 8 kWh; x 500 g/kWh = 4 kg.
std::string run_of(const std::string& keys, const std::string& device = "") {
  return R"({"co2est":1,"duration":"10 h","pue":"none","grid":{"intensity":"500 g/kWh",)"
         R"("accounting":"lifecycle"},)" +
         keys + R"("devices":[{"kind":"gpu","count":8,)" +
         (device.empty() ? R"("power":"100 W","basis":"measured")" : device) + "}]}";
}

const std::string kFour = run_of(R"("name":"four",)");
const std::string kEight = run_of(R"("name":"eight","repeat":2,)");
const std::string kUnknown = run_of(R"("name":"tpus",)", R"("power":null)");

}  // namespace

TEST_CASE("check holds limits and answers by status", "[commands]") {
  const Outcome within = run({"check", "-", "--max-co2e", "4kg", "--max-energy", "8 kWh"}, kFour);
  CHECK(within.status == 0);
  CHECK(within.out ==
        "ok        CO2e 4 kg, limit 4 kg, under by 0 kg\n"
        "ok        energy 8 kWh, limit 8 kWh, under by 0 kWh\n");

  const Outcome over = run({"check", "-", "--max-co2e", "3999 g"}, kFour);
  CHECK(over.status == 3);
  CHECK(over.out == "EXCEEDED  CO2e 4 kg, limit 3.999 kg, over by 0.001 kg\n");
  CHECK(over.err.empty());
  CHECK(run({"check", "-", "--max-co2e", "4kg", "--bound", "high"}, kFour).status == 3);
  CHECK(run({"check", "-", "--max-co2e", "3.9kg", "--bound", "low"}, kFour).status == 0);

  const Outcome valid = run({"check", "-"}, kFour);
  CHECK(valid.status == 0);
  CHECK(valid.out == "valid: 1 run; no limit was given (--max-co2e, --max-energy)\n");
  demand_refusal(run({"check", "-", "--max-co2e", "4 kWh"}, kFour), 2, "--max-co2e: ");

  const Outcome unknown = run({"check", "-", "--max-co2e", "4kg"}, kUnknown);
  CHECK(unknown.status == 4);
  CHECK(unknown.out.empty());
  CHECK_THAT(unknown.err, Contains("the energy is unknown; a limit cannot be held"));
}

TEST_CASE("limits hold for the total, with --each for every run", "[commands]") {
  const TempDir dir;
  const std::string lines = dir.write("runs.ndjson", kFour + "\n" + kEight + "\n");
  const Outcome total = run({"check", lines, "--max-co2e", "10kg"});
  CHECK(total.status == 3);
  CHECK(total.out == "EXCEEDED  runs.ndjson: CO2e 12 kg, limit 10 kg, over by 2 kg\n");
  CHECK(run({"check", lines, "--max-co2e", "12kg"}).status == 0);

  CHECK(run({"check", lines, "--max-co2e", "10kg", "--each"}).status == 0);
  const Outcome each = run({"check", lines, "--max-co2e", "5kg", "--each"});
  CHECK(each.status == 3);
  CHECK(each.out ==
        "ok        four: CO2e 4 kg, limit 5 kg, under by 1 kg\n"
        "EXCEEDED  eight: CO2e 8 kg, limit 5 kg, over by 3 kg\n");

  const std::string broken = dir.write("broken.ndjson", kFour + "\n{\n" + kUnknown + "\n");
  const Outcome worst = run({"check", broken, "--max-co2e", "1kg", "--each"});
  CHECK(worst.status == 2);
  CHECK_THAT(worst.err, Contains("broken.ndjson:2:"));
  CHECK(run({"check", "-", "--max-co2e", "1kg", "--each"}, kFour + "\n" + kUnknown).status == 4);
}

TEST_CASE("--strict and --require-measured refuse weak data by status 4", "[commands]") {
  CHECK(run({"-", "--strict"}, kFour).status == 0);
  CHECK(run({"-"}, kUnknown).status == 0);
  const Outcome strict = run({"-", "--strict"}, kUnknown);
  CHECK(strict.status == 4);
  CHECK_THAT(strict.err,
             Contains("the energy is unknown; --strict demands a power of every device"));

  CHECK(run({"-", "--require-measured"}, kFour).status == 0);
  const std::string stated = run_of("", R"("model":"RTX 4090","power":"100 W")");
  CHECK(run({"-"}, stated).status == 0);
  const Outcome measured = run({"-", "--require-measured"}, stated);
  CHECK(measured.status == 4);
  CHECK_THAT(measured.err, Contains("gpu RTX 4090 is reported; --require-measured demands"));
}

TEST_CASE("direct and lifecycle figures are added on demand only", "[commands]") {
  std::string direct = kFour;
  direct.replace(direct.find("lifecycle"), 9, "direct");
  const std::string both = kFour + "\n" + direct + "\n";
  demand_refusal(run({"-"}, both), 2, "the total would add direct to lifecycle intensities");
  demand_refusal(run({"check", "-", "--max-co2e", "9kg"}, both), 2, "the total would add direct");
  CHECK(run({"check", "-", "--max-co2e", "9kg", "--allow-mixed-accounting"}, both).status == 0);

  const Outcome mixed = run({"-", "--allow-mixed-accounting", "--format", "json"}, both);
  REQUIRE(mixed.status == 0);
  const Json total = Json::parse(mixed.out);
  CHECK(total["co2e_kg"].get<double>() == Approx(8));
  CHECK_THAT(total["notes"].dump(), Contains("mixed-accounting"));
}

TEST_CASE("extrapolate writes a run that estimate reads", "[commands]") {
  const Outcome whole =
      run({"extrapolate", "-", "--hours", "100", "--count", "16", "--logged"}, kFour);
  REQUIRE(whole.status == 0);
  const Json written = Json::parse(whole.out);
  CHECK(written["name"] == "extrapolated from four");
  CHECK(written["record"]["method"] == "extrapolated slice");
  // 16 x 100 W x 100 h = 160 kWh; x 500 g/kWh = 80 kg
  const Json figure = Json::parse(run({"-", "--format", "json"}, whole.out).out);
  CHECK(figure["co2e_kg"].get<double>() == Approx(80));
  CHECK(figure["components"][0]["basis"] == "modelled");

  const Outcome named = run({"extrapolate", "-", "--hours", "100", "--name", "whole"}, kFour);
  CHECK(Json::parse(named.out)["name"] == "whole");
  const Json jobs =
      Json::parse(run({"extrapolate", "-", "--jobs", "24x120h", "--jobs", "3x840 h"}, kFour).out);
  CHECK(jobs["name"] == "extrapolated from four");
  CHECK(jobs["runs"][0]["name"] == "24 jobs of 120 h");
  CHECK(jobs["runs"][0]["repeat"] == 24);
  CHECK(jobs["runs"][1]["name"] == "3 jobs of 840 h");

  demand_refusal(run({"extrapolate", "-", "--hours", "0"}, kFour), 2, "--hours: ");
  demand_refusal(run({"extrapolate", "-"}, run_of("", R"("model":"RTX 4090")")), 2,
                 ".*the slice holds no measured power or energy; ");
}

TEST_CASE("explain shows each formula with its numbers", "[commands]") {
  const Outcome outcome = run({"explain", "-"}, kFour);
  REQUIRE(outcome.status == 0);
  CHECK(outcome.out.rfind("four", 0) == 0);
  for (const char* part : {"100 W x 8 x 10 h = 8 kWh", "measured mean power; run file",
                           "8 kWh x 500 g/kWh = 4 kg", "4. Interval of 90 %"}) {
    CHECK_THAT(outcome.out, Contains(part));
  }
  CHECK_THAT(run({"explain", "-"}, kUnknown).out, Contains("unknown"));
  demand_refusal(run({"explain", "-"}, "{"), 2, "standard input:1:2: ");
}

TEST_CASE("colours come when they are asked for", "[commands]") {
  const std::string escape = "\x1b[";
  CHECK_THAT(run({"-", "--color", "always"}, kFour).out, Contains(escape));
  CHECK_THAT(run({"explain", "-", "--color", "always"}, kFour).out, Contains(escape));
  for (const char* when : {"auto", "never"}) {
    CHECK_THAT(run({"-", "--color", when}, kFour).out, !Contains(escape));
  }
  CHECK(run({"-", "--color", "never"}, kFour).out == run({"-"}, kFour).out);
  demand_refusal(run({"-", "--color", "maybe"}, kFour), 2, "--color: .*auto, always, never");
}

}  // namespace co2est_tests
