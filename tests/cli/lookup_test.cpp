// What the tests know about names on the command line: a sample of tests/lookup/*.csv.
#include <catch2/catch.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "csv/csv.hpp"
#include "support/process.hpp"

using namespace co2est;

namespace co2est_tests {
namespace {

using Catch::Contains;

/// Calls `use` with every n-th record but the header.
template <typename Use>
void for_each_nth(const std::string& file, std::size_t n, Use use) {
  const std::string text = read_file(source_dir() / "tests" / "lookup" / file);
  csv::Reader reader(text);
  std::vector<std::string_view> cells;
  REQUIRE(reader.next(cells));
  for (std::size_t i = 1; reader.next(cells); ++i) {
    if (i % n != 0) continue;
    INFO(file << ": " << cells[1]);
    use(cells);
  }
}

/// An estimate of a run that has the name where its table is looked up.
Outcome estimate_with(std::string_view table, std::string_view name) {
  const bool is_model = table == "accelerators";
  return run({"--model", is_model ? std::string(name) : "H100 SXM5", "--hours", "1", "--grid",
              is_model ? "DE" : std::string(name), "--format", "json"});
}

}  // namespace

TEST_CASE("factors show prints the row of a name as tools print it") {
  for_each_nth("names.csv", 9, [](const std::vector<std::string_view>& cells) {
    const Outcome shown = run({"factors", "show", std::string(cells[1]), "--json"});
    CHECK(shown.status == 0);
    CHECK_THAT(shown.out, Contains("\"id\": \"" + std::string(cells[2]) + "\""));
  });
}

TEST_CASE("an estimate takes a name as tools print it, and refuses a doubtful one") {
  for_each_nth("names.csv", 11, [](const std::vector<std::string_view>& cells) {
    if (cells[0] == "cpus") return;
    const Outcome known = estimate_with(cells[0], cells[1]);
    CHECK((known.status == 0 || known.err.find("no TDP of") != std::string::npos));
  });
  for_each_nth("doubtful.csv", 5, [](const std::vector<std::string_view>& cells) {
    if (cells[0] == "cpus") return;
    const Outcome refused = estimate_with(cells[0], cells[1]);
    CHECK(refused.status == 2);
    CHECK(refused.out.empty());
    CHECK_THAT(refused.err, Contains(std::string(cells[1])));
  });
}

}  // namespace co2est_tests
