#include <catch2/catch.hpp>

#include <numeric>
#include <random>

#include "meter/attribution.hpp"
#include "meter/phases.hpp"
#include "meter/shares.hpp"

using namespace co2est::meter;

namespace {

double uniform(std::mt19937& random) {
  return static_cast<double>(random() % 10000) / 10000;
}

}  // namespace

TEST_CASE("the parts of everybody add up to the energy of the machine") {
  std::mt19937 random(11);
  for (int round = 0; round < 300; ++round) {
    const std::size_t jobs = 1 + random() % 6;
    std::vector<double> cpus(jobs);
    for (double& c : cpus)
      c = 0.01 + uniform(random);
    const double all_cpus = std::accumulate(cpus.begin(), cpus.end(), 0.0);
    std::vector<std::vector<Stretch>> by_job(jobs);
    double energy = 0;
    for (int k = 0; k < 8; ++k) {
      const double joules = 3000 * uniform(random), seconds = 1 + 299 * uniform(random);
      energy += joules;
      std::vector<double> used(jobs);
      for (double& u : used)
        u = random() % 3 == 0 ? 0 : seconds * uniform(random);
      const double busy = std::accumulate(used.begin(), used.end(), 0.0);
      // Of two rounds one knows what the machine can give.
      const double capacity = round % 2 == 0 ? 0 : seconds * static_cast<double>(jobs);
      for (std::size_t j = 0; j < jobs; ++j)
        by_job[j].push_back({joules, seconds, used[j], busy, capacity});
    }
    const double least_w = round % 3 == 0 ? 0 : 10 * uniform(random);
    double sum = 0;
    for (std::size_t j = 0; j < jobs; ++j) {
      for (const Part& part : parts_of(by_job[j], cpus[j] / all_cpus, least_w)) {
        REQUIRE(part.idle_j >= 0);
        REQUIRE(part.dynamic_j >= 0);
        sum += part.sum_j();
      }
    }
    REQUIRE(sum == Approx(energy));
  }
}

TEST_CASE("idle energy goes by the CPUs that are ours, the rest by CPU time") {
  const std::vector<Stretch> stretches{{100, 10, 0, 0}, {300, 10, 5, 20}};
  const std::vector<Part> parts = parts_of(stretches, 0.5);
  CHECK(parts[0].sum_j() == Approx(50));
  CHECK(parts[1].idle_j == Approx(50));
  CHECK(parts[1].dynamic_j == Approx(200 * 0.25));
}

TEST_CASE("idle energy is no more than the CPU time that nobody took") {
  // Ten seconds of four CPUs that are all busy: nothing is idle, whatever the least mean says.
  CHECK(parts_of({{400, 10, 10, 40, 40}}, 0.25)[0].idle_j == Approx(0).margin(1e-9));
  CHECK(parts_of({{400, 10, 10, 40, 40}}, 0.25)[0].dynamic_j == Approx(100));
  CHECK(parts_of({{400, 10, 10, 10, 40}}, 0.25)[0].idle_j == Approx(0.25 * 300));
}

TEST_CASE("the idle power is the least that is known, of short times or of long ones") {
  const std::vector<Stretch> one{{1000, 10, 5, 20}};
  CHECK(parts_of(one, 0.5)[0].idle_j == Approx(500));
  CHECK(parts_of(one, 0.5, 30)[0].idle_j == Approx(0.5 * 300));
  CHECK(parts_of(one, 0.5, 30)[0].dynamic_j == Approx(700 * 0.25));
  CHECK(parts_of(one, 0.5, 300)[0].idle_j == Approx(500));
}

TEST_CASE("a mark is a name, a number and how many there will be") {
  const MarkText epoch = read_mark("epoch 3/90");
  CHECK(epoch.name == "epoch");
  CHECK(epoch.number == 3);
  CHECK(epoch.of == 90);
  CHECK(read_mark("epoch 3").of == std::nullopt);
  CHECK(read_mark("data loading").name == "data loading");
  CHECK(read_mark("data loading").number == std::nullopt);
  CHECK(read_mark("warm up 2/3").name == "warm up");
}

TEST_CASE("the rest of a run is predicted from the phases that have ended") {
  const auto phases = [](int first, const std::vector<double>& seconds) {
    std::vector<Phase> all{{"", 0, 10, 100}};
    double at = 10;
    for (std::size_t i = 0; i < seconds.size(); ++i) {
      all.push_back({"epoch " + std::to_string(first + static_cast<int>(i)) + "/10", at,
                     at + seconds[i], 50 * seconds[i]});
      at += seconds[i];
    }
    return all;
  };
  SECTION("equal epochs leave no doubt") {
    const auto whole = predict(phases(1, {20, 20, 20, 5}), false);
    REQUIRE(whole);
    CHECK(whole->duration_s == Approx(10 + 200));
    CHECK(whole->duration_low_s == Approx(210));
    CHECK(whole->duration_high_s == Approx(210));
    CHECK(whole->energy_j == Approx(100 + 50 * 200));
    CHECK(whole->done == 3);
  }
  SECTION("counted from 0 it is the same") {
    const auto whole = predict(phases(0, {20, 20, 20, 5}), false);
    REQUIRE(whole);
    CHECK(whole->duration_s == Approx(210));
  }
  SECTION("unequal epochs widen it, more of them narrow it") {
    const auto few = predict(phases(1, {18, 22, 1}), false);
    const auto many = predict(phases(1, {18, 22, 18, 22, 18, 22, 1}), false);
    REQUIRE(few);
    REQUIRE(many);
    CHECK(few->duration_low_s < few->duration_s);
    CHECK(few->duration_high_s > few->duration_s);
    CHECK(many->duration_high_s - many->duration_low_s <
          few->duration_high_s - few->duration_low_s);
  }
  SECTION("one epoch is too few, and without a number of all there is nothing to say") {
    CHECK_FALSE(predict(phases(1, {20, 5}), false));
    std::vector<Phase> open = phases(1, {20, 20, 20, 5});
    for (Phase& phase : open)
      phase.text = phase.text.substr(0, phase.text.find('/'));
    CHECK_FALSE(predict(open, false));
  }
  SECTION("when all have ended, it is what was") {
    const auto whole = predict(phases(1, std::vector<double>(10, 20)), true);
    REQUIRE(whole);
    CHECK(whole->duration_s == Approx(210));
    CHECK(whole->duration_high_s == Approx(210));
  }
}

TEST_CASE("a round lasts from a mark to the next of its name, whatever lies between") {
  std::vector<Phase> phases{{"", 0, 10, 100}};
  double at = 10;
  for (int i = 1; i <= 4; ++i) {
    phases.push_back({"epoch " + std::to_string(i) + "/10", at, at + 20, 2000});
    phases.push_back({"eval", at + 20, at + 25, 100});
    at += 25;
  }
  const auto whole = predict(phases, false);
  REQUIRE(whole);
  CHECK(whole->name == "epoch");
  CHECK(whole->done == 3);
  CHECK(whole->duration_s == Approx(10 + 10 * 25));
  CHECK(whole->energy_j == Approx(100 + 10 * 2100));
}
