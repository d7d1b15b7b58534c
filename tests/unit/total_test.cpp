// What the tests know about totals: parts sum, groups correlate as they should, merging is exact.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <nlohmann/json.hpp>
#include <random>

#include "co2est/render.hpp"
#include "unit/model.hpp"

using namespace co2est;
using namespace co2est_tests;

namespace {

Estimate run_of(std::uint64_t document, double watts, const std::string& source = "") {
  Resolver resolver(catalogue());
  ResolvedRun run;
  const std::string cite = source.empty() ? "" : ",\"source\":\"" + source + "\"";
  resolver.resolve(
      parse_run(
          R"({"co2est":1,"pue":"none","grid":{"intensity_g_per_kwh":[399.9999999,400,400.0000001]},
    "duration_h":1,"devices":[{"kind":"node","power_w":)" +
          std::to_string(watts) + cite + "}]}"),
      document, run);
  return estimate(run);
}

double relative_width(const Estimate& e) {
  return std::log(e.co2e->high / e.co2e->low);
}

/// Two documents with the same keys, texts and blanks, and numbers that agree.
void check_alike(const nlohmann::json& a, const nlohmann::json& b, const std::string& at = "") {
  INFO(at << ": " << a.dump() << " and " << b.dump());
  REQUIRE(a.type() == b.type());
  if (a.is_number_float()) {
    CHECK(a.get<double>() == Approx(b.get<double>()).epsilon(1e-9));
  } else if (a.is_structured()) {
    REQUIRE(a.size() == b.size());
    for (auto x = a.begin(), y = b.begin(); x != a.end(); ++x, ++y)
      check_alike(*x, *y, at + "/" + (a.is_object() ? x.key() : ""));
  } else {
    CHECK(a == b);
  }
}

nlohmann::json document_of(const Estimate& total) {
  return nlohmann::json::parse(
      render({.total = &total, .runs = {}, .many = true}, Format::json, catalogue()));
}

/// Runs that differ in what they know and count.
const std::vector<std::string> kManyKinds{
    R"("duration_h":2,"grid":"FR","embodied":true,"devices":[{"kind":"gpu","model":"Tesla T4"}])",
    R"("grid":"DE","devices":[{"kind":"gpu","model":"A100-SXM4-80GB","energy_kwh":3}])",
    R"("grid":"FR","devices":[{"kind":"gpu","model":"Tesla T4","device_hours":7,"power_w":70}])",
    R"("duration_h":1,"pue":1.1,"devices":[{"kind":"tpu","model":"x","count":4,"power_w":100}])",
    R"("duration_h":1,"devices":[{"kind":"idle","count":2,"power_w":200}])",
    R"("duration_h":1,"market":{"intensity_g_per_kwh":5},"devices":[{"kind":"node","power_w":9}])",
    R"("devices":[{"kind":"facility","energy_kwh":5}],"grid":{"intensity_g_per_kwh":1})",
    R"("duration_h":1,"devices":[{"kind":"dram","memory_gb":64}],"water":{"wue_l_per_kwh":1})",
    R"("duration_h":3,"host":"model","devices":[{"kind":"gpu","model":"Tesla T4","count":8}])",
    R"("duration_h":1,"grid":"FR","price":{"electricity_usd_per_kwh":0.2,"device_usd_per_h":[1,2,3]},
       "devices":[{"kind":"gpu","model":"Tesla T4"},{"kind":"cpu","power_w":90}])",
    R"("duration_h":2,"grid":"FR","devices":[{"instance":"p4d.24xlarge","count":2}])",
    R"("duration_h":2,"devices":[{"kind":"gpu","model":"A16","count":4},{"kind":"dram","memory_gb":9},
       {"kind":"idle","power_w":50}])",
    R"("duration_h":2,"grid":"azure/northeurope","devices":[{"instance":"a2-highgpu-1g"}])",
};

ResolvedRun resolved(const std::string& keys) {
  return resolve(parse_run("{\"co2est\":1," + keys + "}"), catalogue());
}

}  // namespace

TEST_CASE("one run's total is the run") {
  const Estimate run = run_of(1, 1000);
  Total total;
  total.add(run, 1);
  const Estimate sum = total.finish("");
  CHECK(sum.co2e->mid == run.co2e->mid);
  CHECK(as_grams(sum.co2e->low) == Approx(as_grams(run.co2e->low)));
  CHECK(as_grams(sum.co2e->high) == Approx(as_grams(run.co2e->high)));
}

TEST_CASE("documents are independent, one document and one source are not") {
  constexpr int kRuns = 500;
  Total apart, together, cited;
  for (int i = 1; i <= kRuns; ++i) {
    const auto document = static_cast<std::uint64_t>(i);
    apart.add(run_of(document, 1000), document);
    together.add(run_of(1, 1000), 1);
    cited.add(run_of(document, 1000, "lab"), document);
  }
  const double one = relative_width(run_of(1, 1000));
  CHECK(relative_width(together.finish("")) == Approx(one));
  CHECK(relative_width(cited.finish("")) == Approx(one));
  // Small independent moves: the width shrinks with the square root of their number.
  const double expected = std::sqrt(kRuns * std::pow(std::log1p(-0.15 / kRuns), 2)) +
                          std::sqrt(kRuns * std::pow(std::log1p(0.2 / kRuns), 2));
  CHECK(relative_width(apart.finish("")) == Approx(expected).epsilon(1e-6));
}

TEST_CASE("merged totals equal one total, and merging is associative") {
  const auto part = [](int from, int to) {
    Total total;
    for (int i = from; i < to; ++i) {
      const auto document = static_cast<std::uint64_t>(i + 1);
      total.add(run_of(document, 100 + 7 * i), document);
    }
    return total;
  };
  Estimate whole = part(0, 300).finish("");
  Total left = part(0, 100), right = part(100, 200);
  right.merge(part(200, 300));
  left.merge(std::move(right));
  const Estimate merged = left.finish("");
  CHECK(merged.runs == 300);
  CHECK(as_grams(merged.co2e->mid) == Approx(as_grams(whole.co2e->mid)).epsilon(1e-14));
  CHECK(as_grams(merged.co2e->low) == Approx(as_grams(whole.co2e->low)).epsilon(1e-9));
  CHECK(as_grams(merged.co2e->high) == Approx(as_grams(whole.co2e->high)).epsilon(1e-9));
}

TEST_CASE("an unknown run makes the total unknown, not smaller") {
  Total total;
  total.add(run_of(1, 1000), 1);
  total.add(estimate_of(R"("duration_h":1,"devices":[{"kind":"gpu","power":null}])"), 2);
  const Estimate sum = total.finish("");
  CHECK_FALSE(sum.co2e.has_value());
  CHECK_FALSE(sum.energy.has_value());
  CHECK(sum.runs == 2);
}

TEST_CASE("direct and lifecycle figures are known to be mixed") {
  const std::string node =
      R"("duration_h":1,"devices":[{"kind":"node","power_w":1}],"grid":{"id":"US","accounting":)";
  Total total;
  total.add(estimate_of(node + R"("direct"})"), 1);
  CHECK_FALSE(total.mixed_accounting());
  total.add(estimate_of(node + R"("lifecycle"})"), 2);
  CHECK(total.mixed_accounting());
}

TEST_CASE("merging totals says the same as adding run by run, wherever they are cut") {
  std::mt19937 random(7);
  std::vector<Estimate> kinds;
  for (const std::string& keys : kManyKinds)
    kinds.push_back(estimate_of(keys));
  for (int round = 0; round < 200; ++round) {
    std::vector<Total> parts(1 + random() % 3);
    Total whole;
    const std::size_t size = 1 + random() % 5;
    for (std::uint64_t i = 0; i < size; ++i) {
      const Estimate& run = kinds[random() % kinds.size()];
      whole.add(run, i + 1);
      parts[std::min<std::size_t>(parts.size() - 1, i * parts.size() / size)].add(run, i + 1);
    }
    Total merged;
    for (Total& part : parts)
      merged.merge(std::move(part));
    check_alike(document_of(merged.finish("p")), document_of(whole.finish("p")));
  }
}

TEST_CASE("a total of runs is the total of their estimates") {
  std::mt19937 random(11);
  for (int round = 0; round < 100; ++round) {
    Total runs, estimates;
    for (std::uint64_t document = 1; document <= 4; ++document) {
      const ResolvedRun run = resolved(kManyKinds[random() % kManyKinds.size()]);
      runs.add(run, document);
      estimates.add(estimate(run), document);
    }
    CHECK(document_of(runs.finish("p")) == document_of(estimates.finish("p")));
  }
}

TEST_CASE("a total with servers is the sum of its runs with theirs") {
  Total total;
  Mass sum{};
  std::uint64_t document = 0;
  for (const std::string& keys : kManyKinds) {
    const Estimate run = estimate_of(keys);
    sum += run.with_host_co2e.value_or(run.co2e.value().mid);
    total.add(resolved(keys), ++document);
  }
  const Estimate result = total.finish("");
  CHECK(as_kilograms(result.with_host_co2e.value()) == Approx(as_kilograms(sum)));
  CHECK(*result.with_host_co2e > result.co2e.value().mid);
}

TEST_CASE("an estimate keeps nothing of the run before") {
  const auto text_of = [](const Estimate& run) {
    return render(run, Format::json, catalogue()) + render_explanation({&run}, catalogue());
  };
  for (const std::string& before : kManyKinds) {
    for (const std::string& keys : kManyKinds) {
      Estimate kept;
      estimate(resolved(before), kept);
      estimate(resolved(keys), kept);
      const Estimate fresh = estimate_of(keys);
      CHECK(text_of(kept) == text_of(fresh));
      CHECK(kept.host_model.has_value() == fresh.host_model.has_value());
      CHECK(kept.market.has_value() == fresh.market.has_value());
      CHECK(kept.embodied.has_value() == fresh.embodied.has_value());
      CHECK(kept.water.has_value() == fresh.water.has_value());
      CHECK(kept.electricity_price.has_value() == fresh.electricity_price.has_value());
    }
  }
}

TEST_CASE("a total tells any number of models and sources apart") {
  constexpr int kDifferent = 100;
  Total total;
  for (int i = 0; i < 2 * kDifferent; ++i) {
    const std::string name = "node of the lab " + std::to_string(i % kDifferent) + ", rev. 2";
    const std::string grid = R"("grid":{"intensity_g_per_kwh":1,"source":")" + name + "\"},";
    const std::string device = R"({"kind":"other","power_w":1000,"model":")" + name + "\"}";
    total.add(resolved(R"("duration_h":1,"pue":"none",)" + grid + R"("devices":[)" + device + "]"),
              1);
  }
  const Estimate sum = total.finish("");
  CHECK(sum.source_ids.size() == kDifferent);
  CHECK(std::count_if(sum.effects.begin(), sum.effects.end(), [](const GroupEffect& effect) {
          return effect.key.cause == Cause::grid;
        }) == kDifferent);
  REQUIRE(sum.components.size() == kDifferent);
  for (const ComponentFigure& component : sum.components)
    CHECK(as_kwh(component.energy) == 2);
}

TEST_CASE("device hours that one run does not know are unknown in the sum") {
  const Estimate unknown = estimate_of(kManyKinds[1]), known = estimate_of(kManyKinds[2]),
                 none = estimate_of(kManyKinds[4]);
  const auto sum_of = [](const std::vector<const Estimate*>& runs) {
    Total sum;
    for (const Estimate* run : runs) {
      Total one;
      one.add(*run, 1);
      sum.merge(std::move(one));
    }
    return sum.finish("").device_hours;
  };
  CHECK_FALSE(sum_of({&unknown, &known}).has_value());
  CHECK_FALSE(sum_of({&known, &unknown}).has_value());
  CHECK_FALSE(sum_of({&none, &unknown, &known}).has_value());
  CHECK(as_hours(sum_of({&none, &known, &none}).value()) == 7);
}

TEST_CASE("a sum over accelerators alone says so, whatever their kinds") {
  const auto headline = [](std::vector<std::size_t> runs) {
    Total sum;
    for (const std::size_t i : runs)
      sum.add(estimate_of(kManyKinds[i]), i + 1);
    const Estimate total = sum.finish("");
    return render({.total = &total, .runs = {}, .many = true}, Format::text, catalogue(),
                  {.width = 200});
  };
  CHECK_THAT(headline({0, 2}), Catch::Contains("GPU boards only"));
  CHECK_THAT(headline({0, 3}),
             Catch::Contains("accelerator boards only") && !Catch::Contains("idle nodes\n"));
  CHECK_THAT(headline({0, 4}), Catch::Contains("accelerator boards only, and idle nodes"));
  CHECK_THAT(headline({0, 5}), !Catch::Contains("% interval, accelerator"));
  CHECK_THAT(headline({4}), !Catch::Contains("boards only,"));
}
