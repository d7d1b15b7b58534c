// What the tests know about commands and options together: what one writes and another reads.
#include <algorithm>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "support/process.hpp"

namespace co2est_tests {
namespace {

using Json = nlohmann::ordered_json;

std::string run_of(const std::string& keys) {
  return R"({"co2est":1,"duration":"10 h","pue":1.2,"grid":"DE",)" + keys + "}\n";
}

std::string node_run(const std::string& name, int watts) {
  return run_of("\"name\":\"" + name + R"(","devices":[{"kind":"node","power_w":)" +
                std::to_string(watts) + "}]");
}

std::size_t lines_in(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

}  // namespace

TEST_CASE("an estimate of an extrapolated slice says what it is") {
  const TempDir dir;
  const std::string slice = dir.write(
      "slice.json",
      run_of(R"("devices":[{"kind":"gpu","model":"NVIDIA A100-SXM4-80GB","energy_kwh":3}])"));
  const std::string whole = dir / "whole.json";
  REQUIRE(run({"extrapolate", slice, "--hours", "800", "--count", "8", "-o", whole}).status == 0);
  CHECK(run({slice}).out.find("(extrapolated)") == std::string::npos);
  CHECK(run({whole}).out.find("(extrapolated)") != std::string::npos);
}

TEST_CASE("a total alone is told as the sum of its runs in every format") {
  const TempDir dir;
  const std::string a = dir.write("a.json", node_run("a", 1000));
  const std::string b = dir.write("b.json", node_run("b", 2000));
  const std::string lines = dir.write("all.ndjson", read_file(a) + read_file(b));
  for (const auto& inputs : {std::vector<std::string>{a, b}, std::vector<std::string>{lines},
                             std::vector<std::string>{dir.path().string(), "--pue", "1.3"}}) {
    const auto total = [&](const std::string& format) {
      std::vector<std::string> words{"--total", "--format", format};
      words.insert(words.end(), inputs.begin(), inputs.end());
      const Outcome outcome = run(words);
      REQUIRE(outcome.status == 0);
      return outcome.out;
    };
    const std::size_t runs = inputs.back() == "1.3" ? 4 : 2;
    for (const char* format : {"json", "ndjson"}) {
      const Json json = Json::parse(total(format));
      CHECK(json.at("run_count") == runs);
      CHECK_FALSE(json.contains("repeat"));
      CHECK_FALSE(json.contains("runs"));
      CHECK(json.at("energy_kwh") == Approx(15.0 * static_cast<double>(runs)));
    }
    const std::string words = std::to_string(runs) + " runs";
    CHECK(total("text").find(words) != std::string::npos);
    CHECK(total("markdown").find(words) != std::string::npos);
    const std::string csv = total("csv");
    CHECK(lines_in(csv) == 2);
    CHECK(csv.find("\ntotal,") != std::string::npos);
  }
}

TEST_CASE("a single run with --total stays a run") {
  const Json json = Json::parse(run({"--total", "--format", "json", "-"}, node_run("a", 1)).out);
  CHECK(json.at("repeat") == 1);
  CHECK_FALSE(json.contains("run_count"));
}

}  // namespace co2est_tests
