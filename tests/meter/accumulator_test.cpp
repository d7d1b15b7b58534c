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

TEST_CASE(
    "a counter that wraps and whose device tells no limit does not turn by a small decrease") {
  const auto rejected = [](Scope scope) {
    Channel channel;
    channel.scope = scope;
    channel.counter_range_j = 262143;
    const Sums sums = sums_of({counter(0, 1000), counter(1, 990), counter(2, 1090)}, channel);
    CHECK(sums.counter_j == Approx(100));
    return sums.rejected;
  };
  CHECK(rejected(Scope::package) == 1);
  CHECK(rejected(Scope::dram) == 1);
  CHECK(rejected(Scope::node) == 1);
}

TEST_CASE("a counter that is lower after the machine slept began anew") {
  Channel channel;
  channel.counter_range_j = 1000;
  channel.limit_w = 600;
  for (const bool slept : {false, true}) {
    Accumulator accumulator(channel);
    accumulator.add(both(0, 800, 100));
    accumulator.add(both(1, 900, 100));
    if (slept) accumulator.slept();
    accumulator.add(both(2, 100, 100));
    accumulator.add(both(3, 0, 100));  // a wrap
    INFO(slept);
    CHECK(accumulator.sums().restarts == (slept ? 1 : 0));
    CHECK(accumulator.sums().counter_j == Approx(100 + (slept ? 100 : 200) + 900));
  }
}

TEST_CASE("while a counter is missing the power stands in for it, until it is back") {
  std::vector<Reading> readings{both(0, 1000, 100), both(1, 1100, 100), power(2, 100),
                                power(3, 100)};
  CHECK(sums_of(readings).counter_j == Approx(300));
  readings.push_back(both(4, 1450, 100));
  CHECK(sums_of(readings).counter_j == Approx(450));
  CHECK(sums_of(readings).faults == 2);
  readings.push_back(power(5, 100));
  readings.push_back(both(6, 50, 100));  // it began anew meanwhile
  CHECK(sums_of(readings).counter_j == Approx(650));
}

TEST_CASE("a power over readings that failed is a gap, a counter over them is none") {
  const Reading lost{kSecond, {}, {}, "gpu-lost"};
  const Sums line = sums_of({power(0, 100), lost, power(2, 100), power(3, 100)});
  CHECK(line.gaps == 1);
  CHECK(line.gap_s == Approx(2));
  CHECK(sums_of({counter(0, 0), lost, counter(2, 200)}).gaps == 0);
}

TEST_CASE("the least power is the least mean of ten seconds without a fault") {
  std::vector<Reading> readings;
  double joules = 0;
  const auto run = [&](int begin, int end, double watts) {
    for (int at = begin; at < end; ++at, joules += watts)
      readings.push_back(counter(at, joules));
  };
  run(0, 100, 200);
  CHECK(sums_of(readings).least_w == Approx(200));
  run(100, 130, 40);
  run(130, 200, 200);
  CHECK(sums_of(readings).least_w == Approx(40));
  SECTION("a stretch that is shorter is a mean with what surrounds it") {
    readings.clear();
    run(0, 50, 200);
    run(50, 53, 0);
    run(53, 100, 200);
    CHECK(sums_of(readings).least_w >= 200 * 0.7 - 1e-9);
  }
  SECTION("lost steps say nothing") {
    readings.clear();
    joules = 5000;
    run(0, 25, 200);
    joules = 0;
    run(25, 55, 200);
    CHECK(sums_of(readings).restarts == 1);
    CHECK(sums_of(readings).least_w == Approx(200));
  }
  SECTION("a run of less than ten seconds has none") {
    CHECK(sums_of({counter(0, 0), counter(9, 900)}).least_w == 0);
  }
  SECTION("a counter that stands says nothing") {
    CHECK(sums_of({counter(0, 50), counter(20, 50), counter(40, 50)}).least_w == 0);
  }
}
