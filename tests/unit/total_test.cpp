// What the tests know about totals: parts sum, groups correlate as they should, merging is exact.
#include <catch2/catch.hpp>
#include <cmath>

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
