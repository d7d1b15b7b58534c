// What the tests know about `factors` with folders: what export writes is what was in effect, and
// verify tells the faults.
#include <sys/stat.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "support/bad_input.hpp"
#include "support/process.hpp"

namespace co2est_tests {
namespace {

namespace fs = std::filesystem;

const std::string kUs = "US,2024,lifecycle,co2e,383.78,";

std::vector<std::string> names_in(const fs::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder))
    names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace

TEST_CASE("the list of regions has the PUE that a run in each gets", "[factors]") {
  const auto list = nlohmann::json::parse(run({"factors", "list", "cloud", "--json"}).out);
  std::size_t checked = 0;
  for (const auto& row : list) {
    INFO(row.dump());
    CHECK(row.at("pue").is_number());
    const std::string id = row.at("id");
    if (id != "aws/ap-east-1" && id != "aws/af-south-1" && id != "azure/eastus") continue;
    ++checked;
    const Outcome estimate =
        run({"estimate", "-", "-f", "json"}, R"({"co2est":1,"duration_h":1,"grid":")" + id +
                                                 R"(","devices":[{"kind":"gpu","power_w":1}]})");
    CHECK(nlohmann::json::parse(estimate.out).at("pue").at("value") == row.at("pue"));
    const bool has_own =
        read_file(source_dir() / "data" / "pue.csv").find("\n" + id + ",") != std::string::npos;
    CHECK(row.at("pue_of") == (has_own ? "region" : "fleet"));
  }
  CHECK(checked == 3);
}

TEST_CASE("show knows what --equivalents and embodied take", "[factors]") {
  CHECK_THAT(run({"factors", "show", "car"}).out, Catch::Contains("car-lifetimes"));
  CHECK_THAT(run({"factors", "show", "GPU of the BLOOM paper"}).out, Catch::Contains("bloom-gpu"));
}

TEST_CASE("exported tables give the same results and the same fingerprint", "[factors]") {
  const TempDir dir;
  const std::string folder = dir / "a/b/tables";
  const Outcome done = run({"factors", "export", folder});
  CHECK(done.status == 0);
  CHECK(done.err.empty());
  const std::vector<std::string> words{"-", "--format", "json", "--grid", "FR"};
  std::vector<std::string> with_folder = words;
  with_folder.insert(with_folder.end(), {"--data-dir", folder});
  CHECK(run(with_folder, kGood).out == run(words, kGood).out);  // the catalogue's hash is in it
  CHECK(run({"factors", "diff", folder}).out == "no difference\n");
  CHECK(run({"factors", "verify", folder}).status == 0);
  CHECK(fs::exists(folder + "/README.md"));
  CHECK_THAT(read_file(folder + "/ATTRIBUTION.txt"), Catch::Contains("CC BY 4.0"));
  CHECK(names_in(dir.path() / "a/b").size() == 1);  // nothing is left beside
}

TEST_CASE("export writes the tables in effect", "[factors]") {
  const TempDir dir, changed;
  changed.write("grid_intensity.csv",
                table_with("grid_intensity.csv", kUs, "US,2024,lifecycle,co2e,400,"));
  CHECK(run({"factors", "export", dir.path().string(), "--data-dir", changed.path().string()})
            .status == 0);
  CHECK(read_file(dir.path() / "grid_intensity.csv") ==
        read_file(changed.path() / "grid_intensity.csv"));
}

TEST_CASE("export spares a folder that holds files, unless it is forced", "[factors]") {
  const TempDir dir;
  dir.write("mine.txt", "kept");
  dir.write("pue.csv", "old");
  demand_refusal(run({"factors", "export", dir.path().string()}), 2, ".*is not empty.*--force");
  CHECK(names_in(dir.path()) == std::vector<std::string>{"mine.txt", "pue.csv"});
  CHECK(run({"factors", "export", dir.path().string(), "--force"}).status == 0);
  CHECK(read_file(dir.path() / "mine.txt") == "kept");
  CHECK(read_file(dir.path() / "pue.csv") == read_file(source_dir() / "data/pue.csv"));
  const TempDir other;
  const std::string file = other.write("file", "");
  demand_refusal(run({"factors", "export", file}), 2, ".*is no folder");
}

TEST_CASE("export into a folder that is there keeps the folder", "[factors]") {
  const TempDir dir;
  const std::string folder = dir / "tables";
  fs::create_directory(folder);
  struct stat before {
  }, after{};
  REQUIRE(::stat(folder.c_str(), &before) == 0);
  CHECK(run({"factors", "export", folder}).status == 0);
  REQUIRE(::stat(folder.c_str(), &after) == 0);
  CHECK(before.st_ino == after.st_ino);
  CHECK(names_in(dir.path()).size() == 1);
  const std::vector<std::string> names = names_in(folder);
  CHECK(std::count(names.begin(), names.end(), "pue.csv") == 1);
  CHECK(std::all_of(names.begin(), names.end(), [](const std::string& name) {
    return name.ends_with(".csv") || name.ends_with(".md") || name.ends_with(".txt");
  }));
  CHECK(run({"factors", "verify", folder}).status == 0);
}

TEST_CASE("a forced export that cannot write all files writes none", "[factors]") {
  const TempDir dir;
  dir.write("accelerators.csv", "old");
  fs::create_directory(dir.path() / "sources.csv");
  demand_refusal(run({"factors", "export", dir.path().string(), "--force"}), 2,
                 ".*sources.csv: is no file; move it out of the way");
  CHECK(read_file(dir.path() / "accelerators.csv") == "old");
  CHECK(names_in(dir.path()) == std::vector<std::string>{"accelerators.csv", "sources.csv"});
  demand_refusal(run({"factors", "export", ""}), 2,
                 "factors: \"export\" is given an empty name; name it");
}

TEST_CASE("a folder without a table is refused, and told what was meant", "[factors]") {
  const TempDir dir;
  const std::string folder = dir.path().string();
  const auto refused = [&](const std::string& told) {
    demand_refusal(run({"factors", "verify", folder}), 2, ".*has no table in it; " + told);
    demand_refusal(run({"factors", "diff", folder}), 2, ".*has no table in it; " + told);
    demand_refusal(run({"-", "--data-dir", folder}, kGood), 2, ".*has no table in it; " + told);
  };
  refused(".*factors export");
  fs::create_directory(dir.path() / "tables");
  write_file(dir.path() / "tables/pue.csv", "");
  refused("did you mean \".*/tables\"");
  dir.write("PUE.CSV", "");
  refused("\"PUE.CSV\" must end with .csv in small letters");
}

TEST_CASE("an empty name of a folder does not stand for the tables of the program", "[factors]") {
  demand_refusal(run({"-", "--data-dir", ""}, kGood), 2, "--data-dir: is empty; name a folder");
  demand_refusal(run({"factors", "verify", ""}), 2, "factors: .*an empty name");
}

TEST_CASE("a table that is a link in a circle is a fault of its folder", "[factors]") {
  const TempDir dir;
  fs::create_symlink("pue.csv", dir.path() / "pue.csv");
  demand_refusal(run({"factors", "verify", dir.path().string()}), 2,
                 ".*pue.csv: cannot be read: .*; a table is a file");
}

TEST_CASE("verify prints each check and a line for each fault", "[factors]") {
  const TempDir dir;
  dir.write("grid_intensity.csv",
            table_with("grid_intensity.csv", kUs, "UX,2024,lifecycle,co2e,2100,"));
  const Outcome outcome = run({"factors", "verify", dir.path().string()});
  CHECK(outcome.status == 2);
  CHECK_THAT(outcome.out, Catch::Contains("FAILED  cells") && Catch::Contains("ok      text"));
  CHECK_THAT(outcome.err, Catch::Contains("column \"grid_id\" holds \"UX\"; no row of grids.csv"));
  CHECK_THAT(outcome.err, Catch::Contains("no grid emits more than 2000"));
  const auto document = nlohmann::json::parse(
      run({"factors", "verify", "--json", "--data-dir", dir.path().string()}).out);
  CHECK(document.at(0).at("check") == "cells");
  CHECK(document.at(0).at("passed") == false);
  demand_refusal(run({"factors", "verify", "a", "--data-dir", "b"}), 2, "factors: .*keep one");
}

TEST_CASE("a table fits the terminal, and a pipe gets all of it", "[factors]") {
  RunOptions narrow;
  narrow.environment["COLUMNS"] = "60";
  for (const char* const name : {"grids", "cloud", "accelerators", "cpus", "pue", "sources",
                                 "equivalents", "grid_intensity"}) {
    const Outcome outcome = run({"factors", "list", name}, narrow);
    std::size_t begin = 0;
    for (std::size_t end; (end = outcome.out.find('\n', begin)) != std::string::npos;
         begin = end + 1) {
      const std::string line = outcome.out.substr(begin, end - begin);
      const auto columns = std::count_if(line.begin(), line.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
      });
      INFO(name << ": " << line);
      CHECK(columns <= 60);
    }
  }
  narrow.environment["COLUMNS"] = "";
  CHECK_THAT(run({"factors", "list", "cloud"}, narrow).out,
             Catch::Contains("Asia Pacific (Hong Kong)") && Catch::Contains("pue_year"));
}

}  // namespace co2est_tests
