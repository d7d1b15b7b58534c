// What the tests know about the shipped tables: they pass every check, and look-ups agree with
// them.
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <map>
#include <set>
#include <string>

#include "catalogue/load.hpp"
#include "catalogue/names.hpp"
#include "catalogue/verify.hpp"
#include "co2est/error.hpp"
#include "csv/csv.hpp"
#include "support/process.hpp"
#include "text/list.hpp"
#include "text/suggest.hpp"
#include "unit/model.hpp"

using namespace co2est;
using namespace co2est_tests;

TEST_CASE("the shipped tables pass every check") {
  for (const CheckResult& result : verify(load_unchecked({}))) {
    INFO(result.check->name << ": " << result.check->meaning);
    for (const Problem& problem : result.problems)
      FAIL_CHECK(to_text(problem));
  }
}

TEST_CASE("the tables hold what they are said to hold") {
  CHECK(catalogue().grids().size() > 290);
  CHECK(catalogue().alternatives().size() > 700);
  CHECK(catalogue().fingerprint().size() == 7 + 64);
}

TEST_CASE("the tables hold what was compared with their sources by hand") {
  struct Anchor {
    std::string_view grid;
    int year;
    Accounting accounting;
    double g_per_kwh, margin;
  };
  for (const Anchor& anchor : {
           Anchor{"US", 2024, Accounting::lifecycle, 383.78, 0.005},
           Anchor{"FR", 2024, Accounting::lifecycle, 40.48, 0.005},
           Anchor{"IN", 2024, Accounting::lifecycle, 705.40, 0.005},
           Anchor{"US-VA", 2021, Accounting::direct, 272.9, 0.05},
           Anchor{"US", 2021, Accounting::direct, 388.7, 0.05},
           // 601.547 lb/MWh + 3.2 % coal x 60 + 1 oil x 136.3 + 57.4 gas x 120 + 30.7 nuclear x 12
           // + 0.3 hydro x 24 + 3.9 biomass x 230 + 0.1 wind x 11 + 3.5 solar x 48, of 100.1 %
           Anchor{"US-VA", 2021, Accounting::lifecycle, 359.35, 0.06},
       }) {
    INFO(anchor.grid << " " << anchor.year);
    const auto rows = catalogue().intensities_of(anchor.grid);
    const auto row = std::find_if(rows.begin(), rows.end(), [&](const GridIntensity& one) {
      return one.year == anchor.year && one.accounting == anchor.accounting && one.gases == "co2e";
    });
    REQUIRE(row != rows.end());
    CHECK(as_g_per_kwh(row->intensity.mid) == Approx(anchor.g_per_kwh).margin(anchor.margin));
  }
  const auto years = catalogue().cloud_years_of("gcp/us-east4");
  const auto row = std::find_if(years.begin(), years.end(),
                                [](const CloudYear& one) { return one.year == 2024; });
  REQUIRE(row != years.end());
  CHECK(row->accounting == Accounting::direct);
  CHECK(as_g_per_kwh(row->intensity.value()) == Approx(323.05));
}

TEST_CASE("a life cycle of the United States contains what its stacks emit") {
  const auto& rows = catalogue().grid_intensities();
  std::map<std::pair<std::string_view, int>, double> direct;
  const auto is_american = [](const GridIntensity& row) {
    return row.grid_id == "US" || row.grid_id.starts_with("US-") ||
           row.grid_id.starts_with("EGRID-");
  };
  for (const GridIntensity& row : rows) {
    if (row.accounting != Accounting::direct || !is_american(row)) continue;
    double& most = direct[{row.grid_id, row.year}];
    most = std::max(most, as_g_per_kwh(row.intensity.mid));
  }
  std::size_t compared = 0, modelled = 0;
  for (const GridIntensity& row : rows) {
    const auto found = direct.find({row.grid_id, row.year});
    if (row.accounting != Accounting::lifecycle || found == direct.end()) continue;
    INFO(row.grid_id << " " << row.year);
    CHECK(as_g_per_kwh(row.intensity.mid) >= found->second);
    ++compared;
    if (row.grid_id == "US") continue;
    CHECK(row.quality == "part-modelled");
    ++modelled;
  }
  CHECK(modelled >= 156);
  CHECK(compared > modelled);
}

TEST_CASE("a life cycle of a technology contains what its stack emits") {
  std::size_t compared = 0;
  for (const GenerationFactor& whole : catalogue().generation_factors()) {
    for (const GenerationFactor& stack : catalogue().generation_factors()) {
      if (whole.technology != stack.technology || whole.accounting != Accounting::lifecycle ||
          stack.accounting != Accounting::direct)
        continue;
      INFO(whole.technology);
      CHECK(as_g_per_kwh(whole.intensity.low) >= as_g_per_kwh(stack.intensity.low));
      CHECK(as_g_per_kwh(whole.intensity.mid) >= as_g_per_kwh(stack.intensity.mid));
      CHECK(as_g_per_kwh(whole.intensity.high) >= as_g_per_kwh(stack.intensity.high));
      ++compared;
    }
  }
  CHECK(compared >= 12);
}

TEST_CASE("the quick look-up by key finds the rows that a whole parse has") {
  std::size_t count = 0;
  for (const GridPlace& place : catalogue().grids())
    count += catalogue().intensities_of(place.id).size();
  CHECK(count == catalogue().grid_intensities().size());
}

TEST_CASE("names as drivers print them find their row, ambiguous ones do not") {
  const auto id = [](std::string_view name) -> std::string_view {
    const auto found = catalogue().find_accelerator(name);
    return found ? found.row->id : "";
  };
  for (const Accelerator& row : catalogue().accelerators())
    CHECK(id(row.id) == row.id);
  CHECK(id("NVIDIA A100-SXM4-80GB") == "a100-sxm4-80gb");
  CHECK(id("a100_sxm4 80gb") == "a100-sxm4-80gb");
  CHECK(id("Tesla P100-PCIE-16GB") == "p100-pcie-16gb");
  for (const char* name :
       {"A100", "H100", "V100", "NVIDIA GeForce RTX 3080 Laptop GPU", "A1", "L4x"}) {
    INFO(name);
    CHECK(id(name).empty());
  }
  CHECK(catalogue().find_accelerator("A100").candidates.size() >= 3);
  CHECK_FALSE(catalogue().find_accelerator("NVIDIA A100-SXM4-80G").suggestion.empty());
  CHECK(catalogue().find_grid("Gremany").suggestion == "Germany");
}

namespace {

/// What a look-up gives, held against a reading of every row.
template <typename Row, typename Find>
void check_index(const std::vector<Row>& rows, Find find) {
  std::map<std::string, std::set<std::string_view>> ids;  // by folded name
  for (const Row& row : rows) {
    const auto add = [&](std::string_view name) { ids[folded<Row>(name)].insert(row.id); };
    for_each_code(row, add);
    for_each_name(row, add);
  }
  REQUIRE(ids.size() > 10);
  for (const auto& [name, expected] : ids) {
    INFO(name);
    const Found<Row> found = find(name);
    std::set<std::string_view> given;
    if (found.row != nullptr) given.insert(found.row->id);
    for (const Row* row : found.candidates)
      given.insert(row->id);
    CHECK(std::ranges::includes(expected, given));
    CHECK((expected.size() > 1 || given.size() == 1));
    CHECK(found.suggestion.empty());
  }
}

}  // namespace

TEST_CASE("the index of names finds what a reading of all rows finds") {
  const Catalogue& c = catalogue();
  check_index(c.accelerators(), [&](const auto& name) { return c.find_accelerator(name); });
  check_index(c.cloud_regions(), [&](const auto& name) { return c.find_cloud_region(name); });
  check_index(c.cpus(), [&](const auto& name) { return c.find_cpu(name); });
  check_index(c.footprints(), [&](const auto& name) { return c.find_footprint(name); });
  check_index(c.equivalents(), [&](const auto& name) { return c.find_equivalent(name); });
  check_index(c.grids(), [&](const auto& name) { return c.find_grid(name); });
  check_index(c.instances(), [&](const auto& name) { return c.find_instance(name); });
  check_index(c.pues(), [&](const auto& name) { return c.find_pue(name); });
}

TEST_CASE("a row found by its name is the row of the table") {
  const Catalogue& c = catalogue();
  for (const Accelerator& row : c.accelerators()) {
    const Found<Accelerator> found = c.find_accelerator(row.id);
    INFO(row.id);
    REQUIRE(found);
    CHECK(found.row->detail == row.detail);
    CHECK(found.row->tdp == row.tdp);
  }
  for (const GridPlace& row : c.grids()) {
    const Found<GridPlace> found = c.find_grid(row.id);
    INFO(row.id);
    REQUIRE(found);
    CHECK(found.row->source_id == row.source_id);
  }
}

TEST_CASE("an ISO code names the country, not its parts") {
  for (const char* code : {"US", "us", "USA", "usa"}) {
    INFO(code);
    REQUIRE(catalogue().find_grid(code));
    CHECK(catalogue().find_grid(code).row->id == "US");
  }
  CHECK(catalogue().find_grid("ca").row->id == "CA");
}

TEST_CASE("every row of the parameters is used") {
  std::string code;
  for (const auto& file : std::filesystem::recursive_directory_iterator(source_dir() / "src")) {
    if (file.path().extension() == ".cpp") code += read_file(file.path());
  }
  for (const Instance& row : catalogue().instances())
    code += "\"vcpu.w." + std::string(row.platform) + "\"";
  for (const Parameter& row : catalogue().parameters()) {
    INFO(row.id);
    CHECK(code.find("\"" + std::string(row.id) + "\"") != std::string::npos);
  }
}
