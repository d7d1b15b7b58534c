// What the tests know about a line of NDJSON: it says what the JSON document says, whatever stood
// in the lines before it.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <cmath>
#include <limits>
#include <random>
#include <string>

#include "co2est/render.hpp"
#include "render/json_line.hpp"
#include "unit/model.hpp"

using namespace co2est;
using namespace co2est_tests;
using Json = nlohmann::ordered_json;

namespace {

Json line_of(const Estimate& run) {
  std::string line;
  render_ndjson_line(run, catalogue(), line);
  REQUIRE(line.find('\n') == line.size() - 1);
  return Json::parse(line);
}

Json document_of(const Estimate& run) {
  return Json::parse(render({.total = &run, .runs = {}, .many = false}, Format::json, catalogue()));
}

/// Runs whose parts come again and again, next to parts that never do.
class RandomRuns {
 public:
  std::string next() {
    Json run{{"name", name()}, {"duration_h", few(500) + 1}};
    Json gpu{{"kind", "gpu"}, {"model", "NVIDIA A100-SXM4-80GB"}, {"count", 1U << few(5)}};
    if (few(2) == 0) gpu["power_w"] = 100 + few(400);
    run["devices"] = Json::array({gpu});
    if (few(2) == 0) run["devices"].push_back({{"kind", "dram"}, {"memory_gb", 64 + few(9)}});
    if (few(3) > 0) run["pue"] = 1 + static_cast<double>(few(90)) / 100;
    switch (few(4)) {
      case 0:
        run["grid"] = few(2) == 0 ? "DE" : "SE";
        break;
      case 1:
        run["grid"] = {{"intensity_g_per_kwh", few(3) * 100 + 50}, {"source", name()}};
        break;
      case 2:
        run["grid"] = {{"intensity_g_per_kwh", static_cast<double>(few(1'000'000)) / 1009}};
        break;
      default:
        break;
    }
    if (few(5) == 0) run["embodied"] = true;
    const std::string text = run.dump();
    return text.substr(1, text.size() - 2);
  }

 private:
  std::uint64_t few(std::uint64_t count) { return random_() % count; }
  /// All lengths around the widths of a copy; an escape now and then, at any place.
  std::string name() {
    std::string name(few(40), 'n');
    for (const char c : {'"', '\\', '\n', '\x1f'}) {
      if (!name.empty() && few(6) == 0) name[few(name.size())] = c;
    }
    return name;
  }

  std::mt19937_64 random_{17};
};

}  // namespace

TEST_CASE("a line of NDJSON says what the document says, whatever came before it") {
  RandomRuns runs;
  int warnings = 0;
  for (int i = 0; i < 3'000; ++i) {
    const std::string keys = runs.next();
    INFO(keys);
    const Estimate run = estimate_of(keys);
    const Json line = line_of(run);
    REQUIRE(line == document_of(run));
    for (const Json& note : line.at("notes"))
      warnings += static_cast<int>(note.at("severity") == "warning");
  }
  CHECK(warnings > 100);
}

TEST_CASE("the names of what makes lines wide are told apart") {
  Estimate run = estimate_of(R"("duration_h":1,"devices":[{"kind":"gpu","power_w":300}])");
  run.widest.clear();
  for (unsigned kinds = 1; kinds < 512; ++kinds) {
    for (const bool from_memory : {false, true})
      run.widest.push_back({.cause = Cause::power, .kinds = kinds, .from_memory = from_memory});
  }
  for (const Cause cause :
       {Cause::throughput, Cause::extrapolation, Cause::host, Cause::grid, Cause::pue})
    run.widest.push_back({.cause = cause});
  for (int round = 0; round < 2; ++round)
    REQUIRE(line_of(run) == document_of(run));
}

TEST_CASE("the PUE of a line is that of its own run") {
  Estimate run = estimate_of(R"("duration_h":1,"devices":[{"kind":"gpu","power_w":300}])");
  for (int round = 0; round < 4; ++round) {
    for (const Basis basis : {Basis::measured, Basis::reported, Basis::assumed}) {
      for (const char* detail : {"", "site", "sit\"e"}) {
        run.pue = PueFactor{.value = {1.1, 1.2, 1.3},
                            .basis = basis,
                            .origin = {OriginKind::method, detail, round % 2 == 0 ? "" : "x"},
                            .group = {}};
        for (int times = 0; times < 3; ++times)
          REQUIRE(line_of(run) == document_of(run));
      }
    }
  }
}

TEST_CASE("what is no number is null in a line") {
  Estimate run = estimate_of(R"("duration_h":1,"devices":[{"kind":"gpu","power_w":300}])");
  run.water_l = Range<double>{-std::numeric_limits<double>::infinity(), std::nan(""),
                              std::numeric_limits<double>::infinity()};
  const Json line = line_of(run);
  for (const char* key : {"water_l", "water_l_low", "water_l_high"})
    CHECK(line.at(key).is_null());
}

TEST_CASE("a line that fails leaves the text as it was") {
  rendering::LineSink sink;
  TextBuffer text;
  text.append("before\n");
  const auto fail = [&] {
    sink.text<"key">(std::string(20'000, 'x'));
    throw 1;
  };
  CHECK_THROWS_AS(sink.line(text, catalogue(), fail), int);
  CHECK(text.view() == "before\n");
  sink.line(text, catalogue(), [&] { sink.number<"key">(1.5); });
  CHECK(text.view() == "before\n{\"key\":1.5}\n");
}

TEST_CASE("a line cites the sources of the equivalents that it shows, and no others") {
  const std::vector<Equivalent> none;
  Resolver of_all(catalogue()), of_none(catalogue(), none);
  const RunSpec said =
      parse_run("{\"co2est\":1," + kExact + R"("devices":[{"kind":"gpu","energy_kwh":1}]})");
  const auto line = [&](Resolver& resolver) {
    ResolvedRun run;
    resolver.resolve(said, 1, run);
    std::string text;
    render_ndjson_line(estimate(run), catalogue(), text);
    return text;
  };
  const std::string all = line(of_all);
  CHECK(all.find("strubell-2019") != std::string::npos);
  CHECK(line(of_none).find("strubell-2019") == std::string::npos);
  CHECK(line(of_none).find("\"equivalents\":{}") != std::string::npos);
  CHECK(line(of_all) == all);
}
