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
