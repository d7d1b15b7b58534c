// What the tests know about `factors list` and `show` as tables: what a narrow page keeps and
// tells, how many digits a person and a program get.
#include <algorithm>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "support/bad_input.hpp"
#include "support/process.hpp"

namespace co2est_tests {
namespace {

using Words = std::vector<std::string>;

std::string listed(const std::string& name, const std::string& columns) {
  RunOptions page;
  page.environment["COLUMNS"] = columns;
  return run({"factors", "list", name}, page).out;
}

Words header_of(const std::string& text) {
  std::istringstream line(text.substr(0, text.find('\n')));
  Words names;
  for (std::string name; line >> name;)
    names.push_back(name);
  return names;
}

bool holds(const Words& words, const std::string& word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// How many columns the last line says are left out.
std::size_t left_out_of(const std::string& text) {
  const std::string last = text.substr(text.rfind('\n', text.size() - 2) + 1);
  if (last.find(" left out") == std::string::npos) return 0;
  CHECK_THAT(last, Catch::EndsWith("; --csv has all\n"));
  return std::stoul(last);
}

std::size_t widest_line(const std::string& text) {
  std::size_t widest = 0, columns = 0;
  for (const char c : text) {
    columns = c == '\n' ? 0 : columns + ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U ? 1 : 0);
    widest = std::max(widest, columns);
  }
  return widest;
}

std::string row_of(const std::string& csv, const std::string& id) {
  const std::size_t at = csv.find("\n" + id + ",") + 1;
  return csv.substr(at, csv.find('\n', at) + 1 - at);
}

}  // namespace

TEST_CASE("a narrow page keeps ids and figures, and says what it leaves out", "[factors]") {
  struct Case {
    const char* name;
    Words at40, at80;
  };
  const std::vector<Case> cases{
      {"grids", {"id", "g_per_kwh", "year", "accounting"}, {"name", "factor_source_id"}},
      {"cloud", {"id", "g_per_kwh"}, {"pue", "grid_year", "pue_year"}},
      {"accelerators", {"id", "tdp_w"}, {"tdp_w", "year", "source_id"}},
      {"cpus", {"id", "tdp_w"}, {"name", "tdp_w", "source_id"}},
      {"instances", {"id", "accelerator_id"}, {"accelerator_id", "accelerators"}},
      {"pue", {"id", "year", "pue"}, {"low", "high", "source_id"}},
      {"equivalents", {"id", "co2e_kg", "year"}, {"energy_kwh", "year", "source_id"}},
      {"sources", {"id", "year"}, {"title", "publisher", "year"}},
      {"prices", {"grid_id", "year", "currency", "per_kwh"}, {"tax", "source_id"}},
      {"grid_intensity", {"grid_id", "year", "accounting", "g_per_kwh"}, {"gases", "source_id"}},
      {"parameters", {"id", "mid", "unit"}, {"low", "high", "source_id"}},
      {"alternatives", {"id", "value"}, {"column", "unit", "year"}},
      {"presets", {"preset_id", "mid", "unit"}, {"model", "low", "mid", "high", "unit"}},
  };
  for (const Case& c : cases) {
    INFO(c.name);
    const Words all = header_of(listed(c.name, ""));
    const std::string at40 = listed(c.name, "40"), at80 = listed(c.name, "80");
    for (const std::string& column : c.at40)
      CHECK_THAT(header_of(at40), Catch::VectorContains(column));
    for (const std::string& column : c.at80)
      CHECK_THAT(header_of(at80), Catch::VectorContains(column));
    for (const std::string& text : {at40, at80})
      CHECK(header_of(text).size() + left_out_of(text) == all.size());
    CHECK(widest_line(at40) <= 40);
    CHECK(widest_line(at80) <= 80);
  }
}

TEST_CASE("a wide page or a pipe leaves nothing out, but columns without a cell", "[factors]") {
  CHECK(left_out_of(listed("cloud", "200")) == 0);
  CHECK(left_out_of(listed("cloud", "")) == 0);
  CHECK_THAT(listed("grids", "80"),
             Catch::EndsWith("\n2 columns left out: kind, parent_id; --csv has all\n"));
  const TempDir dir;
  dir.write("prices.csv",
            "grid_id,year,currency,per_kwh,consumer,tax,quality,source_id,note\n"
            "DE,2024,EUR,0.2,,included,primary,eurostat-nrg-pc-205,\n");
  const std::string own = run({"factors", "list", "prices", "--data-dir", dir.path().string()}).out;
  CHECK_FALSE(holds(header_of(own), "consumer"));
  CHECK_THAT(own, Catch::EndsWith("eurostat-nrg-pc-205\n"));
}

TEST_CASE("a person reads few digits, a program all", "[factors]") {
  const std::string text = listed("equivalents", "");
  CHECK_THAT(text, Catch::Contains(" 0.2442 ") && Catch::Contains(" 57153 ") &&
                       Catch::Contains(" 16400 ") && Catch::Contains(" 175.2 "));
  CHECK_THAT(text, !Catch::Contains("0.24419"));
  CHECK_THAT(run({"factors", "show", "car-km"}).out, Catch::Contains("0.2442\n"));
  const std::string exact = "0.24419887854927225";
  for (const char* format : {"--json", "--csv"}) {
    CHECK_THAT(run({"factors", "list", "equivalents", format}).out, Catch::Contains(exact));
    CHECK_THAT(run({"factors", "show", "car-km", format}).out, Catch::Contains(exact));
  }
  CHECK_THAT(listed("prices", ""), Catch::Contains(" 0.1356 "));
  const auto rows = nlohmann::json::parse(run({"factors", "list", "grids", "--json"}).out);
  const Outcome estimate = run({"-", "-f", "json", "--grid", "AE"}, kGood);
  const auto grid = nlohmann::json::parse(estimate.out).at("grid");
  const auto ae =
      std::find_if(rows.begin(), rows.end(), [](const auto& row) { return row.at("id") == "AE"; });
  REQUIRE(ae != rows.end());
  CHECK(ae->at("g_per_kwh") == grid.at("intensity_g_per_kwh"));
  CHECK(ae->at("factor_source_id") == grid.at("source"));
}

TEST_CASE("show --csv is one table, the rows that list has of the name", "[factors]") {
  const std::vector<std::pair<std::string, std::string>> names{
      {"DE", "grids"},           {"aws/eu-central-1", "cloud"}, {"a100-pcie-40gb", "accelerators"},
      {"car-km", "equivalents"}, {"bloom-gpu", "embodied"},     {"band.cpu", "parameters"}};
  for (const auto& [name, category] : names) {
    INFO(name);
    const std::string list = run({"factors", "list", category, "--csv"}).out;
    const std::string header = list.substr(0, list.find('\n') + 1);
    CHECK(run({"factors", "show", name, "--csv"}).out == header + row_of(list, name));
  }
  // a PUE's years, though the survey is a source and others give values for it too
  const std::string survey = run({"factors", "show", "uptime-survey", "--csv"}).out;
  CHECK_THAT(survey, Catch::StartsWith("id,year,pue,") && Catch::Contains("\nuptime-survey,2025,"));
  CHECK(survey.find("\n\n") == std::string::npos);
  CHECK_THAT(run({"factors", "show", "google", "--csv"}).out, Catch::StartsWith("id,year,pue,"));
}

}  // namespace co2est_tests
