// What the tests know about a CPU of which only the model is known: TDP x load, per socket and
// host.
#include <catch2/catch.hpp>

#include "co2est/error.hpp"
#include "unit/model.hpp"

using namespace co2est;
using namespace co2est_tests;

namespace {

Estimate of_cpu(const std::string& run, const std::string& device) {
  return estimate_of(run + "," + kExact + R"("devices":[{"kind":"cpu",)" + device + "}]");
}

Problem problem_of(const std::string& device) {
  try {
    of_cpu(R"("duration_h":1)", device);
  } catch (const Error& error) {
    return error.problems().front();
  }
  return {};
}

const std::string kEpyc = R"("model":"AMD EPYC 7763 64-Core Processor")";  // 280 W
const std::string kTenHours = R"("duration_h":10)";

}  // namespace

TEST_CASE("a CPU's model alone is half of its TDP, its utilization a share of it") {
  const Estimate alone = of_cpu(kTenHours, kEpyc);
  CHECK(kg(alone) == Approx(280 * 0.5 * 10 / 1000));
  CHECK(alone.components.front().basis == Basis::modelled);
  CHECK(alone.components.front().evidence == Evidence::model);
  CHECK(alone.components.front().tdp_source == "codecarbon-cpu-power");
  CHECK(alone.co2e->low / alone.co2e->mid == Approx(0.24));
  CHECK(alone.co2e->high / alone.co2e->mid == Approx(1.9));
  const Estimate loaded = of_cpu(kTenHours, kEpyc + R"(,"utilization":0.9)");
  CHECK(kg(loaded) == Approx(280 * 0.9 * 10 / 1000));
  CHECK(loaded.components.front().evidence == Evidence::utilization);
  CHECK(loaded.co2e->low / loaded.co2e->mid == Approx(0.5));
  CHECK(loaded.co2e->high / loaded.co2e->mid == Approx(1.6));  // boost goes above the TDP
}

TEST_CASE("a CPU counts per socket, per host and per repeat") {
  CHECK(kg(of_cpu(kTenHours + R"(,"hosts":3)", kEpyc + R"(,"count":2)")) ==
        Approx(3 * 2 * 280 * 0.5 * 10 / 1000));
  CHECK(kg(of_cpu(kTenHours + R"(,"repeat":5)", kEpyc + R"(,"count":0.25)")) ==
        Approx(5 * 0.25 * 280 * 0.5 * 10 / 1000));
  CHECK(kg(of_cpu(kTenHours + R"(,"hosts":3)", kEpyc + R"(,"count":2,"device_hours":7)")) ==
        Approx(280 * 0.5 * 7 / 1000));
}

TEST_CASE("a CPU's own figure goes before its model") {
  const Estimate stated = of_cpu(kTenHours, kEpyc + R"(,"power_w":100)");
  CHECK(kg(stated) == Approx(1));
  CHECK(stated.components.front().basis == Basis::reported);
  CHECK(kg(of_cpu(kTenHours, kEpyc + R"(,"energy_kwh":7)")) == Approx(7));
  const Estimate at_tdp = of_cpu(kTenHours, kEpyc + R"(,"power_w":280)");
  CHECK(at_tdp.components.front().basis == Basis::assumed);
  CHECK(has_note(at_tdp, "power-at-tdp"));
  CHECK(kg(of_cpu(kTenHours, R"("model":"no such part","power_w":100)")) == Approx(1));
}

TEST_CASE("sockets of one vendor err together, those of two apart") {
  const auto high_of = [](const std::string& other) {
    const Estimate both = estimate_of(kTenHours + "," + kExact + R"("devices":[{"kind":"cpu",)" +
                                      kEpyc + R"(},{"kind":"cpu","model":")" + other + "\"}]");
    return both.co2e->high / both.co2e->mid;
  };
  CHECK(high_of("AMD EPYC 7742") == Approx(1.9));
  CHECK(high_of("Intel Xeon Platinum 8380") < 1.8);
}

TEST_CASE("RAPL has the band of the vendor that the model has") {
  const auto high_of = [](const std::string& model) {
    const Estimate read =
        of_cpu(kTenHours, R"("power_w":90,"sensor":"rapl","model":")" + model + "\"");
    return read.co2e->high / read.co2e->mid;
  };
  CHECK(high_of("Xeon E5-2690 v4") == Approx(1.07));
  CHECK(high_of("EPYC 7763") == Approx(1.15));
}

TEST_CASE("a TDP that no maker publishes is noted") {
  CHECK(has_note(of_cpu(kTenHours, R"("model":"Xeon Platinum 8272CL")"), "factor-unverified"));
  CHECK_FALSE(has_note(of_cpu(kTenHours, kEpyc), "factor-unverified"));
}

TEST_CASE("a CPU that is not found or is one of several says so") {
  const Problem unknown = problem_of(R"("model":"AMD EPYC 7R32")");
  CHECK(unknown.where == "run: /devices/0/model");
  CHECK(unknown.what == "unknown cpu \"AMD EPYC 7R32\"");
  CHECK_THAT(unknown.hint, Catch::Contains("factors list cpus") && Catch::Contains("power_w"));
  CHECK(problem_of(R"("model":"EPYC-7763P")").what == "unknown cpu \"EPYC-7763P\"");
  CHECK(problem_of(R"("model":"7763")").hint == "did you mean \"AMD EPYC 7763\"?");
  const Problem several = problem_of(R"("model":"Ryzen 9 7950")");
  CHECK(several.what == "\"Ryzen 9 7950\" is ambiguous");
  CHECK(several.hint == "which one: \"ryzen-9-7950x\", \"ryzen-9-7950x3d\"?");
  CHECK_THAT(problem_of(R"("count":2)").hint, Catch::Contains("model"));
}
