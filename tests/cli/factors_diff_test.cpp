// What the tests know about `factors diff`: what differs, and which differences a tolerance
// refuses.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "support/bad_input.hpp"
#include "support/process.hpp"

namespace co2est_tests {
namespace {

const std::string kUs = "US,2024,lifecycle,co2e,383.78,";

}  // namespace

TEST_CASE("diff tells rows and figures, the largest change first", "[factors]") {
  const TempDir dir;
  std::string text = table_with("grid_intensity.csv", kUs, "US,2024,lifecycle,co2e,403,");
  const std::size_t at = text.find("\nPL,2024,lifecycle,co2e,");
  REQUIRE(at != std::string::npos);
  const std::size_t figure = text.find("co2e,", at) + 5;
  text.replace(figure, text.find(',', figure) - figure, "1200");
  const std::size_t gone = text.find("\nZW,2024,");
  REQUIRE(gone != std::string::npos);
  text.erase(gone, text.find('\n', gone + 1) - gone);
  dir.write("grid_intensity.csv", text);
  const std::string folder = dir.path().string();

  const Outcome plain = run({"factors", "diff", folder});
  CHECK(plain.status == 0);
  CHECK_THAT(plain.out, Catch::Contains("grid_intensity      0        1        2"));
  CHECK_THAT(plain.out,
             Catch::Contains("US 2024 lifecycle co2e: g_per_kwh: 383.78 -> 403  +5.008 %"));
  CHECK_THAT(plain.out, Catch::Contains("- ZW 2024 lifecycle co2e"));
  CHECK(plain.out.find("~ PL 2024") < plain.out.find("~ US 2024"));

  const Outcome json = run({"factors", "diff", folder, "--json"});
  const auto document = nlohmann::json::parse(json.out);
  CHECK(document.at(0).at("table") == "grid_intensity");
  CHECK(document.at(0).at("changed_rows") == 2);
  CHECK(document.at(0).at("changes").at(1).at("before") == "383.78");
  CHECK(document.at(0).at("changes").at(1).at("relative").get<double>() ==
        Approx(403 / 383.78 - 1));

  // turned round: the other folder as the base, and the shipped tables against it
  const Outcome back =
      run({"factors", "diff", (source_dir() / "data").string(), "--data-dir", folder});
  CHECK_THAT(back.out, Catch::Contains("+ ZW 2024 lifecycle co2e"));
}

TEST_CASE("the text of diff, line by line", "[factors]") {
  const std::string header =
      "technology,accounting,gases,low_g_per_kwh,g_per_kwh,high_g_per_kwh,aliases,source_id,note\n";
  const TempDir before, after;
  before.write("generation_factors.csv", header +
                                             "coal,direct,co2e,,760,,,ipcc-ar5,new\n"
                                             "coal,lifecycle,co2e,740,820,910,,ipcc-ar5,\n"
                                             "gas,direct,co2e,,370,,,ipcc-ar5,\n");
  after.write("generation_factors.csv", header +
                                            "coal,direct,co2e,,836,,,ipcc-ar5,a\tb\n"
                                            "coal,lifecycle,co2e,740,820,910,,ipcc-ar5,\n"
                                            "oil,direct,co2,,650,,,ipcc-ar5,\n");
  const Outcome outcome =
      run({"factors", "diff", after.path().string(), "--data-dir", before.path().string()});
  CHECK(outcome.out ==
        "table               added  removed  changed  largest\n"
        "generation_factors      1        1        1  10 %\n"
        "\n"
        "generation_factors\n"
        "  ~ coal direct: g_per_kwh: 760 -> 836  +10 %\n"
        "  ~ coal direct: note: new -> a?b\n"
        "  - gas direct\n"
        "  + oil direct\n");
}

TEST_CASE("a tolerance of diff holds or is exceeded", "[factors]") {
  const TempDir dir;
  dir.write("grid_intensity.csv",
            table_with("grid_intensity.csv", kUs, "US,2024,lifecycle,co2e,403,"));
  const std::string folder = dir.path().string();
  CHECK(run({"factors", "diff", folder, "--tolerance", "5.1%"}).status == 0);
  CHECK(run({"factors", "diff", folder, "--tolerance", "5"}).status == 3);
  demand_refusal(run({"factors", "diff", folder, "--tolerance", "much"}), 2,
                 "--tolerance: \"much\" is no percentage");
  demand_refusal(run({"factors", "list", "--tolerance", "5%"}), 2,
                 "factors: \"list\" does not take --tolerance");
}

TEST_CASE("no tolerance holds a change from zero or of a word that results depend on",
          "[factors]") {
  const auto gate = [](const std::string& table, const std::string& part,
                       const std::string& instead) {
    const TempDir dir;
    dir.write(table, table_with(table, part, instead));
    const std::string folder = dir.path().string();
    CHECK(run({"factors", "diff", folder}).out != "no difference\n");
    return run({"factors", "diff", folder, "--tolerance", "5%"}).status;
  };
  CHECK(gate("accelerators.csv", "2017,300,43,16", "2017,300,44,16") == 0);
  CHECK(gate("accelerators.csv", "2017,300,43,16", "2017,300,,16") == 3);
  CHECK(gate("accelerators.csv", "datacenter", "consumer") == 3);
  CHECK(gate("cloud_regions.csv", ",ZA,,ZA,", ",ZA,,WORLD,") == 3);
  CHECK(gate("grids.csv", "country,Zambia,", "country,Northern Rhodesia,") == 0);  // a remark

  const TempDir before, after;
  before.write("grid_intensity.csv",
               table_with("grid_intensity.csv", kUs, "US,2024,lifecycle,co2e,0,"));
  after.write("grid_intensity.csv",
              table_with("grid_intensity.csv", kUs, "US,2024,lifecycle,co2e,676,"));
  const Outcome grown = run({"factors", "diff", after.path().string(), "--data-dir",
                             before.path().string(), "--tolerance", "5%"});
  CHECK(grown.status == 3);
  CHECK_THAT(grown.out, Catch::Contains("g_per_kwh: 0 -> 676  infinite\n"));
}

}  // namespace co2est_tests
