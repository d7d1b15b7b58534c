// What the tests know about commands and options together: what one writes and another reads.
#include <catch2/catch.hpp>

#include "support/process.hpp"

namespace co2est_tests {
namespace {

std::string run_of(const std::string& keys) {
  return R"({"co2est":1,"duration":"10 h","pue":1.2,"grid":"DE",)" + keys + "}\n";
}

}  // namespace

TEST_CASE("an estimate of an extrapolated slice says what it is") {
  const TempDir dir;
  const std::string slice = dir.write(
      "slice.json",
      run_of(R"("devices":[{"kind":"gpu","model":"NVIDIA A100-SXM4-80GB","energy_kwh":3}])"));
  const std::string whole = dir / "whole.json";
  REQUIRE(run({"extrapolate", slice, "--hours", "800", "--count", "8", "-o", whole}).status == 0);
  CHECK(run({slice}).out.find("(extrapolated)") == std::string::npos);
  CHECK(run({whole}).out.find("(extrapolated)") != std::string::npos);
}

}  // namespace co2est_tests
