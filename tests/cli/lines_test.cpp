// What the tests know about lines: many blocks on many threads give what one thread gives.
#include <algorithm>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <sstream>

#include "support/process.hpp"

namespace co2est_tests {
namespace {

using Catch::Contains;
using Json = nlohmann::json;

/// (i + 1) W x 10 h, 500 g/kWh, no PUE: (i + 1) / 100 kWh.
std::string line_of(std::size_t i) {
  return R"({"co2est":1,"name":"run )" + std::to_string(i) +
         R"(","duration_h":10,"pue":"none","grid":{"intensity_g_per_kwh":500},"devices":[)" +
         R"({"kind":"gpu","power_w":)" + std::to_string(i + 1) + "}]}";
}

/// Some blocks of lines: blank ones among them, both kinds of line ends, no end of the last, and
/// one line that is longer than a block.
std::string many_lines(std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) {
    text += i == count / 2 ? R"({"co2est":1,"x-long":")" + std::string(700'000, 'x') + R"(",)" +
                                 line_of(i).substr(12)
                           : line_of(i);
    if (i + 1 < count) text += i % 7 == 0 ? "\r\n" : i % 11 == 0 ? "\n\n" : "\n";
  }
  return text;
}

Outcome run_on(const std::string& file, const std::string& threads,
               std::vector<std::string> words) {
  words.insert(words.end(), {"--threads", threads, file});
  return run(words);
}

}  // namespace

TEST_CASE("the bytes are the same for any number of threads", "[lines]") {
  constexpr std::size_t kCount = 9000;
  const TempDir dir;
  const std::string file = dir.write("runs.ndjson", many_lines(kCount));
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"--format", "ndjson"}, {"--total", "--format", "json"}}) {
    const Outcome one = run_on(file, "1", words);
    REQUIRE(one.status == 0);
    for (const char* threads : {"2", "7"}) {
      const Outcome many = run_on(file, threads, words);
      CHECK(many.status == 0);
      CHECK(many.err.empty());
      CHECK((many.out == one.out));
    }
  }
  const Json total = Json::parse(run_on(file, "2", {"--total", "--format", "json"}).out);
  CHECK(total["run_count"] == kCount);
  CHECK(total["energy_kwh"].get<double>() == Approx(kCount * (kCount + 1) / 2 / 100.0));
}

TEST_CASE("each line gives its estimate, in the order of the lines", "[lines]") {
  constexpr std::size_t kCount = 5000;
  const TempDir dir;
  const std::string file = dir.write("runs.ndjson", many_lines(kCount));
  std::istringstream lines(run_on(file, "3", {"--format", "ndjson"}).out);
  std::string line;
  std::size_t i = 0;
  for (; std::getline(lines, line); ++i) {
    const Json estimate = Json::parse(line);
    REQUIRE(estimate["name"] == "run " + std::to_string(i));
    REQUIRE(estimate["energy_kwh"].get<double>() == Approx(static_cast<double>(i + 1) / 100));
  }
  CHECK(i == kCount);
}

TEST_CASE("a wrong line far down is told with its number, in order, on any threads", "[lines]") {
  std::string text;
  constexpr std::size_t kCount = 8000;
  for (std::size_t i = 0; i < kCount; ++i) {
    if (i == 2999) {
      text += "{\"co2est\":1,}\n";
    } else if (i == 6999) {
      text += R"({"co2est":1,"devices":[{"kind":"gpu","power":"1 kWh"}]})"
              "\n";
    } else {
      text += line_of(i) + "\n";
    }
  }
  const TempDir dir;
  const std::string file = dir.write("runs.ndjson", text);
  for (const char* threads : {"1", "4"}) {
    const Outcome outcome = run_on(file, threads, {"--format", "ndjson"});
    CHECK(outcome.status == 2);
    const std::size_t first = outcome.err.find(file + ":3000:13: ");
    const std::size_t second = outcome.err.find(file + ":7000: /devices/0/power: ");
    CHECK(first < second);
    CHECK(second != std::string::npos);
    CHECK(static_cast<std::size_t>(std::count(outcome.out.begin(), outcome.out.end(), '\n')) ==
          kCount - 2);
  }
}

}  // namespace co2est_tests
