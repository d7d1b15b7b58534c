// What the tests know about --equivalents: which are printed in each format, and that a row of the
// table is all that a new one takes.
#include <algorithm>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "support/process.hpp"

namespace co2est_tests {
namespace {

using Catch::Contains;
using Json = nlohmann::ordered_json;
using Words = std::vector<std::string>;

const std::string kRun = R"({"co2est": 1, "duration": "1 h", "pue": "none",
  "grid": {"intensity": "1 kg/kWh"}, "devices": [{"kind": "gpu", "energy": "900 kWh"}]})";

std::string printed(Words words, const std::string& input = kRun) {
  words.insert(words.begin(), "-");
  const Outcome outcome = run(words, input);
  INFO(outcome.err);
  REQUIRE(outcome.status == 0);
  return outcome.out;
}

Words keys_of(const Json& estimate) {
  Words keys;
  for (const auto& [key, value] : estimate.at("equivalents").items())
    keys.push_back(key);
  return keys;
}

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t times = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
    ++times;
  return times;
}

}  // namespace

TEST_CASE("text names the car's lifetime alone, unless it is told which", "[equivalents]") {
  CHECK(count(printed({}), "\n  Cars ") == 1);
  CHECK(count(printed({}), "\n  Equals ") == 0);
  const std::string two = printed({"--equivalents", "flight,car"});
  CHECK(two.find("\n  Equals     1.0") < two.find("\n  Cars "));
  CHECK_THAT(two, Contains("0.75 to 1.6, flights New York"));
  CHECK(count(printed({"--equivalents", "car,car_lifetimes,Cars"}), "\n  Cars ") == 1);
  CHECK(count(printed({"--equivalents", "none"}), "\n  Cars ") == 0);
  CHECK(count(printed({"--equivalents", "all"}), "\n  Equals ") == 11);
}

TEST_CASE("the year beside an equivalent is that of its edition, not of its source",
          "[equivalents]") {
  const std::string text = printed({"--equivalents", "car-years@2008"});
  CHECK_THAT(text, Contains(" 2008)"));
  CHECK_THAT(text, !Contains(" 2013)"));
}

TEST_CASE("JSON has the keys that were asked for, in that order, with their sources",
          "[equivalents]") {
  const Json all = Json::parse(printed({"-f", "json"}));
  CHECK(keys_of(all).size() == 12);
  CHECK(keys_of(all).front() == "car_lifetimes");
  const Json two = Json::parse(printed({"-f", "json", "--equivalents", "brain, human_years"}));
  CHECK(keys_of(two) == Words{"brain_years", "human_years"});
  Words sources;
  for (const Json& source : two.at("sources"))
    sources.push_back(source.at("id"));
  CHECK(std::count(sources.begin(), sources.end(), "physics-factbook-brain") == 1);
  CHECK(std::count(sources.begin(), sources.end(), "patterson-2021") == 0);
  CHECK(keys_of(Json::parse(printed({"-f", "ndjson", "--equivalents", "none"}))).empty());
}

TEST_CASE("an edition is picked by its year", "[equivalents]") {
  const Json old = Json::parse(printed({"-f", "json", "--equivalents", "car-years@2008"}));
  CHECK(old.at("equivalents").at("car_years").get<double>() == Approx(900 / 5460.0));
  CHECK_THAT(old.dump(), Contains("epa-equivalencies-history"));
  const Outcome none = run({"-", "--equivalents", "car-years@1999"}, kRun);
  CHECK(none.status == 2);
  CHECK_THAT(none.err, Contains("held are those of 2008, 2009, 2012, 2013, 2021, 2026"));
  const Outcome twice = run({"-", "--equivalents", "car-km@2021,car-km"}, kRun);
  CHECK(twice.status == 2);
  CHECK_THAT(twice.err, Contains("\"car-km\" is named in two editions; keep one"));
  CHECK(run({"-", "--equivalents", "car-km,car_km"}, kRun).status == 0);
}

TEST_CASE("CSV and Markdown show equivalents only where they are asked for", "[equivalents]") {
  CHECK(count(printed({"-f", "csv"}), "car_lifetimes") == 0);
  const std::string csv = printed({"-f", "csv", "--equivalents", "home,flight"});
  CHECK_THAT(csv, Contains(",notes,electricity_eur,homes_electricity_years,flights_ny_sf\n"));
  CHECK(count(printed({"-f", "markdown"}), "as much as") == 0);
  CHECK_THAT(printed({"-f", "markdown", "--equivalents", "tree"}),
             Contains("- 15: urban tree seedlings grown for 10 years (U.S."));
}

TEST_CASE("a project, its total and a derivation take the option as well", "[equivalents]") {
  const std::string project = R"({"co2est": 1, "defaults": {"pue": "none", "duration": "1 h",
    "grid": {"intensity": "1 kg/kWh"}}, "runs": [
    {"devices": [{"kind": "gpu", "energy": "400 kWh"}]},
    {"devices": [{"kind": "gpu", "energy": "500 kWh"}]}]})";
  const Json whole = Json::parse(printed({"-f", "json", "--equivalents", "phone"}, project));
  CHECK(whole.at("equivalents").at("smartphone_charges").get<double>() == Approx(900 / 0.0124));
  CHECK(keys_of(whole.at("runs").at(1)) == Words{"smartphone_charges"});
  CHECK_THAT(printed({"--total", "--equivalents", "flight"}, project), Contains("Equals     1.0"));
  const Outcome derived = run({"explain", "-", "--equivalents", "eu-car"}, kRun);
  CHECK(count(derived.out, "new EU car") == 1);
  CHECK(count(derived.out, "car lifetimes") == 0);
}

TEST_CASE("an unknown word is refused before anything is printed", "[equivalents]") {
  const Outcome outcome = run({"-", "--equivalents", "cars,flyght"}, kRun);
  CHECK(outcome.status == 2);
  CHECK(outcome.out.empty());
  CHECK_THAT(outcome.err, Contains("--equivalents: unknown equivalent \"flyght\"") &&
                              Contains("did you mean \"flight\"?"));
  CHECK_THAT(run({"-", "--equivalents", "xyzzyxyzzy"}, kRun).err,
             Contains("see `co2est factors list equivalents`"));
  CHECK(run({"-", "--equivalents", " ,"}, kRun).status == 2);
}

TEST_CASE("a new equivalent is a row of the table", "[equivalents]") {
  const TempDir folder;
  folder.write(
      "equivalents.csv",
      read_file(source_dir() / "data" / "equivalents.csv") +
          "yak-years,0,yak_years,years of a yak's methane,yak,450,,,,2019,strubell-2019,\n");
  const Words words{"--data-dir", folder.path().string()};
  CHECK_THAT(printed(words), Contains("Equals     2.0         years of a yak's methane"));
  const Json estimate = Json::parse(printed({"-f", "json", words[0], words[1]}));
  CHECK(keys_of(estimate).front() == "yak_years");
  CHECK_THAT(printed({words[0], words[1], "--equivalents", "yak"}), Contains("yak's methane"));
}

}  // namespace co2est_tests
