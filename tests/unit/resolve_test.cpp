// What the tests know about resolving: what multiplies what, precedence, and remarks.
#include <catch2/catch.hpp>
#include <cmath>

#include "co2est/error.hpp"
#include "unit/model.hpp"

using namespace co2est;
using namespace co2est_tests;

namespace {

std::string gpu(const std::string& keys) {
  return kExact + R"("devices":[{"kind":"gpu",)" + keys + "}]";
}

std::string problem_of(const std::string& keys) {
  try {
    estimate_of(keys);
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("what multiplies what") {
  const std::string h = R"("duration_h":10,)";
  CHECK(kg(estimate_of(h + gpu(R"("count":4,"power_w":250)"))) == Approx(10));
  CHECK(kg(estimate_of(h + gpu(R"("count":4,"energy_kwh":7)"))) == Approx(7));
  CHECK(kg(estimate_of(gpu(R"("count":4,"power_w":250,"device_hours":40)"))) == Approx(10));
  CHECK(kg(estimate_of(h + R"("repeat":3,)" + gpu(R"("power_w":1000)"))) == Approx(30));
  CHECK(kg(estimate_of(gpu(R"("power_w":1000,"flop":7.2e15,"achieved":"1 TFLOP/s")"))) ==
        Approx(2));
  const std::string cpu = kExact + R"("devices":[{"kind":"cpu","count":2,"power_w":100}])";
  CHECK(kg(estimate_of(R"("duration_h":10,"hosts":3,)" + cpu)) == Approx(6));
  const std::string both = kExact + R"("devices_per_host":4,"devices":[
    {"kind":"gpu","count":8,"device_hours":80,"power_w":0},{"kind":"cpu","count":2,"power_w":100}])";
  CHECK(kg(estimate_of(both)) == Approx(80.0 / 4 * 2 * 0.1));
  const std::string dram = kExact + R"("hosts":2,"devices":[{"kind":"dram","memory_gb":256}])";
  CHECK(kg(estimate_of(h + dram)) == Approx(2 * 10 * (0.3 * 128 + 0.1 * 128) / 1000));
}

TEST_CASE("twice the hours, the devices or the power is twice the energy") {
  const int hours = GENERATE(take(20, random(1, 10000)));
  const auto run = [&](int h, int n, double w) {
    return kg(
        estimate_of("\"duration_h\":" + std::to_string(h) + "," +
                    gpu("\"count\":" + std::to_string(n) + ",\"power_w\":" + std::to_string(w))));
  };
  const double once = run(hours, 3, 217.5);
  CHECK(run(2 * hours, 3, 217.5) == Approx(2 * once).epsilon(1e-13));
  CHECK(run(hours, 6, 217.5) == Approx(2 * once).epsilon(1e-13));
  CHECK(run(hours, 3, 435) == Approx(2 * once).epsilon(1e-13));
}

TEST_CASE("evidence in its order") {
  const std::string h = R"("duration_h":10,)";
  const Estimate tdp = estimate_of(h + gpu(R"("model":"NVIDIA A100-SXM4-80GB")"));
  CHECK(kg(tdp) == Approx(0.7 * 4));
  CHECK(tdp.components[0].basis == Basis::modelled);
  CHECK(tdp.co2e->high / tdp.co2e->mid == Approx(1.5));
  const Estimate load =
      estimate_of(h + gpu(R"("model":"NVIDIA A100-SXM4-80GB","utilization":0.5)"));
  CHECK(kg(load) == Approx(2));
  const Estimate amd = estimate_of(h + gpu(R"("model":"AMD Instinct MI300X","utilization":0.9)"));
  CHECK(kg(amd) == Approx(0.7 * 7.5));
  CHECK(amd.co2e->low / amd.co2e->mid == Approx(0.3));
  const Estimate power = estimate_of(h + gpu(R"("model":"NVIDIA A100-SXM4-80GB","power_w":300)"));
  CHECK(power.components[0].basis == Basis::reported);
  CHECK(power.co2e->low / power.co2e->mid == Approx(0.85));
  const Estimate counter =
      estimate_of(h + gpu(R"("model":"NVIDIA A100-SXM4-80GB","energy_kwh":2,"sensor":"counter")"));
  CHECK(counter.components[0].basis == Basis::measured);
  CHECK(counter.co2e->low / counter.co2e->mid == Approx(0.96));
  const Estimate capped = estimate_of(h + gpu(R"("model":"NVIDIA A100-SXM4-80GB","power_w":390)"));
  CHECK(capped.co2e->high / capped.co2e->mid == Approx(440.0 / 390));
}

TEST_CASE("a stated power at the TDP is assumed, above it is remarked") {
  const std::string h = R"("duration_h":10,)";
  const Estimate at =
      estimate_of(h + gpu(R"("model":"NVIDIA A100-SXM4-80GB","power_w":400,"basis":"measured")"));
  CHECK(has_note(at, "power-at-tdp"));
  CHECK(at.components[0].basis == Basis::assumed);
  CHECK(at.co2e->low / at.co2e->mid == Approx(0.35));
  const Estimate above = estimate_of(h + gpu(R"("model":"NVIDIA A100-SXM4-80GB","power_w":500)"));
  CHECK(has_note(above, "power-above-tdp"));
  CHECK(above.co2e->high >= above.co2e->mid);
}

TEST_CASE("unknown power stays unknown") {
  const Estimate result = estimate_of(R"("duration_h":1,"price":{"device_usd_per_h":2},)" +
                                      gpu(R"("count":8,"power":null)"));
  CHECK_FALSE(result.co2e.has_value());
  CHECK_FALSE(result.energy.has_value());
  CHECK(result.cost.compute_usd->mid == Approx(16));
  CHECK(has_note(result, "power-unknown"));
}

TEST_CASE("grids are found by place, year and accounting") {
  const auto grid = [](const std::string& g, const std::string& more = "") {
    return *estimate_of(more + R"("duration_h":1,"pue":1.1,"grid":)" + g +
                        R"(,"devices":[{"kind":"node","power_w":1000}])")
                .grid;
  };
  CHECK(as_g_per_kwh(grid(R"({"id":"US","year":2024})").intensity.mid) ==
        Approx(383.78).epsilon(1e-4));
  CHECK(grid(R"("Germany")").id == "DE");
  CHECK(grid(R"("deu")").id == "DE");
  CHECK(grid(R"("DE")", R"("start":"2018-05-01T00:00:00Z",)").year == 2018);
  const GridFactor va = grid(R"({"id":"US-VA","year":2021,"accounting":"direct"})");
  CHECK(as_g_per_kwh(va.intensity.mid) == Approx(272.9).epsilon(1e-3));
  CHECK(va.gases == "co2e");
  const GridFactor east = grid(R"({"id":"gcp/us-east4","year":2024,"accounting":"direct"})");
  CHECK(as_g_per_kwh(east.intensity.mid) == Approx(323.05));
  CHECK(grid(R"("gcp/europe-north1")").accounting == Accounting::lifecycle);
  CHECK(as_g_per_kwh(grid(R"({"mix":{"coal":50,"wind":50}})").intensity.mid) > 400);
  CHECK_THAT(
      problem_of(R"("duration_h":1,"grid":"Atlantis","devices":[{"kind":"node","power_w":1}])"),
      Catch::Contains("unknown grid \"Atlantis\""));
}

TEST_CASE("a cloud region gives the PUE as well, and blanks are assumed aloud") {
  const Estimate cloud = estimate_of(
      R"("duration_h":1,"grid":"gcp/europe-north1","devices":[{"kind":"node","power_w":1000}])");
  CHECK(cloud.pue->value.mid == Approx(1.10));
  CHECK(cloud.pue->origin.detail == "Google europe-north1 2025");
  const Estimate blank =
      estimate_of(R"("duration_h":1,"devices":[{"kind":"node","power_w":1000}])");
  CHECK(blank.pue->value.mid == 1.54);
  CHECK(blank.pue->value.high == 1.9);
  CHECK(has_note(blank, "pue-assumed"));
  CHECK(blank.grid->id == "WORLD");
  CHECK(has_note(blank, "grid-assumed"));
}

TEST_CASE("PUE multiplies once, and a facility not at all") {
  const std::string g = R"("grid":{"intensity_g_per_kwh":1000},"pue":1.5,)";
  CHECK(kg(estimate_of(g + R"("devices":[{"kind":"node","energy_kwh":10}])")) == Approx(15));
  const Estimate facility = estimate_of(g + R"("devices":[{"kind":"facility","energy_kwh":10}])");
  CHECK(kg(facility) == Approx(10));
  CHECK(has_note(facility, "pue-in-energy"));
  CHECK_FALSE(
      problem_of(g +
                 R"("devices":[{"kind":"facility","energy_kwh":1},{"kind":"gpu","energy_kwh":1}])")
          .empty());
  CHECK_FALSE(
      problem_of(g + R"("devices":[{"kind":"node","energy_kwh":1},{"kind":"cpu","energy_kwh":1}])")
          .empty());
}

TEST_CASE("the host model stands beside the headline or in it") {
  const std::string run =
      R"("duration_h":10,)" + gpu(R"("model":"NVIDIA A100-SXM4-80GB","count":8,"power_w":100)");
  const Estimate beside = estimate_of(run);
  CHECK(kg(beside) == Approx(8));
  CHECK(as_kilograms(*beside.with_host_co2e) == Approx(8 * 1.3));
  CHECK(beside.scope == "gpu-only");
  const Estimate in = estimate_of(R"("host":"model",)" + run);
  CHECK(kg(in) == Approx(8 * 1.3));
  Energy parts{};
  for (const auto& part : in.components)
    parts += part.energy;
  CHECK(as_kwh(parts) == Approx(as_kwh(*in.energy)));
  CHECK(estimate_of(R"("host":"included",)" + run).scope == "gpu+host");
}

TEST_CASE("host power counted once for many servers is remarked") {
  const std::string devices = R"("devices":[{"kind":"gpu","model":"Tesla V100-SXM2-16GB","count":64,
    "power_w":187},{"kind":"cpu","power_w":64}])";
  CHECK(has_note(estimate_of(R"("duration_h":79.2,)" + kExact + devices), "host-counted-once"));
  CHECK_FALSE(has_note(estimate_of(R"("duration_h":79.2,"hosts":8,)" + kExact + devices),
                       "host-counted-once"));
}

TEST_CASE("multiplied hours and mismatched hours are remarked") {
  CHECK(has_note(
      estimate_of(R"("duration_h":24,)" + gpu(R"("count":16,"power_w":300,"device_hours":6144)")),
      "hours-multiplied"));
  CHECK(has_note(
      estimate_of(R"("duration_h":24,)" + gpu(R"("count":16,"power_w":300,"device_hours":300)")),
      "device-hours-mismatch"));
  CHECK_FALSE(has_note(
      estimate_of(R"("duration_h":24,)" + gpu(R"("count":16,"power_w":300,"device_hours":384)")),
      "device-hours-mismatch"));
}

TEST_CASE("embodied follows BLOOM and SCI") {
  const Estimate bloom = estimate_of(
      R"("embodied":{"per_device_kg":150,"per_host_kg":2500,"lifetime":"6 y","utilization":0.85},"devices_per_host":8,)" +
      gpu(R"("device_hours":1082990,"power_w":400)"));
  CHECK(as_kilograms(bloom.embodied_co2e->mid) == Approx(7575.3 + 3636.1).epsilon(1e-3));
}

TEST_CASE("intervals add up to the energy and spread over the timeline") {
  const ResolvedRun run =
      resolve(parse_run(R"({"co2est":1,"pue":"none","grid":{"intensity_g_per_kwh":[1000,1000,1000]},
    "devices":[{"kind":"gpu","intervals":[
      {"start":"2024-01-01T00:00:00Z","end":"2024-01-01T01:00:00Z","energy_j":3.6e6},
      {"start":"2024-01-01T02:00:00Z","end":"2024-01-01T03:00:00Z","energy_j":7.2e6}]},
     {"kind":"cpu","energy_kwh":3}]})"),
              catalogue());
  REQUIRE(run.timeline.size() == 3);
  CHECK(run.components[0].time_share[1] == 0);
  CHECK(run.components[0].time_share[2] == Approx(2.0 / 3));
  CHECK(run.components[1].time_share[1] == Approx(1.0 / 3));
  CHECK(kg(estimate(run)) == Approx(6));
}

TEST_CASE("a run that was extrapolated says so") {
  const std::string run = R"("duration_h":10,)" + gpu(R"("power_w":300)");
  const auto said = [&](const std::string& record) {
    return has_note(estimate_of("\"record\":" + record + "," + run), "extrapolated");
  };
  CHECK(said(R"({"derived_from":"slice.json","method":"extrapolated slice"})"));
  CHECK(said(R"({"a":["method",{"method":"x"}],"b\":\"":1,"method" : "extrapolated slice"})"));
  CHECK_FALSE(said(R"({"method":"measured"})"));
  CHECK_FALSE(said(R"({"derived_from":"extrapolated slice","phases":[]})"));
  CHECK_FALSE(said(R"({"phases":{"method":"extrapolated slice"}})"));
  CHECK_FALSE(said(R"(["method","extrapolated slice"])"));
  CHECK_FALSE(said(R"({"method":["extrapolated slice"]})"));
  CHECK_FALSE(has_note(estimate_of(run), "extrapolated"));
}

TEST_CASE("device hours without a count are of no known number of devices") {
  const std::string a100 = R"("model":"NVIDIA A100-SXM4-80GB",)";
  const Estimate hours = estimate_of(gpu(a100 + R"("device_hours":184320,"power_w":300)"));
  CHECK_FALSE(hours.components.at(0).count.has_value());
  CHECK(as_kilograms(*hours.with_host_co2e) == Approx(kg(hours) * 1.3));
  const Estimate planned =
      estimate_of(gpu(a100 + R"("flop":7.2e15,"achieved":"1 TFLOP/s","power_w":300)"));
  CHECK_FALSE(planned.components.at(0).count.has_value());
  CHECK(estimate_of(R"("duration_h":1,)" + gpu(R"("power_w":300)")).components.at(0).count == 1.0);
  const Estimate one = estimate_of(gpu(a100 + R"("count":1,"device_hours":10,"power_w":300)"));
  CHECK(one.components.at(0).count == 1.0);
  CHECK(as_kilograms(*one.with_host_co2e) == Approx(kg(one) * 1.5));
  // An ambiguous name, all of whose meanings stand in data centres.
  const Estimate family = estimate_of(gpu(R"("model":"A100","device_hours":10,"power_w":100)"));
  CHECK(as_kilograms(*family.with_host_co2e) == Approx(kg(family) * 1.3));
  const Estimate unheard =
      estimate_of(gpu(R"("model":"unheard of","device_hours":10,"power_w":100)"));
  CHECK(as_kilograms(*unheard.with_host_co2e) == Approx(kg(unheard) * 1.3));
  const Estimate desk =
      estimate_of(gpu(R"("model":"NVIDIA GeForce RTX 3090","device_hours":10,"power_w":100)"));
  CHECK(as_kilograms(*desk.with_host_co2e) == Approx(kg(desk) * 1.5));
  CHECK_FALSE(
      has_note(estimate_of(R"("duration_h":720,)" + gpu(R"("device_hours":184320,"power_w":300)")),
               "device-hours-mismatch"));
}

TEST_CASE("a range from 0 has no log-normal band and is refused") {
  CHECK_THAT(problem_of(R"("duration_h":1,)" + gpu(R"("power":["0 W","300 W","400 W"])")),
             Catch::Contains("is a range from 0") && Catch::Contains("write a small low"));
  CHECK_THAT(problem_of(R"("duration_h":1,)" + gpu(R"("power_w":[0,0,400])")),
             Catch::Contains("is a range from 0"));
  CHECK(problem_of(R"("duration_h":1,)" + gpu(R"("power_w":[0,0,0])")).empty());
}

TEST_CASE("a range of memory adds to the band of its power, one of a contract is refused") {
  const auto dram = [](const std::string& gb) {
    return estimate_of(R"("duration_h":1,)" + kExact + R"("devices":[{"kind":"dram","memory_gb":)" +
                       gb + "}]");
  };
  const Estimate stated = dram("[64,128,256]");
  CHECK(kg(stated) == Approx(0.0384));
  const auto together = [](double a, double b) {
    return std::exp(std::hypot(std::log(a), std::log(b)));
  };
  CHECK(stated.co2e->mid / stated.co2e->low == Approx(together(3, 2)));
  CHECK(stated.co2e->high / stated.co2e->mid == Approx(together(3, (38.4 + 12.8) / 38.4)));
  CHECK(dram("128").co2e->low / dram("128").co2e->mid == Approx(1.0 / 3));
  for (const char* key : {"intensity_g_per_kwh", "residual_g_per_kwh"}) {
    const std::string other = key[0] == 'i' ? "" : R"("intensity_g_per_kwh":0,)";
    CHECK_FALSE(problem_of(R"("duration_h":1,"market":{)" + other + "\"" + key +
                           R"(":[1,2,3]},"devices":[{"kind":"node","power_w":1}])")
                    .empty());
  }
}
