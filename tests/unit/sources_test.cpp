// What the tests know about provenance: every factor of the catalogue that counts is cited.
#include <algorithm>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "co2est/render.hpp"
#include "unit/model.hpp"

using namespace co2est;
using namespace co2est_tests;

namespace {

bool cites(const Estimate& estimate, std::string_view cell,
           EquivalentsShown shown = EquivalentsShown::none) {
  const std::vector<std::string_view> ids = source_ids_of(estimate, shown);
  while (!cell.empty()) {
    const std::size_t end = std::min(cell.find_first_of(";+"), cell.size());
    if (std::find(ids.begin(), ids.end(), cell.substr(0, end)) == ids.end()) return false;
    cell.remove_prefix(std::min(end + 1, cell.size()));
  }
  return true;
}

bool cites_row(const Estimate& estimate, std::string_view parameter) {
  const auto& rows = catalogue().parameters();
  const auto row =
      std::find_if(rows.begin(), rows.end(), [&](const Parameter& p) { return p.id == parameter; });
  REQUIRE(row != rows.end());
  REQUIRE(estimate.parameter_rows == &rows);
  const bool used = estimate.parameters[static_cast<std::size_t>(row - rows.begin())];
  return used && cites(estimate, row->source_id);
}

Estimate run_of(const std::string& device, const std::string& keys = "") {
  return estimate_of(R"("duration_h":1,)" + keys + kExact + R"("devices":[)" + device + "]");
}

const std::string kA100 = R"("kind":"gpu","model":"NVIDIA A100-SXM4-80GB")";

}  // namespace

TEST_CASE("a model's TDP, its share and its band are cited, a stated range needs none") {
  const Estimate model = run_of("{" + kA100 + "}");
  const Accelerator* const row = catalogue().find_accelerator("NVIDIA A100-SXM4-80GB").row;
  REQUIRE(row != nullptr);
  CHECK(cites(model, row->source_of("tdp_w")));
  CHECK(cites_row(model, "tdp.fraction"));
  CHECK(cites_row(model, "band.tdp"));
  CHECK(cites_row(model, "host.single") != cites_row(model, "host.server"));

  const Estimate stated = run_of(R"({"kind":"node","power_w":[90,100,110]})");
  CHECK(stated.parameters.none());
  CHECK(source_ids_of(stated, EquivalentsShown::none).empty());
  CHECK(cites_row(run_of(R"({"kind":"node","power_w":100})"), "band.stated"));
}

TEST_CASE("each kind of evidence cites its own rows") {
  const Estimate memory = run_of(R"({"kind":"dram","memory_gb":512})");
  CHECK(cites_row(memory, "dram.w_per_gb.first128"));
  CHECK(cites_row(memory, "dram.w_per_gb.beyond"));
  CHECK(cites_row(memory, "band.dram"));
  CHECK_FALSE(cites_row(run_of(R"({"kind":"dram","memory_gb":64})"), "dram.w_per_gb.beyond"));
  CHECK(cites_row(run_of("{" + kA100 + R"(,"utilization":0.5})"), "band.utilization"));
  CHECK(cites_row(run_of("{" + kA100 + R"(,"power_w":400})"), "band.stated.at-tdp"));
  CHECK(cites_row(run_of("{" + kA100 + R"(,"power_w":390})"), "tdp.cap"));
  CHECK_FALSE(cites_row(run_of("{" + kA100 + R"(,"power_w":100})"), "tdp.cap"));
  const Estimate grid =
      estimate_of(R"("duration_h":1,"grid":"FR","devices":[{"kind":"node","power_w":1}])");
  CHECK(cites_row(grid, "grid.band.average"));
}

TEST_CASE("embodied defaults are cited where they count") {
  const Estimate all = run_of("{" + kA100 + R"(,"power_w":100})", R"("embodied":true,)");
  CHECK(cites_row(all, "embodied.device"));
  CHECK(cites_row(all, "embodied.host"));
  CHECK(cites_row(all, "embodied.lifetime"));
  CHECK(cites_row(all, "embodied.utilization"));
  const Estimate own = run_of("{" + kA100 + R"(,"power_w":100})",
                              R"("embodied":{"per_device_kg":1,"per_host_kg":1,"lifetime":"1 y",
                                 "utilization":1},)");
  CHECK_FALSE(cites_row(own, "embodied.device"));
  CHECK_FALSE(cites_row(own, "embodied.lifetime"));
}

TEST_CASE("a column's source is the row's where its detail does not say") {
  Accelerator row;
  row.source_id = "a;b";
  row.detail = "idle_tdp_w=z; tdp_w=x+y; memory_gb=v.1. tdp_w of others; year=";
  CHECK(row.source_of("tdp_w") == "x+y");
  CHECK(row.source_of("memory_gb") == "v.1");
  CHECK(row.source_of("year").empty());
  CHECK(row.source_of("kind") == "a;b");
  row.detail = "embodied_kg=w.";
  CHECK(row.source_of("embodied_kg") == "w");
  CHECK(row.source_of("embodied") == "a;b");
  for (const Accelerator& known : catalogue().accelerators()) {
    if (!known.tdp) continue;
    std::string_view cell = known.source_of("tdp_w");
    while (!cell.empty()) {
      const std::size_t end = std::min(cell.find_first_of(";+"), cell.size());
      INFO(known.id << ": " << cell.substr(0, end));
      CHECK(catalogue().find_source(cell.substr(0, end)) != nullptr);
      cell.remove_prefix(std::min(end + 1, cell.size()));
    }
  }
}

TEST_CASE("equivalents are cited only where they are shown") {
  const Estimate run = run_of(R"({"kind":"node","power_w":[90,100,110]})");
  const std::string_view source = catalogue().equivalents().front().source_id;
  CHECK(cites(run, source, EquivalentsShown::all));
  CHECK_FALSE(cites(run, source, EquivalentsShown::none));
}

TEST_CASE("a total cites what its runs cite, merged or not") {
  const Estimate gpu = run_of("{" + kA100 + "}"), dram = run_of(R"({"kind":"dram","memory_gb":1})");
  Total total, later;
  total.add(gpu, 1);
  later.add(dram, 2);
  total.merge(std::move(later));
  const Estimate sum = total.finish("");
  for (const Estimate* run : {&gpu, &dram}) {
    for (const std::string_view id : source_ids_of(*run, EquivalentsShown::all)) {
      INFO(id);
      CHECK(cites(sum, id, EquivalentsShown::all));
    }
  }
}

TEST_CASE("what a run takes by name is cited alike by itself, its total and its line") {
  const std::string device = R"("devices":[{"kind":"gpu","power_w":[90,100,110]}])";
  const std::string keys = R"("duration_h":1,"pue":1,)";
  const Estimate plain = estimate_of(keys + R"("grid":"DE",)" + device);
  const Estimate priced =
      estimate_of(keys + R"("grid":"DE","price":{"electricity":"catalogue"},)" + device);
  const Estimate made =
      estimate_of(keys + R"("grid":"DE","embodied":{"per_device":"morand-2026-h100"},)" + device);
  std::string before;  // a line remembers the sources of those like it
  render_ndjson_line(plain, catalogue(), before);
  for (const auto& [run, id] :
       {std::pair(&priced, "eurostat-nrg-pc-205"), std::pair(&made, "morand-2026")}) {
    INFO(id);
    CHECK_FALSE(cites(plain, id));
    CHECK(cites(*run, id));
    Total total;
    total.add(*run, 1);
    CHECK(cites(total.finish(""), id));
    std::string line;
    render_ndjson_line(*run, catalogue(), line);
    CHECK_THAT(line, Catch::Contains(id));
    CHECK_THAT(before, !Catch::Contains(id));
  }
}

TEST_CASE("lines of NDJSON that differ in their sources are told apart") {
  const auto line = [](const Estimate& estimate) {
    std::string text;
    render_ndjson_line(estimate, catalogue(), text);
    return text;
  };
  const Estimate gpu = run_of("{" + kA100 + "}"), node = run_of(R"({"kind":"node","power_w":1})");
  const std::string first = line(gpu);
  CHECK_THAT(first, Catch::Contains("zeus-nsdi23"));
  CHECK_THAT(line(node), !Catch::Contains("zeus-nsdi23"));
  CHECK(line(gpu) == first);
}

TEST_CASE("lines of NDJSON name the sources that the document names, model by model") {
  for (int round = 0; round < 2; ++round) {
    for (const Accelerator& row : catalogue().accelerators()) {
      if (!row.tdp) continue;
      const Estimate run = run_of(R"({"kind":"gpu","model":")" + std::string(row.id) + R"("})");
      std::string line;
      render_ndjson_line(run, catalogue(), line);
      const std::string document =
          render({.total = &run, .runs = {}, .many = false}, Format::json, catalogue());
      INFO(row.id);
      CHECK(nlohmann::json::parse(line).at("sources") ==
            nlohmann::json::parse(document).at("sources"));
    }
  }
}

TEST_CASE("a derivation says whose the TDP and its share are") {
  const Estimate run = run_of("{" + kA100 + "}");
  const std::string text =
      render_explanation({.total = &run, .runs = {}, .many = false}, catalogue(), {.width = 200});
  CHECK_THAT(text, Catch::Contains("TDP by the catalogue (") && Catch::Contains("share of it by"));
}

TEST_CASE("however many sources are cited, each is cited once and in their order") {
  Estimate run;
  std::vector<std::string> names;
  for (int i = 0; i < 100; ++i)
    names.push_back("source-" + std::to_string(i));
  for (const int step : {1, 7}) {
    for (std::size_t i = 0; i < names.size(); ++i)
      run.source_ids.push_back(names[i * static_cast<std::size_t>(step) % names.size()]);
  }
  const std::vector<std::string_view> ids = source_ids_of(run, EquivalentsShown::none);
  CHECK(ids == std::vector<std::string_view>(names.begin(), names.end()));
}
