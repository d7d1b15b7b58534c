// What a user sees: every tests/golden/<command>/*.test run and compared, line by line.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>

#include "support/golden.hpp"

namespace co2est_tests {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> golden_files() {
  std::vector<fs::path> files;
  for (const fs::directory_entry& entry :
       fs::recursive_directory_iterator(source_dir() / "tests" / "golden")) {
    if (entry.path().extension() == ".test") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

bool updating() {
  const char* asked = std::getenv("CO2EST_UPDATE");
  return asked != nullptr && std::string(asked) == "1";
}

std::vector<std::string> play(const GoldenBlock& block) {
  return golden_lines(run(block.words, RunOptions{.input = block.input,
                                                  .environment = block.variables,
                                                  .directory = source_dir().string()}));
}

/// Runs a file's blocks; differences are failures, or on CO2EST_UPDATE=1 the new expectation.
void check_file(const fs::path& file) {
  std::vector<GoldenBlock> blocks = parse_golden(read_file(file));
  bool changed = false;
  for (GoldenBlock& block : blocks) {
    const std::vector<std::string> actual = play(block);
    const std::string differing = difference(block.expected, actual);
    if (differing.empty()) continue;
    block.expected = updated(block.expected, actual);
    changed = true;
    if (updating()) continue;
    FAIL_CHECK(file.string() << ":" << block.line
                             << ": not as expected (CO2EST_UPDATE=1 rewrites)\n"
                             << differing);
  }
  if (changed && updating()) write_file(file, print_golden(blocks));
}

const char* const kExample =
    "# a comment\n"
    "\n"
    "$ co2est 'a file.json' --name \"x \\\" y\" ''\n"
    "! NO_COLOR=1\n"
    "< {\"co2est\": 1}\n"
    "<\n"
    "version {{...}}, hash {{...}}.\n"
    "\\? 0\n"
    "2> co2est: a: b\n"
    "? 2\n";

}  // namespace

TEST_CASE("golden files", "[golden]") {
  const std::vector<fs::path> files = golden_files();
  REQUIRE_FALSE(files.empty());
  for (const fs::path& file : files) {
    DYNAMIC_SECTION(fs::relative(file, source_dir()).string()) {
      check_file(file);
    }
  }
}

TEST_CASE("a golden file reads as documented and prints as it was", "[golden][self]") {
  const std::vector<GoldenBlock> blocks = parse_golden(kExample);
  REQUIRE(blocks.size() == 1);
  CHECK(blocks[0].words == std::vector<std::string>{"a file.json", "--name", "x \" y", ""});
  CHECK(blocks[0].variables.at("NO_COLOR") == "1");
  CHECK(blocks[0].input == "{\"co2est\": 1}\n\n");
  CHECK(blocks[0].line == 3);
  CHECK(print_golden(blocks) == kExample);
}

TEST_CASE("a wrong expectation in a golden file is a difference", "[golden][self]") {
  const std::vector<std::string> expected = parse_golden(kExample)[0].expected;
  const Outcome right{2, "version 1, hash 2.\n? 0\n", "co2est: a: b\n"};
  CHECK(difference(expected, golden_lines(right)).empty());

  Outcome wrong = right;
  wrong.out = "version 1, hash 2\n? 0\n";
  CHECK(difference(expected, golden_lines(wrong)) ==
        "  - version {{...}}, hash {{...}}.\n  + version 1, hash 2\n");
  wrong = right;
  wrong.out += "one more\n";
  CHECK(difference(expected, golden_lines(wrong)) == "  + one more\n");
  wrong = right;
  wrong.err.clear();
  CHECK(difference(expected, golden_lines(wrong)) == "  - 2> co2est: a: b\n");
  wrong = right;
  wrong.status = 0;
  CHECK(difference(expected, golden_lines(wrong)) == "  - ? 2\n  + ? 0\n");
  wrong = right;
  wrong.out.pop_back();
  CHECK_FALSE(difference(expected, golden_lines(wrong)).empty());
}

TEST_CASE("an update keeps the lines that stand for many", "[golden][self]") {
  const std::vector<std::string> expected{"version {{...}}", "old", "? 0"};
  const std::vector<std::string> actual{"version 1", "new", "newer", "? 0"};
  const std::vector<std::string> kept{"version {{...}}", "new", "newer", "? 0"};
  CHECK(updated(expected, actual) == kept);
  CHECK(difference(kept, actual).empty());
}

TEST_CASE("a line of its own stands for any number of lines", "[golden][self]") {
  const std::vector<std::string> expected{"head", "{{...}}", "tail", "? 0"};
  CHECK(difference(expected, {"head", "tail", "? 0"}).empty());
  CHECK(difference(expected, {"head", "a", "b", "tail", "? 0"}).empty());
  CHECK_FALSE(difference(expected, {"head", "a", "b", "? 0"}).empty());
  CHECK_FALSE(difference(expected, {"a", "tail", "? 0"}).empty());
  CHECK_FALSE(difference(expected, {"head", "? 0"}).empty());
  CHECK(updated(expected, {"new", "a", "b", "end", "? 3"}) ==
        std::vector<std::string>{"new", "{{...}}", "end", "? 3"});
  CHECK(updated(expected, {"only", "? 3"}) == std::vector<std::string>{"only", "? 3"});
}

TEST_CASE("a golden file that is not one says where", "[golden][self]") {
  CHECK_THROWS_WITH(parse_golden("$ co2est x\nout\n"), Catch::Contains("line 2"));
  CHECK_THROWS_WITH(parse_golden("# nothing\n"), Catch::Contains("no '$ co2est"));
  CHECK_THROWS_WITH(parse_golden("$ rm -rf x\n? 0\n"), Catch::Contains("line 1"));
  CHECK_THROWS_WITH(parse_golden("stray\n"), Catch::Contains("stray"));
  CHECK_THROWS_WITH(parse_golden("$ co2est 'x\n? 0\n"), Catch::Contains("open quote"));
}

TEST_CASE("a wildcard stands for any run of characters, and only there", "[golden][self]") {
  CHECK(matches("a{{...}}", "a"));
  CHECK(matches("{{...}}b{{...}}", "xxbyy"));
  CHECK(matches("a {{...}} c", "a b b c"));
  CHECK_FALSE(matches("a {{...}} c", "a c"));
  CHECK_FALSE(matches("a{{...}}a", "a"));
  CHECK_FALSE(matches("{{...}}b", "abc"));
}

}  // namespace co2est_tests
