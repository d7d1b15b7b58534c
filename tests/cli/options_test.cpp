// What the tests know about options: what they replace, what mark they leave, how they are refused.
#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>

#include "support/bad_input.hpp"
#include "support/process.hpp"

namespace co2est_tests {
namespace {

namespace fs = std::filesystem;
using Words = std::vector<std::string>;

const std::string kMeasured = R"({"co2est": 1, "duration": "10 h", "grid": "DE", "pue": 1.2,
  "devices": [{"kind": "gpu", "model": "NVIDIA A100-SXM4-80GB", "count": 8, "power": "312 W",
               "basis": "measured", "sensor": "counter"}]})";

}  // namespace

TEST_CASE("no result takes the place of what it was made from", "[options]") {
  const TempDir dir;
  const std::string file = dir.write("run.json", kMeasured);
  const std::string link = dir / "link.json";
  REQUIRE(::symlink("run.json", link.c_str()) == 0);
  const std::string hard = dir / "hard.json";
  REQUIRE(::link(file.c_str(), hard.c_str()) == 0);
  for (const std::string& output : {file, link, hard, dir / "./run.json"}) {
    for (const char* command : {"estimate", "explain", "extrapolate"}) {
      demand_refusal(run({command, file, "-o", output}), 2, "--output: .*is also an input");
    }
  }
  demand_refusal(run({dir.path().string(), "-o", file}), 2, "--output: .*is also an input");
  const Outcome through_stdin = run({"-c", "exec \"$0\" - -o \"$1\" < \"$1\"", CO2EST_BINARY, file},
                                    RunOptions{.program = "/bin/sh"});
  demand_refusal(through_stdin, 2, "--output: .*is also an input");
  demand_refusal(run({"init", file}), 2, ".*exists already");
  CHECK(read_file(file) == kMeasured);

  const std::string table = dir.write("t/pue.csv", read_file(source_dir() / "data/pue.csv"));
  demand_refusal(run({file, "-o", table, "--data-dir", dir / "t"}), 2, "--output: .*--data-dir");
  CHECK(run({file, "-o", dir / "other.json"}).status == 0);
  CHECK(run({file, "-o", "/dev/null"}).status == 0);
}

TEST_CASE("a folder is read without what would wait for ever", "[options]") {
  const TempDir dir;
  dir.write("a.json", kMeasured);
  REQUIRE(::mkfifo((dir / "b.json").c_str(), 0600) == 0);
  REQUIRE(::mkfifo((dir / "c.ndjson").c_str(), 0600) == 0);
  fs::create_directory(dir / "d.json");
  const Outcome outcome =
      run({dir.path().string(), "--format", "csv"}, RunOptions{.limit = std::chrono::seconds(20)});
  CHECK(outcome.status == 0);
  CHECK(outcome.err.empty());
  CHECK(outcome.out == run({dir / "a.json", "--format", "csv"}).out);
}

TEST_CASE("a refusal says what to do", "[options]") {
  const TempDir dir;
  const std::string file = dir.write("run.json", kMeasured);
  struct Case {
    Words words;
    int status;
    const char* says;
  };
  const Case cases[] = {
      {{file, "--format", "json", "--format", "csv"}, 2, "--format: is given twice; keep one"},
      {{file, "--format"}, 2, "--format: needs a value"},
      {{file, "-o", dir / "nodir/x"},
       1,
       ".*nodir/x: No such file or directory; make its folder first"},
      {{file, "--max-co2e", "1kg"}, 2, "estimate: unknown option .*`co2est check` has it"},
      {{file, "--jobs", "2"}, 2, "estimate: unknown option .*`co2est extrapolate` has it"},
      {{file, "--formt", "csv"}, 2, "estimate: unknown option .*did you mean \"--format\""},
  };
  for (const Case& c : cases) {
    DYNAMIC_SECTION(c.says) {
      demand_refusal(run(c.words), c.status, c.says);
    }
  }
  for (const char* comment : {"// a comment\n", "/* a comment */", "# a comment\n"}) {
    for (const char* part : {"\"duration\"", "\"DE\"", ", \"pue\""}) {
      DYNAMIC_SECTION(comment << " before " << part) {
        std::string text = kMeasured;
        text.insert(text.find(part), comment);
        demand_refusal(run({"-"}, text), 2, "standard input:1:[0-9]+: JSON has no comments; ");
      }
    }
  }
}

}  // namespace co2est_tests
