// What the tests know about the bands in reality: published measurements fall inside them. The
// measurements are raw files of their authors; without them these tests only say that they skip.
#include <catch2/catch.hpp>
#include <charconv>
#include <cstdio>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "csv/csv.hpp"
#include "support/process.hpp"
#include "unit/model.hpp"

using namespace co2est;
using namespace co2est_tests;

namespace {

namespace fs = std::filesystem;

const fs::path kSources = fs::path(CO2EST_SOURCE_DIR) / ".." / "shared" / "sources";

using Row = std::map<std::string, std::string>;

std::vector<Row> rows_of(const fs::path& file) {
  const std::string text = read_file(file);
  csv::Reader reader(text);
  std::vector<std::string_view> cells;
  reader.next(cells);
  const std::vector<std::string> header(cells.begin(), cells.end());
  std::vector<Row> rows;
  while (reader.next(cells)) {
    Row& row = rows.emplace_back();
    for (std::size_t i = 0; i < header.size() && i < cells.size(); ++i)
      row[header[i]] = cells[i];
  }
  return rows;
}

double number(const Row& row, const std::string& key) {
  const std::string& text = row.at(key);
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

struct Coverage {
  std::size_t inside = 0, all = 0;
  void add(bool in) {
    inside += in;
    ++all;
  }
  [[nodiscard]] double share() const {
    return static_cast<double>(inside) / static_cast<double>(all);
  }
};

/// The interval of one hour of the model alone, in W, from the program itself.
std::pair<double, double> tdp_only_watts(const std::string& model) {
  const Estimate e = estimate_of(R"("duration_h":1,)" + kExact +
                                 R"("devices":[{"kind":"gpu","model":")" + model + "\"}]");
  return {as_grams(e.co2e->low), as_grams(e.co2e->high)};
}

bool skip(const fs::path& folder) {
  if (fs::exists(folder)) return false;
  WARN("skipped: " << folder.filename().string() << " is not here");
  return true;
}

}  // namespace

TEST_CASE("the TDP-only interval covers 90 % of measured training") {
  const fs::path dos = kSources / "dos-gpu-power-benchmark",
                 zeus = kSources / "zeus-nsdi23-power-traces";
  if (skip(dos) || skip(zeus)) return;
  const std::pair<fs::path, const char*> files[] = {
      {dos / "mfu_aggregated_per_config_4070.csv", "rtx-4070-ti"},
      {dos / "mfu_aggregated_per_config_A100.csv", "a100-sxm4-80gb"},
      {dos / "mfu_aggregated_per_config_GPU06.csv", "quadro-rtx-5000"},
      {dos / "mfu_aggregated_per_config_L4.csv", "l4"},
      {dos / "mfu_aggregated_per_config_L40.csv", "l40"},
      {dos / "mfu_aggregated_per_config_MI210.csv", "mi210"},
      {zeus / "summary_power_a40.csv", "a40"},
      {zeus / "summary_power_p100.csv", "p100-pcie-16gb"},
      {zeus / "summary_power_rtx6000.csv", "quadro-rtx-6000"},
      {zeus / "summary_power_v100.csv", "v100-pcie-32gb"},
  };
  Coverage all;
  for (const auto& [file, model] : files) {
    const auto [low, high] = tdp_only_watts(model);
    const bool is_zeus = file.parent_path() == zeus;
    const std::vector<Row> rows = rows_of(file);
    double limit = 0;  // Zeus also lowers the power limit; only the full one is the TDP
    if (is_zeus) {
      for (const Row& row : rows)
        limit = std::max(limit, number(row, "power_limit"));
    }
    Coverage card;
    for (const Row& row : rows) {
      if (is_zeus ? number(row, "power_limit") < limit : row.at("model_name") == "baseline")
        continue;
      const double watts = number(row, is_zeus ? "average_power" : "power_draw_watts_mean");
      card.add(low <= watts && watts <= high);
      all.add(low <= watts && watts <= high);
    }
    std::printf("%-18s %4zu of %4zu measured means in %.0f to %.0f W (%.0f %%)\n", model,
                card.inside, card.all, low, high, 100 * card.share());
  }
  CHECK(all.all > 1000);
  CHECK(all.share() >= 0.90);
}

TEST_CASE("the sampled-power band covers the GPUs that were metered") {
  const fs::path folder = kSources / "yang-gpu-power-sensor";
  if (skip(folder)) return;
  const Range<double> band = catalogue().parameter("band.sampled").value;
  std::map<std::string, std::pair<double, int>> errors;
  for (const Row& row : rows_of(folder / "local_gpus_vs_external_meter.csv")) {
    // The authors' caution: the Quadro K620 draws too little to be representative.
    if (row.at("energy_error_pct").empty() || row.at("gpu").find("K620") != std::string::npos)
      continue;
    auto& [sum, count] = errors[row.at("gpu")];
    sum += number(row, "energy_error_pct");
    ++count;
  }
  Coverage cards;
  for (const auto& [gpu, error] : errors) {
    const double truth = 1 / (1 + error.first / error.second / 100);  // true over reported
    const bool inside = band.low <= truth && truth <= band.high;
    if (!inside)
      std::printf("outside the sampled band: %s, true/reported %.3f\n", gpu.c_str(), truth);
    cards.add(inside);
  }
  CHECK(cards.all >= 10);
  CHECK(cards.share() >= 0.90);
}
