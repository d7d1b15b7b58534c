// What the tests know about signals that end the program while it writes: nothing half is left.
#include <signal.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "support/bad_input.hpp"
#include "support/process.hpp"

namespace co2est_tests {
namespace {

namespace fs = std::filesystem;

std::size_t count_in(const fs::path& folder) {
  std::error_code gone;  // the folder may vanish under the iterator
  std::size_t count = 0;
  for (fs::directory_iterator at(folder, gone), end; !gone && at != end; at.increment(gone))
    ++count;
  return count;
}

/// Looks until something has come about; a minute is for ever.
void await(const std::function<bool()>& come_about) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::minutes(1);
  while (!come_about() && std::chrono::steady_clock::now() < deadline) {
  }
}

/// The folder of an export that is not done yet, or an empty path.
fs::path unfinished_in(const fs::path& around) {
  std::error_code gone;
  for (fs::directory_iterator at(around, gone), end; !gone && at != end; at.increment(gone)) {
    if (at->path().filename().string().starts_with("tables.")) return at->path();
  }
  return {};
}

}  // namespace

TEST_CASE("an export that a signal ends leaves nothing beside its folder", "[interrupt]") {
  const auto signal = GENERATE(SIGTERM, SIGINT, SIGHUP);
  const std::size_t files = GENERATE(as<std::size_t>{}, 0, 1, 2, 5, 10, 18);
  const TempDir dir;
  const fs::path target = dir.path() / "tables";
  const auto strike = [&](int child) {
    await([&] {
      const fs::path unfinished = unfinished_in(dir.path());
      return fs::exists(target) || (!unfinished.empty() && count_in(unfinished) >= files);
    });
    ::kill(child, signal);
  };
  const Outcome ended =
      run({"factors", "export", target.string()}, RunOptions{.meanwhile = strike});
  INFO("signal " << signal << " at " << files << " files");
  CHECK((ended.status == 0 || ended.status == 128 + signal));
  CHECK(unfinished_in(dir.path()).empty());
  if (fs::exists(target)) CHECK(run({"factors", "verify", target.string()}).status == 0);
}

TEST_CASE("an export into a folder that a signal ends writes all tables or none", "[interrupt]") {
  const std::size_t files = GENERATE(as<std::size_t>{}, 1, 2, 5, 10, 18);
  const bool named = GENERATE(false, true);  // of the files, the first has its name by then
  const TempDir dir;
  const std::string first = dir / "accelerators.csv", last = dir / "ATTRIBUTION.txt";
  const auto strike = [&](int child) {
    await([&] { return named ? fs::exists(first) : count_in(dir.path()) >= files; });
    ::kill(child, SIGTERM);
  };
  const Outcome ended =
      run({"factors", "export", dir.path().string()}, RunOptions{.meanwhile = strike});
  CHECK((ended.status == 0 || ended.status == 128 + SIGTERM));
  CHECK(fs::exists(first) == fs::exists(last));
  for (const fs::directory_entry& entry : fs::directory_iterator(dir.path()))
    CHECK(std::string(".csv.md.txt").find(entry.path().extension()) != std::string::npos);
}

TEST_CASE("a result that a signal ends leaves no file beside its own", "[interrupt]") {
  const auto signal = GENERATE(SIGTERM, SIGINT, SIGHUP);
  const TempDir dir;
  const std::string out = dir.write("out.json", "before");
  const auto strike = [&](int child) {
    await([&] { return count_in(dir.path()) == 2; });
    CHECK(count_in(dir.path()) == 2);
    ::kill(child, signal);
  };
  const Outcome ended =
      run({"-f", "json", "-o", out, "-"}, RunOptions{.input = kGood, .meanwhile = strike});
  CHECK(ended.status == 128 + signal);
  CHECK(count_in(dir.path()) == 1);
  CHECK(read_file(out) == "before");
}

TEST_CASE("a signal that is ignored stays ignored", "[interrupt]") {
  const TempDir dir;
  const std::string out = dir / "out.json";
  const auto strike = [&](int child) {
    await([&] { return count_in(dir.path()) == 1; });
    ::kill(child, SIGHUP);
  };
  const std::vector<std::string> words{
      "-c", "trap '' HUP; exec \"$0\" \"$@\"", CO2EST_BINARY, "-f", "json", "-o", out, "-"};
  const Outcome done =
      run(words, RunOptions{.input = kGood, .program = "/bin/sh", .meanwhile = strike});
  CHECK(done.status == 0);
  CHECK(read_file(out) == run({"-f", "json", "-"}, kGood).out);
}

TEST_CASE("what a killed export left hinders no later one", "[interrupt]") {
  const TempDir dir;
  dir.write("grids.csv.AbCd12", "half");
  const std::string folder = dir.path().string();
  CHECK(run({"factors", "export", folder}).status == 0);
  CHECK(run({"factors", "verify", folder}).status == 0);
  for (const char* name : {"grids.csv.AbCd1", "mine.csv.AbCd12", "grids.csvxAbCd12", "a"}) {
    const TempDir own;
    own.write(name, "mine");
    INFO(name);
    CHECK(run({"factors", "export", own.path().string()}).status == 2);
  }
}

}  // namespace co2est_tests
