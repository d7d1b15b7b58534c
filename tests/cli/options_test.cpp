// What the tests know about options: what they replace, what mark they leave, how they are refused.
#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <regex>

#include "support/bad_input.hpp"
#include "support/process.hpp"

namespace co2est_tests {
namespace {

namespace fs = std::filesystem;
using Catch::Contains;
using Json = nlohmann::json;
using Words = std::vector<std::string>;

const std::string kMeasured = R"({"co2est": 1, "duration": "10 h", "grid": "DE", "pue": 1.2,
  "devices": [{"kind": "gpu", "model": "NVIDIA A100-SXM4-80GB", "count": 8, "power": "312 W",
               "basis": "measured", "sensor": "counter"}]})";

Json first_component(const Words& flags, const std::string& input) {
  Words words{"-", "--format", "json"};
  words.insert(words.end(), flags.begin(), flags.end());
  const Outcome outcome = run(words, input);
  INFO(outcome.err);
  REQUIRE(outcome.status == 0);
  return Json::parse(outcome.out)["components"][0];
}

/// The derivation with its wrapped lines joined.
std::string explained(const Words& words, const std::string& input = "") {
  Words all{"explain"};
  all.insert(all.end(), words.begin(), words.end());
  const Outcome outcome = run(all, RunOptions{.input = input, .environment = {{"COLUMNS", "200"}}});
  INFO(outcome.err);
  REQUIRE(outcome.status == 0);
  return std::regex_replace(outcome.out, std::regex("\\n {6}"), " ");
}

}  // namespace

TEST_CASE("another model drops what was measured on the first", "[options]") {
  const Json before = first_component({}, kMeasured);
  CHECK(before["basis"] == "measured");
  CHECK(before["energy_kwh"].get<double>() == Approx(24.96));

  // 0.7 x 450 W x 8 x 10 h
  const Json other = first_component({"--model", "RTX 4090"}, kMeasured);
  CHECK(other["basis"] == "modelled");
  CHECK(other["evidence"] == "model");
  CHECK(other["energy_kwh"].get<double>() == Approx(25.2));

  const Json powered = first_component({"--model", "RTX 4090", "--power", "400"}, kMeasured);
  CHECK(powered["basis"] == "reported");
  CHECK(powered["energy_kwh"].get<double>() == Approx(32));

  CHECK(first_component({"--model", "a100 sxm4 80gb"}, kMeasured)["basis"] == "measured");
  const std::string named = "\"model\": \"NVIDIA A100-SXM4-80GB\", ";
  std::string unnamed = kMeasured;
  unnamed.erase(unnamed.find(named), named.size());
  CHECK(first_component({"--model", "RTX 4090"}, unnamed)["basis"] == "measured");
  const std::string help =
      std::regex_replace(run({"estimate", "--help"}).out, std::regex("\\s+"), " ");
  CHECK_THAT(help, Contains("figures of another model are dropped, its hours kept"));
}

TEST_CASE("an option that stated energy would silence is refused", "[options]") {
  const auto with = [](const std::string& figure) {
    return R"({"co2est": 1, "duration": "10 h", "grid": "DE", "pue": 1.2, "devices":
      [{"kind": "gpu", "model": "NVIDIA A100-SXM4-80GB", "count": 8, )" +
           figure + "}]}";
  };
  const std::string energy = with(R"("energy": "6 kWh")");
  const std::string intervals = with(
      R"("intervals": [{"start": "2025-03-03T08:00:00Z", "end": "2025-03-03T09:00:00Z",
                        "energy_j": 3600000}])");
  for (const std::string& file : {energy, intervals}) {
    demand_refusal(run({"-", "--hours", "20"}, file), 2,
                   ".*--hours: the gpu entry states energy, which hours do not change; "
                   "use --repeat to scale it, or edit the energy");
    demand_refusal(run({"-", "--count", "4"}, file), 2,
                   ".*--count: the gpu entry states energy, which a count does not change; .*");
  }
  demand_refusal(run({(source_dir() / "data/examples/facility.json").string(), "--hours", "10"}), 2,
                 ".*--hours: the facility entry states energy, .*");
  // What replaces the energy leaves nothing that is silent.
  CHECK(first_component({"--power", "300", "--hours", "20", "--count", "4"}, energy)["energy_kwh"]
            .get<double>() == Approx(24));
  CHECK(first_component({"--repeat", "2"}, energy)["energy_kwh"].get<double>() == Approx(12));
}

TEST_CASE("what an option gave says so", "[options]") {
  const std::string alone = explained({"--model", "RTX 4090", "--hours", "2"});
  CHECK_THAT(alone, Contains("flag --model, --hours"));
  CHECK_THAT(alone, !Contains("run file"));
  CHECK_THAT(explained({"--power", "300", "--hours", "2"}), Contains("flag --power, --hours"));

  CHECK_THAT(explained({"-"}, kMeasured), Contains("measured mean power; run file\n"));
  CHECK_THAT(explained({"-", "--power", "300 W"}, kMeasured), Contains("; flag --power\n"));
  CHECK_THAT(explained({"-", "--count", "4"}, kMeasured), Contains("; run file with --count\n"));
  CHECK_THAT(explained({"-", "--hours", "4"}, kMeasured), Contains("; run file with --hours\n"));
  CHECK_THAT(explained({"-", "--memory", "512"}, kMeasured), Contains("; flag --memory; "));

  CHECK_THAT(explained({"-", "--pue", "google"}, kMeasured), Contains("named by flag --pue"));
  CHECK_THAT(explained({"-", "--grid", "FR"}, kMeasured), Contains("named by flag --grid"));
  CHECK_THAT(explained({"-", "--grid", "gcp/us-east4"}, kMeasured),
             Contains("named by flag --grid"));
  CHECK_THAT(explained({"-", "--pue", "1.3"}, kMeasured), Contains("flag --pue"));
  CHECK_THAT(explained({"-", "--grid", "432 g/kWh"}, kMeasured), Contains("flag --grid"));
  CHECK_THAT(explained({"-"}, kMeasured), !Contains("flag"));
}

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
      {{file, "--grid", ""}, 2, "--grid: needs a name; see `co2est factors list grids`"},
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
