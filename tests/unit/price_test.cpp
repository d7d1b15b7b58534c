// What the tests know about what a run takes from the catalogue beside its energy: the price of
// electricity where its grid is, and footprints by name.
#include <catch2/catch.hpp>
#include <string>

#include "co2est/error.hpp"
#include "unit/model.hpp"

using namespace co2est;
using namespace co2est_tests;

namespace {

std::string run_in(const std::string& grid, const std::string& more = "") {
  return R"("duration_h":10,"pue":1.5,"devices":[{"kind":"gpu","count":2,"power_w":500}],)" + more +
         R"("price":{"electricity":"catalogue"},"grid":)" + grid;
}

std::string problem_of(const std::string& keys) {
  try {
    (void)estimate_of(keys);
  } catch (const Error& error) {
    const Problem& problem = error.problems().front();
    return problem.where + ": " + problem.what + "; " + problem.hint;
  }
  return "no problem";
}

std::string embodied_run(const std::string& embodied) {
  return R"("duration_h":876,"pue":1,"grid":"DE","devices_per_host":8,
      "devices":[{"kind":"gpu","count":8,"power_w":500}],"embodied":)" +
         embodied;
}

}  // namespace

TEST_CASE("the price is that of the place, billed on facility energy in its currency") {
  const Estimate german = estimate_of(run_in(R"("DE")"));
  CHECK(german.cost.electricity_eur->mid == Approx(10 * 2 * 0.5 * 1.5 * 0.1427));
  CHECK_FALSE(german.cost.electricity_usd.has_value());
  CHECK(german.electricity_price->basis == Basis::assumed);
  CHECK(to_text(german.electricity_price->origin) == "catalogue: DE 2024");
  CHECK_FALSE(has_note(german, "price-year"));

  const Estimate state = estimate_of(run_in(R"("US-VA")"));
  CHECK(state.cost.electricity_usd->mid == Approx(15 * 0.0899));
  CHECK_FALSE(state.cost.electricity_eur.has_value());
  CHECK(estimate_of(run_in(R"("EGRID-SRVC")")).electricity_price->place == "US");
}

TEST_CASE("a cloud region has the price of its state, else of its country") {
  CHECK(estimate_of(run_in(R"("aws/us-east-1")")).electricity_price->place == "US-VA");
  CHECK(estimate_of(run_in(R"("gcp/europe-west3")")).electricity_price->place == "DE");
  CHECK(problem_of(run_in(R"("gcp/asia-east1")")).find("in \"TW\" is held") != std::string::npos);
}

TEST_CASE("another year than the price's is noted") {
  CHECK(
      has_note(estimate_of(run_in(R"("DE")", R"("start":"2026-01-01T00:00:00Z",)")), "price-year"));
  CHECK_FALSE(
      has_note(estimate_of(run_in(R"("DE")", R"("start":"2024-01-01T00:00:00Z",)")), "price-year"));
}

TEST_CASE("a place without a price is refused, never left out") {
  CHECK(problem_of(run_in(R"("CN")")).find("/price/electricity: no price") != std::string::npos);
  CHECK(problem_of(run_in(R"("WORLD")")).find("0.12 USD/kWh") != std::string::npos);
  CHECK(problem_of(run_in(R"({"intensity":"400 g/kWh"})")).find("names no place") !=
        std::string::npos);
  CHECK(problem_of(run_in(R"({"id":"FR","intensity":"50 g/kWh"})")) == "no problem");
}

TEST_CASE("a price of the run wins over that of the catalogue in the defaults, and the other way") {
  const auto estimates = [](const std::string& own, const std::string& base) {
    const Document project = parse_document(
        R"({"co2est":1,"defaults":{"grid":"DE","pue":1,"duration_h":1,"price":)" + base +
            R"(},"runs":[{"devices":[{"kind":"gpu","power_w":1000}],"price":)" + own + "}]}",
        "test");
    return estimate(resolve(project.runs.front(), catalogue()));
  };
  const std::string stated = R"({"electricity_usd_per_kwh":0.5})";
  const std::string named = R"({"electricity":"catalogue"})";
  CHECK(estimates(stated, named).cost.electricity_usd->mid == Approx(0.5));
  CHECK_FALSE(estimates(stated, named).cost.electricity_eur.has_value());
  CHECK(estimates(named, stated).cost.electricity_eur->mid == Approx(0.1427));
  CHECK_FALSE(estimates(named, stated).cost.electricity_usd.has_value());
  CHECK(estimates(R"({"device_usd_per_h":1})", named).cost.electricity_eur.has_value());
}

TEST_CASE("a total keeps dollars and euros apart and cites both") {
  Total total;
  total.add(estimate_of(run_in(R"("DE")")), 1);
  total.add(resolve(parse_run("{\"co2est\":1," + run_in(R"("US")") + "}"), catalogue()), 2);
  const Estimate sum = total.finish("both");
  CHECK(sum.cost.electricity_eur->mid == Approx(15 * 0.1427));
  CHECK(sum.cost.electricity_usd->mid == Approx(15 * 0.0813));
  int cited = 0;
  for (const std::string_view id : source_ids_of(sum, EquivalentsShown::none))
    cited += id == "eia-retail-2024" || id == "eurostat-nrg-pc-205" ? 1 : 0;
  CHECK(cited == 2);
}

TEST_CASE("a footprint is taken by name, with the model's band where it has none") {
  const Estimate e = estimate_of(embodied_run(
      R"({"per_device":"bloom-gpu","per_host":"bloom-server","lifetime":"6 y","utilization":0.85})"));
  CHECK(as_kilograms(e.embodied_co2e->mid) ==
        Approx(8 * 876 * (150 + 2500.0 / 8) / (6 * 8760 * 0.85)));
  CHECK(as_kilograms(e.embodied->per_host.low) == Approx(2500 * 3000.0 / 4135));
  CHECK(as_kilograms(e.embodied->per_device->high) == Approx(350));
  int cited = 0;
  for (const std::string_view id : source_ids_of(e, EquivalentsShown::none))
    cited += id == "luccioni-2022" ? 1 : 0;
  CHECK(cited == 1);
}

TEST_CASE("a footprint that is taken by name stands in for the device's own") {
  const std::string gpu = R"({"kind":"gpu","model":"NVIDIA H100 80GB HBM3","power_w":500}])";
  const std::string keys = R"("duration_h":1,"pue":1,"grid":"DE","devices":[)" + gpu;
  const Estimate own = estimate_of(keys + R"(,"embodied":true)");
  CHECK(as_kilograms(own.components[0].embodied_per_device.mid) == 164);
  CHECK(own.components[0].embodied_source == "nvidia-pcf-h100");
  const Estimate named = estimate_of(keys + R"(,"embodied":{"per_device":"ademe-2026-h100"})");
  CHECK(as_kilograms(named.components[0].embodied_per_device.mid) == 273);
  CHECK(named.components[0].embodied_source.empty());
}

TEST_CASE("no server is added to a device's footprint that has its share of one") {
  const Estimate e = estimate_of(
      embodied_run(R"({"per_device":"chien-2023-a100","lifetime":"6 y","utilization":1})"));
  CHECK(as_kilograms(e.embodied_co2e->mid) == Approx(8 * 876 * 318 / (6 * 8760.0)));
}

TEST_CASE("a footprint that is none, or of another thing, is refused") {
  CHECK(problem_of(embodied_run(R"({"per_host":"blom-server"})")).find("\"bloom-server\"?") !=
        std::string::npos);
  CHECK(
      problem_of(embodied_run(R"({"per_host":"nvidia-h100"})")).find("not the footprint of one") !=
      std::string::npos);
  CHECK(problem_of(embodied_run(R"({"per_device":"llmcarbon-h100-die"})")).find("die alone") !=
        std::string::npos);
  CHECK(problem_of(embodied_run(R"({"per_host":"ccf-server"})")).find("without memory") !=
        std::string::npos);
  CHECK(problem_of(embodied_run(R"({"per_device":"chien-2023-a100","per_host":"bloom-server"})"))
            .find("share of the server") != std::string::npos);
  CHECK(problem_of(embodied_run(R"({"per_device":"150"})")).find("unit") != std::string::npos);
}
