// What the tests know about intervals: they agree with a Monte Carlo of the stated distribution.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <random>
#include <vector>

#include "unit/model.hpp"

using namespace co2est;
using namespace co2est_tests;

namespace {

constexpr int kDraws = 1'000'000;
constexpr double kZ95 = 1.6448536269514722;  // 95th percentile of the standard normal

/// One draw of a two-piece log-normal with the given 5th percentile, median 1 and 95th.
double draw(std::mt19937_64& random, double low, double high) {
  static std::normal_distribution<double> normal;
  const double z = normal(random);
  return std::exp(z < 0 ? -z / kZ95 * std::log(low) : z / kZ95 * std::log(high));
}

struct Term {
  double share;
  std::vector<std::pair<double, double>> own;  ///< bands of factors that act on this term alone
};

struct Quantiles {
  double below, above, low, high;
};

Quantiles simulate(const std::vector<Term>& terms,
                   const std::vector<std::pair<double, double>>& common, double low, double high) {
  std::mt19937_64 random(1906'02243);
  std::vector<double> totals(kDraws);
  for (double& total : totals) {
    for (const Term& term : terms) {
      double value = term.share;
      for (const auto& [l, h] : term.own)
        value *= draw(random, l, h);
      total += value;
    }
    for (const auto& [l, h] : common)
      total *= draw(random, l, h);
  }
  std::sort(totals.begin(), totals.end());
  const auto rank = [&](double x) {
    return static_cast<double>(std::lower_bound(totals.begin(), totals.end(), x) - totals.begin()) /
           kDraws;
  };
  return {rank(low), 1 - rank(high), totals[kDraws / 20], totals[kDraws - kDraws / 20]};
}

}  // namespace

TEST_CASE("narrow bands agree with a Monte Carlo within 1 %") {
  const Estimate result = estimate_of(R"("duration_h":1,"pue":[1.1,1.2,1.35],
    "grid":{"intensity_g_per_kwh":[360,400,460]},"devices":[
    {"kind":"gpu","power_w":[900,1000,1200],"source":"a"},
    {"kind":"cpu","power_w":[250,300,360],"source":"b"}])");
  const double mid = kg(result);
  const double low = as_kilograms(result.co2e->low) / mid,
               high = as_kilograms(result.co2e->high) / mid;
  const Quantiles q =
      simulate({{1000.0 / 1300, {{0.9, 1.2}}}, {300.0 / 1300, {{250.0 / 300, 1.2}}}},
               {{1.1 / 1.2, 1.35 / 1.2}, {0.9, 1.15}}, low, high);
  CHECK(low == Approx(q.low).epsilon(0.01));
  CHECK(high == Approx(q.high).epsilon(0.01));
}

TEST_CASE("wide bands keep 3 to 7 % in each tail") {
  struct Case {
    std::string keys;
    std::vector<std::pair<double, double>> bands;
  };
  const std::string tdp =
      R"("duration_h":10,"devices":[{"kind":"gpu","model":"NVIDIA A100-SXM4-80GB","count":8}])";
  const Case cases[] = {
      {R"("pue":1.1,"grid":"FR",)" + tdp, {{0.35, 1.5}, {0.7, 1.4}}},
      {R"("grid":"FR",)" + tdp, {{0.35, 1.5}, {0.7, 1.4}, {1.08 / 1.54, 1.9 / 1.54}}},
      {R"("pue":1.1,"grid":"FR","host":"model",)" + tdp,
       {{0.35, 1.5}, {0.7, 1.4}, {1.15 / 1.3, 1.75 / 1.3}}},
  };
  for (const Case& c : cases) {
    const Estimate result = estimate_of(c.keys);
    const double mid = kg(result);
    const Quantiles q = simulate({{1, {}}}, c.bands, as_kilograms(result.co2e->low) / mid,
                                 as_kilograms(result.co2e->high) / mid);
    INFO(c.keys << " below " << q.below << " above " << q.above);
    CHECK(q.below > 0.03);
    CHECK(q.below < 0.07);
    CHECK(q.above > 0.03);
    CHECK(q.above < 0.07);
  }
}

TEST_CASE("the widest factors' shares sum to one and come in order") {
  const Estimate result =
      estimate_of(R"("duration_h":1,"grid":"FR","devices":[{"kind":"gpu","model":"Tesla T4"}])");
  double sum = 0, before = 1;
  for (const WidestFactor& factor : result.widest) {
    sum += factor.share;
    CHECK(factor.share <= before);
    before = factor.share;
  }
  CHECK(sum == Approx(1));
  CHECK(result.widest.front().name() == "gpu power");
}

TEST_CASE("repeats and devices never narrow an interval") {
  const auto width = [](const std::string& keys, const std::string& count) {
    const Estimate e = estimate_of(
        keys + R"("duration_h":1,"devices":[{"kind":"gpu","power_w":100,"count":)" + count + "}]");
    return e.co2e->high / e.co2e->low;
  };
  const double one = width("", "1");
  CHECK(one > 1.5);
  CHECK(width(R"("repeat":1000000,)", "1") == Approx(one));
  CHECK(width("", "1000") == Approx(one));
  CHECK(width(R"("repeat":1000000,)", "1000") == Approx(one));
}

TEST_CASE("servers that work as long as accelerators do err in their hours with them") {
  const std::string devices = R"("devices_per_host":8,"devices":[
    {"kind":"gpu","count":8,"power_w":[99.9999,100,100.0001],"flop":2.88e18,
     "achieved_flop_per_s":[8e13,1e14,1.25e14]},
    {"kind":"cpu","power_w":[799.9999,800,800.0001]}])";
  const Estimate result = estimate_of(kExact + devices);
  // 8 device hours of 100 W and 1 host hour of 800 W, all in one group.
  CHECK(kg(result) == Approx(1.6));
  CHECK(result.co2e->high / result.co2e->mid == Approx(1.25).epsilon(1e-5));
  CHECK(result.co2e->low / result.co2e->mid == Approx(0.8).epsilon(1e-5));
}

TEST_CASE("servers take from each accelerator its part of the hours' error") {
  const auto gpu = [](const std::string& source) {
    return R"({"kind":"gpu","power_w":0,"flop":3.6e17,"achieved_flop_per_s":[8e13,1e14,1.25e14],
               "source":")" +
           source + "\"}";
  };
  const std::string cpu = R"({"kind":"cpu","power_w":[999.9999,1000,1000.0001]})";
  const auto low = [](const std::string& devices) {
    const Estimate e =
        estimate_of(R"("devices_per_host":1,)" + kExact + R"("devices":[)" + devices + "]");
    return e.co2e->low / e.co2e->mid;
  };
  CHECK(low(gpu("a") + "," + gpu("a") + "," + cpu) == Approx(0.8).epsilon(1e-5));
  // Independent halves: each takes 10 % off.
  CHECK(low(gpu("a") + "," + gpu("b") + "," + cpu) ==
        Approx(std::exp(-std::sqrt(2.0) * -std::log(0.9))).epsilon(1e-5));
  // More sources than a component has room for: wider than independent, never narrower.
  const std::string many = gpu("a") + "," + gpu("b") + "," + gpu("c") + "," + gpu("d");
  CHECK(low(many + "," + cpu) <= std::exp(-std::sqrt(4.0) * -std::log(0.95)) + 1e-6);
}

TEST_CASE("a factor that reaches 0 leaves a finite interval") {
  ResolvedRun run = resolve(
      parse_run(R"({"co2est":1,"duration_h":1,"devices":[{"kind":"node","power_w":1000}]})"),
      catalogue());
  Factors none;
  none.add({{.cause = Cause::power}, 0.0, 2.0});
  run.components.at(0).factors = none;
  const Estimate result = estimate(run);
  CHECK(std::isfinite(as_grams(result.co2e->low)));
  double sum = 0;
  for (const WidestFactor& factor : result.widest)
    sum += factor.share;
  CHECK(sum == Approx(1));
}
