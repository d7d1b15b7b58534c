#include "meter/accumulator.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace co2est::meter;

namespace {

constexpr std::int64_t kSecond = 1'000'000'000;

Reading both(double seconds, double joules, double watts) {
  return {static_cast<std::int64_t>(seconds * 1e9), joules, watts, ""};
}
Reading counter(double seconds, double joules) {
  return {static_cast<std::int64_t>(seconds * 1e9), joules, {}, ""};
}
Reading power(double seconds, double watts) {
  return {static_cast<std::int64_t>(seconds * 1e9), {}, watts, ""};
}

Sums sums_of(const std::vector<Reading>& readings, const Channel& channel = {}) {
  Accumulator accumulator(channel);
  for (const Reading& reading : readings)
    accumulator.add(reading);
  return accumulator.sums();
}

}  // namespace

TEST_CASE("constant power is exact by counter and by power") {
  std::vector<Reading> readings;
  for (int i = 0; i <= 120; ++i)
    readings.push_back(both(i, 5000 + 100.0 * i, 100));
  const Sums sums = sums_of(readings);
  CHECK(sums.counter_j == 12000);
  CHECK(sums.power_j == Approx(12000).epsilon(1e-12));
  CHECK(sums.covered_s == Approx(120));
  CHECK(sums.readings == 121);
  CHECK(sums.peak_w == 100);
}

TEST_CASE("a power that rises is the area of its trapezoids") {
  CHECK(sums_of({power(0, 0), power(1, 100), power(3, 300)}).power_j == Approx(50 + 400));
}

TEST_CASE("a counter that wraps goes on from its range") {
  Channel channel;
  channel.counter_range_j = 262143.328850;
  const Sums sums = sums_of({counter(0, 262000), counter(1, 256.67115)}, channel);
  CHECK(sums.counter_j == Approx(400).epsilon(1e-9));
  CHECK(sums.restarts == 0);
}

TEST_CASE("a counter that begins anew is bridged by the power of that step") {
  const Sums sums =
      sums_of({both(0, 1000, 200), both(1, 1200, 200), both(2, 30, 200), both(3, 230, 200)});
  CHECK(sums.counter_j == Approx(600));
  CHECK(sums.restarts == 1);
}

TEST_CASE("a step that no such device can take is left out") {
  Channel channel;
  channel.limit_w = 300;
  channel.counter_range_j = 262143;
  const Sums sums = sums_of({both(0, 1000, 200), both(1, 990, 200), both(2, 1190, 200)}, channel);
  CHECK(sums.counter_j == Approx(400));  // a decrease of 10 J would be a wrap of 262 kJ
  CHECK(sums.rejected == 1);
}

TEST_CASE("a reading without a figure is counted and is not zero") {
  Reading lost{kSecond, {}, {}, "gpu-lost"};
  Accumulator accumulator{Channel()};
  accumulator.add(power(0, 100));
  accumulator.add(lost);
  CHECK(accumulator.fault() == "gpu-lost");
  accumulator.add(power(2, 100));
  CHECK(accumulator.fault().empty());
  CHECK(accumulator.sums().faults == 1);
  CHECK(accumulator.sums().power_j == Approx(200));
}

TEST_CASE("a step over ten seconds and five medians is a gap, whose energy stands") {
  std::vector<Reading> readings;
  for (int i = 0; i <= 20; ++i)
    readings.push_back(both(i, 100.0 * i, 100));
  readings.push_back(both(60, 6000, 100));
  const Sums sums = sums_of(readings);
  CHECK(sums.gaps == 1);
  CHECK(sums.gap_s == Approx(40));
  CHECK(sums.counter_j == 6000);
  CHECK(sums.covered_s == Approx(60));
}

TEST_CASE("slow sampling is no gap") {
  std::vector<Reading> readings;
  for (int i = 0; i <= 10; ++i)
    readings.push_back(power(30.0 * i, 100));
  const Sums sums = sums_of(readings);
  CHECK(sums.gaps == 0);
  CHECK(sums.power_j == Approx(30000));
}

TEST_CASE("readings in between do not change a counter's energy") {
  std::mt19937 random(7);
  for (int round = 0; round < 200; ++round) {
    std::vector<Reading> all{counter(0, 0)};
    double at = 0, joules = 0;
    for (int i = 0; i < 50; ++i) {
      at += 0.1 + static_cast<double>(random() % 100) / 50;
      joules += static_cast<double>(random() % 1000);
      all.push_back(counter(at, joules));
    }
    std::vector<Reading> some{all.front()};
    for (std::size_t i = 1; i + 1 < all.size(); ++i) {
      if (random() % 2 == 0) some.push_back(all[i]);
    }
    some.push_back(all.back());
    REQUIRE(sums_of(all).counter_j == Approx(sums_of(some).counter_j));
    REQUIRE(sums_of(all).covered_s == Approx(sums_of(some).covered_s));
  }
}
