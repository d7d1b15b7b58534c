// What publications print and the estimator must reproduce: tests/published/cases.json, and the run
// files that ship in data/published and data/examples.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "support/process.hpp"

namespace co2est_tests {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

Json read_json(const fs::path& path) {
  return Json::parse(read_file(path));
}

const Json& published() {
  static const Json kDocument = read_json(source_dir() / "tests" / "published" / "cases.json");
  return kDocument;
}

std::vector<fs::path> run_files(const std::string& folder) {
  std::vector<fs::path> files;
  for (const fs::directory_entry& entry : fs::directory_iterator(source_dir() / "data" / folder)) {
    if (entry.path().extension() == ".json") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

/// What a figure in the unit that its key names (kg, kWh, L, USD, km) is multiplied by.
double per_native_unit(const std::string& unit) {
  static const std::map<std::string, double> kFactors{
      {"", 1},      {"g", 1e3},     {"t", 1e-3},          {"lb", 1 / 0.45359237}, {"MWh", 1e-3},
      {"kL", 1e-3}, {"kUSD", 1e-3}, {"mi", 1 / 1.609344}, {"/mi", 1.609344}};
  return kFactors.at(unit);
}

const Json& at(const Json& estimate, const std::string& path) {
  return estimate.at(Json::json_pointer(path));
}

/// The runs of an estimate; a single run is its own only run.
std::vector<Json> runs_of(const Json& estimate) {
  if (!estimate.contains("runs")) return {estimate};
  return estimate.at("runs").get<std::vector<Json>>();
}

/// The part of an estimate that paths start at: all of it, or one run.
Json subject(const Json& estimate, const std::string& run_name) {
  if (run_name.empty()) return estimate;
  for (const Json& run : runs_of(estimate)) {
    if (run.at("name") == run_name) return run;
  }
  throw std::runtime_error("the estimate has no run called " + run_name);
}

/// The figure that an expectation is about, in its unit.
double figure(const Json& estimate, const Json& expected) {
  double value = 0;
  if (expected.contains("sum")) {
    for (const Json& path : expected.at("sum"))
      value += at(estimate, path).get<double>();
  } else {
    value = at(estimate, expected.at("path")).get<double>();
  }
  if (expected.contains("over")) value /= at(estimate, expected.at("over")).get<double>();
  return value * per_native_unit(expected.value("unit", ""));
}

/// Half up, in units of the last of `decimals` places.
long long rounded(double value, int decimals) {
  return std::llround(std::floor(value * std::pow(10.0, decimals) + 0.5));
}

bool agrees(double value, const Json& expected) {
  if (expected.contains("min")) return value >= expected.at("min").get<double>();
  if (expected.contains("max")) return value <= expected.at("max").get<double>();
  const double stated = expected.at("value");
  if (expected.contains("round")) {
    const int decimals = expected.at("round");
    // The stated figure has that many decimals, so it only needs the nearest whole number.
    return rounded(value, decimals) == std::llround(stated * std::pow(10.0, decimals));
  }
  if (expected.contains("abs")) return std::abs(value - stated) <= expected.at("abs").get<double>();
  return std::abs(value - stated) <= expected.at("rel").get<double>() * std::abs(stated);
}

void check_expectation(const Json& estimate, const Json& expected) {
  INFO("expected: " << expected.dump());
  if (expected.value("null", false)) {
    CHECK(at(estimate, expected.at("path")).is_null());
    return;
  }
  const double value = figure(estimate, expected);
  INFO("got: " << Json(value).dump());
  CHECK(agrees(value, expected) != expected.value("must_differ", false));
}

std::set<std::string> note_codes(const Json& estimate) {
  std::set<std::string> codes;
  const auto collect = [&codes](const Json& holder) {
    for (const Json& note : holder.at("notes"))
      codes.insert(note.at("code").get<std::string>());
  };
  collect(estimate);
  for (const Json& run : runs_of(estimate))
    collect(run);
  return codes;
}

Outcome outcome_of(const Json& test_case) {
  if (test_case.contains("file")) {
    const auto path = source_dir() / test_case.at("file").get<std::string>();
    return run({"--format", "json", "-"}, read_file(path));
  }
  Json document = test_case.at("run");
  document["co2est"] = 1;
  return run({"--format", "json", "-"}, document.dump());
}

void check_error(const Outcome& outcome, const Json& error) {
  CHECK(outcome.status == error.at("status").get<int>());
  CHECK(outcome.out.empty());
  for (const Json& part : error.at("stderr")) {
    CHECK_THAT(outcome.err, Catch::Contains(part.get<std::string>()));
  }
}

void check_case(const Json& test_case) {
  const Outcome outcome = outcome_of(test_case);
  INFO("stderr: " << outcome.err);
  if (test_case.contains("error")) {
    check_error(outcome, test_case.at("error"));
    return;
  }
  REQUIRE(outcome.status == 0);
  const Json estimate = Json::parse(outcome.out);
  const std::string run_name = test_case.value("run_name", "");
  for (const Json& expected : test_case.at("expect")) {
    check_expectation(subject(estimate, expected.value("run_name", run_name)), expected);
  }
  const std::set<std::string> codes = note_codes(subject(estimate, run_name));
  for (const Json& code : test_case.value("notes", Json::array())) {
    INFO("note: " << code);
    CHECK(codes.count(code.get<std::string>()) == 1);
  }
}

/// An interval holds its middle, and unknown stays unknown in all three.
void check_interval(const Json& run) {
  INFO("run: " << run.at("name"));
  const Json& mid = run.at("co2e_kg");
  CHECK(run.at("co2e_kg_low").is_null() == mid.is_null());
  CHECK(run.at("co2e_kg_high").is_null() == mid.is_null());
  if (mid.is_null()) return;
  CHECK(run.at("co2e_kg_low").get<double>() <= mid.get<double>());
  CHECK(mid.get<double>() <= run.at("co2e_kg_high").get<double>());
}

void check_run_file(const fs::path& file) {
  const Outcome outcome = run({"--format", "json", file.string()});
  INFO("stderr: " << outcome.err);
  REQUIRE(outcome.status == 0);
  const Json estimate = Json::parse(outcome.out);
  const Json document = read_json(file);
  const std::vector<Json> runs = runs_of(estimate);
  REQUIRE(runs.size() == runs_of(document).size());
  check_interval(estimate);
  for (const Json& run : runs)
    check_interval(run);
}

bool is_citation(const Json& holder) {
  return holder.contains("x-source") && !holder.at("x-source").get<std::string>().empty();
}

}  // namespace

TEST_CASE("published results are reproduced", "[published]") {
  for (const Json& test_case : published().at("cases")) {
    DYNAMIC_SECTION(test_case.at("id").get<std::string>()) {
      check_case(test_case);
    }
  }
}

TEST_CASE("every published case says where it comes from and what it expects", "[published]") {
  std::set<std::string> ids;
  for (const Json& test_case : published().at("cases")) {
    INFO(test_case.at("id"));
    CHECK(ids.insert(test_case.at("id").get<std::string>()).second);
    CHECK_FALSE(test_case.at("source").get<std::string>().empty());
    CHECK(test_case.contains("file") != test_case.contains("run"));
    CHECK(test_case.contains("expect") != test_case.contains("error"));
  }
  for (const Json& skipped : published().at("skipped")) {
    INFO(skipped.dump());
    CHECK_FALSE(skipped.at("reason").get<std::string>().empty());
  }
}

TEST_CASE("run files that ship are estimated", "[published]") {
  for (const std::string folder : {"published", "examples"}) {
    const std::vector<fs::path> files = run_files(folder);
    REQUIRE_FALSE(files.empty());
    for (const fs::path& file : files) {
      DYNAMIC_SECTION(folder << "/" << file.filename().string()) {
        check_run_file(file);
      }
    }
  }
}

TEST_CASE("every published run cites its source and keeps its figures", "[published]") {
  for (const fs::path& file : run_files("published")) {
    INFO(file.filename().string());
    const Json document = read_json(file);
    CHECK(is_citation(document));
    for (const Json& run : runs_of(document)) {
      INFO("run: " << run.at("name"));
      CHECK(is_citation(run));
      CHECK_FALSE(run.at("x-published").empty());
    }
  }
}

TEST_CASE("rounding is half up, and a unit that nobody knows is an error", "[published][self]") {
  CHECK(rounded(0.5, 0) == 1);
  CHECK(rounded(2.5, 0) == 3);
  CHECK(rounded(26.4999, 0) == 26);
  CHECK(rounded(191.875988, 0) == 192);
  CHECK(rounded(4.96949, 2) == 497);
  CHECK_THROWS(per_native_unit("stone"));
  const Json estimate = Json::parse(R"({"co2e_kg": 453.59237, "device_hours": 2})");
  CHECK(figure(estimate, Json::parse(R"({"path": "/co2e_kg", "unit": "lb"})")) == Approx(1000));
  CHECK(figure(estimate, Json::parse(R"({"path": "/co2e_kg", "over": "/device_hours"})")) ==
        Approx(226.796185));
  CHECK(agrees(27.4, Json::parse(R"({"value": 27, "round": 0})")));
  CHECK_FALSE(agrees(27.5, Json::parse(R"({"value": 27, "round": 0})")));
}

}  // namespace co2est_tests
