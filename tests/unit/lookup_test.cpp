// What the tests know about names as tools print them: tests/lookup/names.csv has the row that each
// one is, doubtful.csv those that are no row, with rows that must be among the candidates.
//
// A table of the catalogue joins with one line in `finders`; names are added to the files alone.
#include <algorithm>
#include <catch2/catch.hpp>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "csv/csv.hpp"
#include "support/process.hpp"
#include "text/list.hpp"
#include "unit/model.hpp"

using namespace co2est;
using namespace co2est_tests;

namespace {

/// What a look-up gave: the id of its row, else the ids that it asks about.
struct Answer {
  std::string id;
  std::vector<std::string> candidates;
};

template <typename Row>
Answer answer(const Found<Row>& found) {
  Answer given;
  if (found) given.id = found.row->id;
  for (const Row* row : found.candidates)
    given.candidates.emplace_back(row->id);
  return given;
}

using Finder = std::function<Answer(std::string_view)>;

const std::map<std::string_view, Finder>& finders() {
  const Catalogue& c = catalogue();
  static const std::map<std::string_view, Finder> kFinders{
      {"accelerators", [&](std::string_view name) { return answer(c.find_accelerator(name)); }},
      {"cloud_regions", [&](std::string_view name) { return answer(c.find_cloud_region(name)); }},
      {"cpus", [&](std::string_view name) { return answer(c.find_cpu(name)); }},
      {"embodied", [&](std::string_view name) { return answer(c.find_footprint(name)); }},
      {"equivalents", [&](std::string_view name) { return answer(c.find_equivalent(name)); }},
      {"grids", [&](std::string_view name) { return answer(c.find_grid(name)); }},
      {"instances", [&](std::string_view name) { return answer(c.find_instance(name)); }},
      {"pue", [&](std::string_view name) { return answer(c.find_pue(name)); }},
  };
  return kFinders;
}

/// Calls `use` with the cells of each record but the header; returns how many there were.
template <typename Use>
std::size_t for_each_record(const std::string& file, Use use) {
  const std::string text = read_file(source_dir() / "tests" / "lookup" / file);
  csv::Reader reader(text);
  std::vector<std::string_view> cells;
  REQUIRE(reader.next(cells));
  std::size_t count = 0;
  while (reader.next(cells)) {
    INFO(file << " line " << reader.line() << ": " << cells[0] << " " << cells[1]);
    REQUIRE(finders().count(cells[0]) == 1);
    use(cells, finders().at(cells[0])(cells[1]));
    ++count;
  }
  return count;
}

}  // namespace

TEST_CASE("names as tools print them are the right row") {
  const std::size_t count =
      for_each_record("names.csv", [](const auto& cells, const Answer& given) {
        CHECK(given.id == cells[2]);
        CHECK_FALSE(cells[3].empty());
      });
  CHECK(count >= 300);
}

TEST_CASE("a name that is ambiguous or wrong is never a row") {
  const std::size_t count =
      for_each_record("doubtful.csv", [](const auto& cells, const Answer& given) {
        CHECK(given.id.empty());
        for_each_item(cells[2], [&](std::string_view id) {
          INFO(id);
          CHECK(std::count(given.candidates.begin(), given.candidates.end(), id) == 1);
        });
      });
  CHECK(count >= 100);
}

TEST_CASE("a part of a laptop or a slice of a device does not suggest the whole card") {
  for (const char* name : {"NVIDIA GeForce RTX 4090 Laptop GPU", "A100-SXM4-40GB MIG 1g.5gb",
                           "NVIDIA GeForce RTX 2080 with Max-Q Design"}) {
    INFO(name);
    CHECK(catalogue().find_accelerator(name).suggestion.empty());
  }
}

TEST_CASE("no name is both a grid and a region of a cloud") {
  for (const CloudRegion& row : catalogue().cloud_regions()) {
    INFO(row.id);
    CHECK(answer(catalogue().find_grid(row.region)).id.empty());
    // "Korea South" is the one name that is both; a run with a comma in it means the country.
    if (row.provider != "gcp" && row.id != "azure/koreasouth")
      CHECK_FALSE(catalogue().has_grid(row.name));
    CHECK(answer(catalogue().find_cloud_region(row.region)).id == row.id);
    CHECK(answer(catalogue().find_cloud_region(row.id)).id == row.id);
  }
  for (const GridPlace& row : catalogue().grids()) {
    INFO(row.id);
    CHECK(answer(catalogue().find_cloud_region(row.id)).id.empty());
    CHECK(answer(catalogue().find_cloud_region(row.name)).id.empty());
  }
}
