// What the tests know about names on the command line: a sample of tests/lookup/*.csv.
#include <catch2/catch.hpp>
#include <map>
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

/// The option that looks a name of the table up, or none.
std::string option_of(std::string_view table) {
  const std::map<std::string_view, std::string> options{
      {"accelerators", "--model"}, {"cloud_regions", "--grid"}, {"equivalents", "--equivalents"},
      {"grids", "--grid"},         {"instances", "--instance"}, {"pue", "--pue"}};
  const auto known = options.find(table);
  return known == options.end() ? "" : known->second;
}

/// An estimate of a run that has the name where its table is looked up.
Outcome estimate_with(const std::string& option, std::string_view name) {
  std::vector<std::string> words{option, std::string(name), "--hours", "1", "--format", "json"};
  if (option != "--grid") words.insert(words.end(), {"--grid", "DE"});
  if (option != "--model" && option != "--instance")
    words.insert(words.end(), {"--model", "H100 SXM5"});
  return run(words);
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
    const std::string option = option_of(cells[0]);
    if (option.empty()) return;
    const Outcome known = estimate_with(option, cells[1]);
    CHECK((known.status == 0 || known.err.find("no TDP of") != std::string::npos));
  });
  for_each_nth("doubtful.csv", 5, [](const std::vector<std::string_view>& cells) {
    const std::string option = option_of(cells[0]);
    if (option.empty()) return;
    const Outcome refused = estimate_with(option, cells[1]);
    CHECK(refused.status == 2);
    CHECK(refused.out.empty());
    CHECK_THAT(refused.err, Contains(std::string(cells[1])));
  });
}

}  // namespace co2est_tests
