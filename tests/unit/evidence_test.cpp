// What the tests know about evidence: which band it has, and what to add where there is none.
#include <catch2/catch.hpp>

#include "co2est/error.hpp"
#include "unit/model.hpp"

using namespace co2est;
using namespace co2est_tests;

namespace {

Estimate of_device(const std::string& run, const std::string& device) {
  return estimate_of(run + "," + kExact + R"("devices":[{)" + device + "}]");
}

/// Low and high over mid of one device's energy.
void check_band(const std::string& run, const std::string& device, double low, double high) {
  INFO(run << " " << device);
  const Estimate result = of_device(run, device);
  CHECK(result.co2e->low / result.co2e->mid == Approx(low));
  CHECK(result.co2e->high / result.co2e->mid == Approx(high));
}

std::string hint_of(const std::string& device) {
  try {
    of_device(R"("duration_h":1)", device);
  } catch (const Error& error) {
    return error.problems().front().hint;
  }
  return "";
}

}  // namespace

TEST_CASE("a rate that nobody saw is wider than one that was reached") {
  const std::string flop = R"("kind":"gpu","power_w":[499.9,500,500.1],"flop":1e18)";
  const std::string achieved = flop + R"(,"achieved":"100 TFLOP/s")";
  const auto low_of = [](const std::string& device) {
    const Estimate result = of_device(R"("repeat":1)", device);
    return result.co2e->low / result.co2e->mid;
  };
  CHECK(low_of(achieved) == Approx(0.8).epsilon(1e-3));
  CHECK(low_of(achieved + R"(,"basis":"measured")") == Approx(0.8).epsilon(1e-3));
  CHECK(low_of(achieved + R"(,"basis":"assumed")") == Approx(0.4).epsilon(1e-3));
  CHECK(low_of(achieved + R"(,"basis":"modelled")") == Approx(0.4).epsilon(1e-3));
  CHECK(low_of(flop +
               R"(,"basis":"assumed","achieved":["50 TFLOP/s","100 TFLOP/s","110 TFLOP/s"])") ==
        Approx(100.0 / 110).epsilon(1e-3));
}

TEST_CASE("sensors say less about less than a minute") {
  const std::string sampled = R"("kind":"gpu","power_w":300,"sensor":"sampled")";
  const std::string counter =
      R"("kind":"gpu","model":"NVIDIA A100-SXM4-80GB","count":4,"energy_kwh":0.001,"sensor":"counter")";
  check_band(R"("duration":"60 s")", sampled, 0.93, 1.12);
  check_band(R"("duration":"59 s")", sampled, 0.80, 1.25);
  check_band(R"("duration":"60 s")", counter, 0.96, 1.10);
  check_band(R"("duration":"59 s")", counter, 0.80, 1.25);
  check_band(R"("repeat":1)", counter, 0.96, 1.10);  // how long is not said
  const auto interval = [](const std::string& end) {
    return R"("kind":"gpu","sensor":"sampled","intervals":[{"start":"2024-01-01T00:00:00Z",)"
           R"("end":"2024-01-01T00:00:)" +
           end +
           R"(Z","energy_j":10},{"start":"2024-01-01T00:01:00Z",)"
           R"("end":"2024-01-01T00:01:30Z","energy_j":10}])";
  };
  check_band(R"("repeat":1)", interval("30"), 0.93, 1.12);
  check_band(R"("repeat":1)", interval("29"), 0.80, 1.25);
}

TEST_CASE("power that a tool computed has the band of its model") {
  const std::string h = R"("duration_h":1)";
  check_band(h, R"("kind":"cpu","power_w":100)", 0.85, 1.20);
  check_band(h, R"("kind":"cpu","power_w":100,"basis":"modelled")", 0.5, 1.6);
  check_band(h, R"("kind":"cpu","power_w":[90,100,120],"basis":"modelled")", 0.9, 1.2);
  check_band(h, R"("kind":"dram","power_w":100,"basis":"modelled")", 1.0 / 3, 3);
  check_band(h, R"("kind":"gpu","power_w":100,"basis":"modelled")", 0.85, 1.20);
}

TEST_CASE("memory counts by its capacity in a host, else by its modules") {
  const std::string two = R"("duration_h":10,"hosts":2)";
  const double by_capacity = 2 * 10 * (0.3 * 128 + 0.1 * 384) / 1000;
  CHECK(kg(of_device(two, R"("kind":"dram","memory_gb":512)")) == Approx(by_capacity));
  CHECK(kg(of_device(two, R"("kind":"dram","memory_gb":512,"count":16)")) == Approx(by_capacity));
  CHECK(kg(of_device(two, R"("kind":"dram","power_w":5,"memory_gb":512,"count":16)")) ==
        Approx(2 * 10 * 16 * 5 / 1000.0));
  const Estimate modules = of_device(two, R"("kind":"dram","count":16)");
  CHECK(kg(modules) == Approx(2 * 10 * 16 * 3 / 1000.0));
  CHECK(modules.components.front().basis == Basis::modelled);
  check_band(two, R"("kind":"dram","count":16)", 0.35, 1.7);
  check_band(two, R"("kind":"dram","memory_gb":512)", 1.0 / 3, 3);
}

TEST_CASE("a device without evidence is told what to add") {
  CHECK_THAT(hint_of(R"("kind":"cpu")"),
             Catch::Contains("\"model\"") && Catch::Contains("power_w"));
  CHECK_THAT(hint_of(R"("kind":"dram")"), Catch::Contains("memory_gb") && Catch::Contains("count"));
  CHECK_THAT(hint_of(R"("kind":"gpu")"), Catch::Contains("\"model\""));
  CHECK_THAT(hint_of(R"("kind":"node")"), Catch::Contains("energy_kwh"));
}
