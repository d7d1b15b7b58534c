// What the tests know about the text report: it fits its page, and every figure has its unit.
#include <algorithm>
#include <catch2/catch.hpp>
#include <regex>
#include <sstream>

#include "render/layout.hpp"
#include "support/process.hpp"

namespace co2est_tests {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);)
    lines.push_back(line);
  return lines;
}

std::vector<std::string> shipped_files() {
  std::vector<std::string> files;
  for (const char* folder : {"examples", "published"}) {
    for (const fs::directory_entry& entry :
         fs::directory_iterator(source_dir() / "data" / folder)) {
      files.push_back(entry.path().string());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::vector<std::string> report_of(const std::string& file, int columns,
                                   const std::string& locale = "C.UTF-8") {
  const Outcome outcome =
      run({file, "--allow-mixed-accounting"},
          RunOptions{.environment = {{"COLUMNS", std::to_string(columns)}, {"LC_ALL", locale}}});
  INFO(file << outcome.err);
  REQUIRE(outcome.status == 0);
  return lines_of(outcome.out);
}

/// The line of the headline that begins with a label.
std::string row_of(const std::vector<std::string>& lines, const std::string& label) {
  const auto found = std::find_if(lines.begin(), lines.end(), [&](const std::string& line) {
    return line.starts_with("  " + label + " ");
  });
  return found == lines.end() ? std::string() : *found;
}

}  // namespace

TEST_CASE("no line of a report is wider than its page") {
  std::vector<std::string> inputs = shipped_files();
  inputs.push_back((source_dir() / "data/examples").string());
  for (const std::string& file : inputs) {
    for (const int columns : {60, 80, 100, 200}) {
      for (const char* locale : {"C.UTF-8", "C"}) {
        for (const std::string& line : report_of(file, columns, locale)) {
          INFO(file << " on " << columns << ": " << line);
          CHECK(co2est::rendering::columns_of(line) <= static_cast<std::size_t>(columns));
        }
      }
    }
  }
}

TEST_CASE("on 80 columns an equivalent fits its line with its source") {
  for (const std::string& file : shipped_files()) {
    const std::string cars = row_of(report_of(file, 80), "Cars");
    INFO(file << ": " << cars);
    CHECK((cars.empty() || cars.ends_with(")")));
  }
}

TEST_CASE("every interval of a report has its unit") {
  const std::regex interval("[0-9] to [0-9 ]*[0-9](\\.[0-9]+)?(.*)");
  const std::regex unit(" (g|kg|t|L|g/kWh)( |,|$).*");
  std::size_t seen = 0;
  for (const std::string& file : shipped_files()) {
    for (const std::string& line : report_of(file, 80)) {
      std::smatch match;
      if (line.find("PUE") != std::string::npos || line.find("assumed, 1") != std::string::npos) {
        continue;  // a PUE is a bare number
      }
      if (!std::regex_search(line, match, interval)) continue;
      INFO(file << ": " << line);
      CHECK(std::regex_match(match[2].str(), unit));
      ++seen;
    }
  }
  CHECK(seen > 50);
}

TEST_CASE("a report of many runs has no empty column") {
  const auto head_of = [](const std::string& name) {
    return report_of((source_dir() / "data" / "published" / name).string(), 80).at(2);
  };
  CHECK(head_of("bloom-2022-project.json").find("hours") == std::string::npos);
  CHECK(head_of("idefics-2023.json").find("hours") != std::string::npos);
  CHECK(head_of("deepseek-v3-2024.json").find("rent") != std::string::npos);
  CHECK(head_of("idefics-2023.json").find("rent") == std::string::npos);
}

}  // namespace co2est_tests
