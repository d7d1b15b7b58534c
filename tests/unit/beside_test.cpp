// What the tests know about embodied emissions, water and cost: their bounds are those of a product
// of independent factors, not of all corners at once.
#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <random>
#include <vector>

#include "unit/model.hpp"

using namespace co2est;
using namespace co2est_tests;

namespace {

constexpr int kDraws = 200'000;
constexpr double kZ95 = 1.6448536269514722;  // 95th percentile of the standard normal

/// A two-piece log-normal.
struct Draw {
  std::mt19937_64 random{1906'02243};
  std::normal_distribution<double> normal;

  double operator()(double low, double mid, double high) {
    const double z = normal(random) / kZ95;
    return mid * std::exp(z < 0 ? -z * std::log(low / mid) : z * std::log(high / mid));
  }
};

template <typename Sample>
void check_quantiles(const Range<double>& printed, Sample sample) {
  Draw draw;
  std::vector<double> values(kDraws);
  for (double& value : values)
    value = sample(draw);
  std::sort(values.begin(), values.end());
  CHECK(printed.low == Approx(values[kDraws / 20]).epsilon(0.02));
  CHECK(printed.high == Approx(values[kDraws - kDraws / 20]).epsilon(0.02));
}

const std::string kRun =
    R"("duration_h":1000,"grid":{"intensity_g_per_kwh":100},"pue":[1.1,1.2,1.35],
    "devices":[{"kind":"gpu","count":8,"power_w":[900,1000,1150]}])";

}  // namespace

TEST_CASE("embodied bounds are those of independent factors") {
  const Estimate e = estimate_of(
      R"("embodied":{"per_device_kg":[120,150,190],"per_host_kg":[2000,2500,3000],
         "lifetime_h":[30000,35000,42000],"utilization":0.5},"devices_per_host":8,)" +
      kRun);
  const Range<Mass>& printed = *e.embodied_co2e;
  CHECK(as_kilograms(printed.mid) == Approx(8000 * (150 + 2500.0 / 8) / (35000 * 0.5)));
  check_quantiles({as_kilograms(printed.low), 0, as_kilograms(printed.high)}, [](Draw& draw) {
    const double mass = draw(120, 150, 190) + draw(2000, 2500, 3000) / 8;
    return 8000 * mass / (draw(30000, 35000, 42000) * 0.5);
  });
}

TEST_CASE("embodied bounds turn with the sign: a longer life is a smaller share") {
  const auto embodied = [](const std::string& lifetime) {
    return *estimate_of(R"("embodied":{"per_device_kg":100,"per_host_kg":0,"utilization":1,
        "lifetime_h":)" +
                        lifetime + "}," + kRun)
                .embodied_co2e;
  };
  const Range<Mass> e = embodied("[1000,2000,8000]");
  CHECK(e.low / e.mid == Approx(0.25));
  CHECK(e.high / e.mid == Approx(2));
}

TEST_CASE("water's bounds hold what the energy and both factors allow") {
  const Estimate e = estimate_of(
      R"("water":{"wue_l_per_kwh":[1.5,1.8,2.1],"source_l_per_kwh":[2.7,3.1,3.6]},)" + kRun);
  CHECK(e.water_l->mid == Approx(8000 * 1.8 + 8000 * 1.2 * 3.1));
  check_quantiles(*e.water_l, [](Draw& draw) {
    const double it = 8 * draw(900, 1000, 1150);
    return it * draw(1.5, 1.8, 2.1) + it * draw(1.1, 1.2, 1.35) * draw(2.7, 3.1, 3.6);
  });
}

TEST_CASE("the bill's bounds hold what price and energy allow") {
  const Estimate e = estimate_of(R"("price":{"electricity_usd_per_kwh":[0.09,0.1,0.12]},)" + kRun);
  CHECK(e.cost.electricity_usd->mid == Approx(8000 * 1.2 * 0.1));
  check_quantiles(*e.cost.electricity_usd, [](Draw& draw) {
    return 8 * draw(900, 1000, 1150) * draw(1.1, 1.2, 1.35) * draw(0.09, 0.1, 0.12);
  });
}

TEST_CASE("a figure of exact factors has no band") {
  const Estimate e = estimate_of(
      R"("duration_h":10,"pue":"none","water":{"wue_l_per_kwh":2},"price":{"electricity_usd_per_kwh":0},
      "devices":[{"kind":"node","power_w":0}])");
  CHECK(*e.water_l == Range<double>::exact(0));
  CHECK(*e.cost.electricity_usd == Range<double>::exact(0));
}
