// What the tests know about the shipped tables: sources, ranges, order, keys and anchors.
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <tuple>

#include "catalogue/names.hpp"
#include "co2est/error.hpp"
#include "csv/csv.hpp"
#include "support/process.hpp"
#include "text/list.hpp"
#include "text/suggest.hpp"
#include "unit/model.hpp"

using namespace co2est;
using namespace co2est_tests;

namespace {

void check_sources(std::string_view table, std::string_view key, std::string_view ids) {
  INFO(table << " " << key);
  CHECK_FALSE(ids.empty());
  for_each_item(ids, [&](std::string_view id) {
    INFO(id);
    CHECK(catalogue().find_source(id) != nullptr);
  });
}

}  // namespace

TEST_CASE("every table parses, is sorted by its key and cites sources that are held") {
  const Catalogue& c = catalogue();
  for (const Source& row : c.sources()) {
    INFO(row.id);
    CHECK_FALSE(row.title.empty());
    CHECK_FALSE(row.licence.empty());
    CHECK_FALSE(row.attribution.empty());
  }
  for (const auto& row : c.grids())
    check_sources("grids", row.id, row.source_id);
  for (const auto& row : c.grid_intensities())
    check_sources("grid_intensity", row.grid_id, row.source_id);
  for (const auto& row : c.generation_factors())
    check_sources("factors", row.technology, row.source_id);
  for (const auto& row : c.cloud_regions())
    check_sources("regions", row.id, row.source_id);
  for (const auto& row : c.cloud_years())
    check_sources("cloud_years", row.region_id, row.source_id);
  for (const auto& row : c.pues())
    check_sources("pue", row.id, row.source_id);
  for (const auto& row : c.instances()) {
    check_sources("instances", row.id, row.source_id);
    if (!row.price_source_id.empty()) check_sources("instances", row.id, row.price_source_id);
  }
  for (const auto& row : c.accelerators())
    check_sources("accelerators", row.id, row.source_id);
  for (const auto& row : c.cpus())
    check_sources("cpus", row.id, row.source_id);
  for (const auto& row : c.equivalents())
    check_sources("equivalents", row.id, row.source_id);
  for (const auto& row : c.presets())
    check_sources("presets", row.preset_id, row.source_id);
  for (const auto& row : c.parameters())
    check_sources("parameters", row.id, row.source_id);
  for (const TableText& table : c.tables()) {
    csv::Reader reader(table.text);
    std::vector<std::string_view> cells;
    REQUIRE(reader.next(cells));
    std::string before;
    while (reader.next(cells)) {
      INFO(table.name << " line " << reader.line());
      CHECK(before <= cells[0]);
      before = cells[0];
    }
  }
}

TEST_CASE("figures are in their ranges and keys are unique") {
  const Catalogue& c = catalogue();
  std::set<std::tuple<std::string_view, int, Accounting, std::string_view>> keys;
  for (const auto& row : c.grid_intensities()) {
    INFO(row.grid_id << " " << row.year);
    CHECK(keys.emplace(row.grid_id, row.year, row.accounting, row.gases).second);
    CHECK(as_g_per_kwh(row.intensity.mid) >= 0);
    CHECK(as_g_per_kwh(row.intensity.mid) < 2000);
    CHECK((row.year >= 2000 && row.year <= 2026));
    CHECK((row.gases == "co2" || row.gases == "co2e"));
  }
  std::set<std::string_view> places;
  for (const auto& row : c.grids())
    CHECK(places.insert(row.id).second);
  for (const auto& row : c.grid_intensities())
    CHECK(places.count(row.grid_id) == 1);
  for (const auto& row : c.cloud_regions()) {
    INFO(row.id);
    CHECK(places.count(row.grid_id) == 1);
  }
  for (const auto& row : c.cloud_years()) {
    if (row.cfe_share) CHECK((*row.cfe_share >= 0 && *row.cfe_share <= 1));
  }
  for (const auto& row : c.pues())
    CHECK((row.pue.low >= 1 && row.pue.high <= 3));
  std::set<std::string_view> parts;
  for (const auto& row : c.accelerators()) {
    INFO(row.id);
    CHECK(parts.insert(row.id).second);
    if (row.tdp) CHECK((as_watts(*row.tdp) >= 5 && as_watts(*row.tdp) <= 25000));
    if (row.tdp && row.idle) CHECK(*row.idle < *row.tdp);
  }
}

TEST_CASE("no CPU has a power that its family contradicts") {
  std::map<std::string_view, std::vector<double>> families;
  for (const Cpu& row : catalogue().cpus())
    families[row.family].push_back(as_watts(row.tdp));
  for (auto& [family, watts] : families) {
    INFO(family);
    std::sort(watts.begin(), watts.end());
    const double median = (watts[(watts.size() - 1) / 2] + watts[watts.size() / 2]) / 2;
    const bool of_core = family.starts_with("Core i ");
    const double limit = !of_core ? 3.6 : family.ends_with("K") ? 1.5 : 2.2;
    if (watts.size() < 3) continue;
    CHECK(watts.front() >= median / limit);
    CHECK(watts.back() <= median * limit);
  }
}

TEST_CASE("anchors of the tables") {
  const auto value = [](std::string_view id, int year, Accounting accounting,
                        std::string_view gases) {
    for (const GridIntensity& row : catalogue().intensities_of(id)) {
      if (row.year == year && row.accounting == accounting && row.gases == gases) {
        return as_g_per_kwh(row.intensity.mid);
      }
    }
    return -1.0;
  };
  CHECK(value("US", 2024, Accounting::lifecycle, "co2e") == Approx(383.78).margin(0.005));
  CHECK(value("FR", 2024, Accounting::lifecycle, "co2e") == Approx(40.48).margin(0.005));
  CHECK(value("IN", 2024, Accounting::lifecycle, "co2e") == Approx(705.40).margin(0.005));
  CHECK(value("US-VA", 2021, Accounting::direct, "co2e") == Approx(272.9).margin(0.05));
  CHECK(value("US", 2021, Accounting::direct, "co2e") == Approx(388.7).margin(0.05));
  CHECK(catalogue().grids().size() > 290);
  CHECK(catalogue().fingerprint().size() == 7 + 64);
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
  REQUIRE(ids.size() > rows.size());
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
  check_index(c.cpus(), [&](const auto& name) { return c.find_cpu(name); });
  check_index(c.grids(), [&](const auto& name) { return c.find_grid(name); });
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
