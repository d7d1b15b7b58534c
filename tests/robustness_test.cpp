// What bad input may do: end with the right status, a place and a hint on stderr, and nothing else.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>
#include <regex>
#include <set>
#include <thread>

#include "support/bad_input.hpp"
#include "support/process.hpp"

namespace co2est_tests {
namespace {

namespace fs = std::filesystem;
using Words = std::vector<std::string>;

std::size_t lines_in(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

std::set<std::string> names_in(const fs::path& folder) {
  std::set<std::string> names;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    names.insert(entry.path().filename());
  }
  return names;
}

}  // namespace

TEST_CASE("a bad text is refused with its place", "[robustness]") {
  const TempDir dir;
  for (const BadText& bad : bad_texts()) {
    DYNAMIC_SECTION(bad.name) {
      const std::string file = dir.write("bad.json", bad.text);
      demand_refusal(run({file}), 2, ".*bad\\.json" + std::string(bad.place));
      demand_refusal(run({"check", file}), 2, ".*bad\\.json");
      demand_refusal(run({"--format", "json", "-"}, bad.text), 2, ".*");
    }
  }
}

TEST_CASE("a run cut off anywhere is refused", "[robustness]") {
  REQUIRE(run({"-"}, kGood).status == 0);
  for (std::size_t size = 0; size < kGood.size(); size += 3) {
    DYNAMIC_SECTION("after " << size << " bytes") {
      demand_refusal(run({"-"}, kGood.substr(0, size)), 2, ".*");
    }
  }
}

TEST_CASE("all problems of a file are told at once, twenty in full", "[robustness]") {
  const std::string three =
      R"({"co2est": 1, "duration": 2, "grid": 3, "devices": [{"kind": "npu"}]})";
  const Outcome few = run({"-"}, three);
  demand_refusal(few, 2, ".*");
  CHECK(lines_in(few.err) == 3);
  for (const char* place : {"/duration", "/grid", "/devices/0/kind"}) {
    CHECK_THAT(few.err, Catch::Contains(place));
  }
  const std::string entries = repeated("{\"kind\": \"npu\"},", 24) + "{\"kind\": \"npu\"}";
  const Outcome many =
      run({"-"}, with("{\"kind\": \"gpu\", \"count\": 8, \"power\": \"300 W\"}", entries));
  demand_refusal(many, 2, ".*");
  CHECK(lines_in(many.err) == 21);
  CHECK_THAT(many.err, Catch::Contains("and 5 problems more"));
}

TEST_CASE("a byte order mark and CRLF change nothing", "[robustness]") {
  const Outcome plain = run({"--format", "json", "-"}, kGood);
  REQUIRE(plain.status == 0);
  CHECK(run({"--format", "json", "-"}, "\xEF\xBB\xBF" + kGood).out == plain.out);
  CHECK(run({"--format", "json", "-"}, std::regex_replace(kGood, std::regex("\n"), "\r\n")).out ==
        plain.out);
  CHECK_THAT(run({"-"}, std::string("\xFF\xFE{\0}\0", 6)).err, Catch::Contains("UTF-8"));
}

TEST_CASE("a bad line of NDJSON costs that line alone", "[robustness]") {
  std::string line = kGood;
  line.erase(line.find('\n'), 1);
  const TempDir dir;
  const std::string file =
      dir.write("runs.ndjson", line + "\n{\"co2est\": 1\n" + line + "\r\n\n" + line);
  const Outcome outcome = run({"--format", "ndjson", file});
  CHECK(outcome.status == 2);
  CHECK(lines_in(outcome.out) == 3);
  CHECK(lines_in(outcome.err) == 1);
  CHECK_THAT(outcome.err, Catch::Contains("runs.ndjson:2:"));
  demand_refusal(run({"--format", "json", file}), 2, ".*runs\\.ndjson:2:");
  demand_refusal(run({"--total", file}), 2, ".*runs\\.ndjson:2:");
}

TEST_CASE("results stay finite at the bounds", "[robustness]") {
  const std::string huge = with("\"power\": \"300 W\"", "\"power_w\": 1e9");
  const Outcome outcome = run({"--format", "json", "-"}, with("2 h", "1e9 h"));
  CHECK(outcome.status == 0);
  const Outcome most =
      run({"--format", "json", "-"}, std::regex_replace(huge, std::regex("8"), "1e9"));
  demand_refusal(most, 2, "standard input: /devices/0: uses more than 1e15 kWh; ");
  CHECK_FALSE(std::regex_search(outcome.out + most.out, std::regex("[:\\[,] *-?(inf|nan)")));
}

TEST_CASE("a name cannot speak to the terminal", "[robustness]") {
  const std::string text =
      with("\"co2est\": 1", R"("co2est": 1, "name": "a\u001b[2Jb\u0007\r\nc")");
  for (const char* format : {"text", "markdown"}) {
    const Outcome outcome = run({"--format", format, "-"}, text);
    CHECK(outcome.status == 0);
    CHECK_FALSE(has_control_character(outcome.out));
  }
}

TEST_CASE("flags are read as strictly as files", "[robustness]") {
  const std::vector<Words> wrong{
      {"--hours", "nan"},     {"--hours", "-1"},   {"--power", "300 kWh"},
      {"--pue", "0.5"},       {"--count", "1e10"}, {"--format", "xml"},
      {"--grid", "Atlantis"}, {"--threads", "-1"}, {"--no-such-flag"}};
  for (const Words& flags : wrong) {
    Words words{"-"};
    words.insert(words.end(), flags.begin(), flags.end());
    DYNAMIC_SECTION(flags[0] << " " << flags.back()) {
      demand_refusal(run(words, kGood), 2, ".*" + flags[0]);
    }
  }
}

TEST_CASE("a folder, a FIFO and files that cannot be read", "[robustness]") {
  const TempDir dir;
  fs::create_directory(dir / "empty");
  dir.write("empty/readme.txt", "no run");
  demand_refusal(run({dir / "empty"}), 2, ".*empty");
  demand_refusal(run({dir / "missing.json"}), 2, ".*missing\\.json");
  demand_refusal(run({dir / ""}), 2, ".*");
  dir.write("mixed/a.json", kGood);
  dir.write("mixed/b.json", "{");
  demand_refusal(run({"--format", "json", dir / "mixed"}), 2, ".*b\\.json");

  const std::string fifo = dir / "fifo";
  REQUIRE(::mkfifo(fifo.c_str(), 0600) == 0);
  std::thread writer([&] { std::ofstream(fifo) << kGood; });
  const Outcome through = run({"--format", "csv", fifo});
  const int unread = ::open(fifo.c_str(), O_RDONLY | O_NONBLOCK);  // frees a writer left waiting
  writer.join();
  ::close(unread);
  CHECK(through.status == 0);
  CHECK(lines_in(through.out) == 2);
}

TEST_CASE("a file that may not be read", "[robustness]") {
  const TempDir dir;
  const std::string open = dir.write("open.json", kGood);
  const std::string locked = dir.write("locked.json", kGood);
  fs::permissions(locked, fs::perms::none);
  if (::geteuid() != 0) return demand_refusal(run({locked}), 1, ".*locked\\.json: Permission");
  // Root may read everything, so a copy of the program runs as somebody else.
  fs::permissions(dir.path(), fs::perms(0755));
  const std::string program = dir / "co2est";
  fs::copy_file(CO2EST_BINARY, program);
  const Words nobody{"--reuid=65534", "--regid=65534", "--clear-groups", program};
  const auto run_as_nobody = [&](const std::string& file) {
    Words words = nobody;
    words.push_back(file);
    return run(words, RunOptions{.program = "setpriv"});
  };
  int status = -1;
  try {
    status = run_as_nobody(open).status;
  } catch (const std::runtime_error&) {
  }
  if (status != 0) {
    WARN("skipped: root cannot become somebody else here (setpriv, or the folder for tests)");
    return;
  }
  demand_refusal(run_as_nobody(locked), 1, ".*locked\\.json: Permission");
}

TEST_CASE("a gigabyte of nothing is refused at once", "[robustness]") {
  const TempDir dir;
  const std::string file = dir.write("huge.json", "");
  fs::resize_file(file, 1ULL << 30);
  demand_refusal(run({file}), 2, ".*huge\\.json");
}

TEST_CASE("a full disk and a closed pipe", "[robustness]") {
  const TempDir dir;
  const std::string good = dir.write("good.json", kGood);
  std::string many;
  for (int i = 0; i < 2000; ++i)
    many += std::regex_replace(kGood, std::regex("\n"), "") + "\n";
  const std::string lines = dir.write("many.ndjson", many);
  for (const char* format : {"text", "json", "ndjson", "csv", "markdown"}) {
    DYNAMIC_SECTION(format) {
      for (const std::string& file : {good, lines}) {
        const Words words{"--format", format, file};
        demand_refusal(run(words, RunOptions{.stdout_path = "/dev/full"}), 1, ".*");
        for (const std::size_t bytes : {std::size_t{0}, std::size_t{1}}) {
          const Outcome closed = run(words, RunOptions{.hang_up_after = bytes});
          CHECK(closed.status == 0);
          CHECK(closed.err.empty());
        }
      }
    }
  }
}

TEST_CASE("an output file is whole or as it was", "[robustness]") {
  const TempDir dir;
  const std::string good = dir.write("good.json", kGood);
  const std::string bad = dir.write("bad.json", "{");
  const std::string out = dir.write("out.json", "before");
  const std::set<std::string> names = names_in(dir.path());
  demand_refusal(run({"--format", "json", "--output", out, bad}), 2, ".*bad\\.json");
  demand_refusal(run({"--output", dir / "no/such/out.json", good}), 1, ".*out\\.json");
  demand_refusal(run({"--output", dir / "good.json/out.json", good}), 1, ".*out\\.json");
  demand_refusal(run({"--output", dir.path().string(), good}), 2, ".*");
  const Words full{"-c",       "trap '' XFSZ; ulimit -f 1; exec \"$@\"",
                   "sh",       CO2EST_BINARY,
                   "--format", "json",
                   "--output", out,
                   good,       good,
                   good,       good};
  demand_refusal(run(full, RunOptions{.program = "/bin/sh"}), 1, ".*out\\.json");
  CHECK(read_file(out) == "before");
  CHECK(names_in(dir.path()) == names);

  const Outcome done = run({"--format", "json", "--output", out, good});
  CHECK(done.status == 0);
  CHECK(done.out.empty());
  CHECK(read_file(out) == run({"--format", "json", good}).out);
  CHECK(names_in(dir.path()) == names);
}

}  // namespace co2est_tests
