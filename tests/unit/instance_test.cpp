// What the tests know about instances: the table, and what an entry with one becomes.
#include <catch2/catch.hpp>
#include <cmath>
#include <nlohmann/json.hpp>
#include <string>

#include "co2est/error.hpp"
#include "text/list.hpp"
#include "unit/model.hpp"

using namespace co2est;
using namespace co2est_tests;

namespace {

Estimate on(const std::string& devices, const std::string& more = R"("duration_h":10,)") {
  return estimate_of(kExact + more + R"("devices":[)" + devices + "]");
}

std::string refusal_of(const std::string& devices, const std::string& more = "") {
  try {
    on(devices, R"("duration_h":10,)" + more);
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

double kwh_of(const Estimate& result) {
  return as_kwh(result.energy.value());
}

/// Equal in energy, CO2e with its bounds, scope and number of parts.
void check_same(const Estimate& made, const Estimate& named) {
  CHECK(kwh_of(made) == Approx(kwh_of(named)).epsilon(1e-12));
  CHECK(as_kilograms(made.co2e->low) == Approx(as_kilograms(named.co2e->low)));
  CHECK(as_kilograms(made.co2e->high) == Approx(as_kilograms(named.co2e->high)));
  CHECK(made.scope == named.scope);
  CHECK(made.components.size() == named.components.size());
}

/// The same without bounds, where those of the hours are told in another way.
void check_same_mid(const Estimate& made, const Estimate& named) {
  CHECK(kwh_of(made) == Approx(kwh_of(named)).epsilon(1e-12));
  CHECK(kg(made) == Approx(kg(named)).epsilon(1e-12));
}

const std::string kCpus = R"({"kind":"cpu","model":"Xeon Platinum 8275CL","count":2})";
const std::string kMemory = R"({"kind":"dram","memory":"1152 GiB"})";
const std::string kA100 = R"({"kind":"gpu","model":"A100 SXM4 40GB","count":)";
const std::string kP4d = R"({"instance":"p4d.24xlarge")";

/// An entry with what a server draws for its memory, which so many slices fill, by the slice.
std::string memory_of_slices(double gib, double slices) {
  const double gb = gib * 1.073741824 * slices;
  const double watts = (128 * 0.3 + (gb - 128) * 0.1) / slices;
  return R"({"kind":"dram","basis":"modelled","power_w":)" + nlohmann::json(watts).dump();
}

bool cites(const Estimate& result, std::string_view id) {
  for (const std::string_view known : source_ids_of(result, EquivalentsShown::none)) {
    if (known == id) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("each instance is made of what the tables hold, and found by each of its names") {
  for (const Instance& row : catalogue().instances()) {
    INFO(row.id);
    CHECK(row.id == std::string(row.provider) + "/" + std::string(row.name));
    for (const std::string_view name : {row.id, row.name}) {
      REQUIRE(catalogue().find_instance(name));
      CHECK(catalogue().find_instance(name).row->id == row.id);
    }
    CHECK((row.accelerator_id.empty() == (row.accelerators == 0)));
    if (!row.cpu_id.empty()) CHECK((row.host_cpus && row.host_threads));
    CHECK((row.quality == "stated") == row.unverified.empty());
    if (row.host_threads) CHECK(row.threads.value_or(row.vcpu.value()) <= *row.host_threads);
    CHECK(row.usd_per_hour.has_value() == !row.price_source_id.empty());
    CHECK(row.usd_per_hour.has_value() == !row.price_date.empty());
  }
  CHECK(catalogue().instances().size() >= 200);
}

TEST_CASE("an instance is never taken for another") {
  for (const char* name : {"p4d", "p4d.24", "a2-highgpu", "gcp/p4d.24xlarge", "8xA100", "24xlarge",
                           "v3", "n1-standard", "ND96", "dgx", "aws/", ""}) {
    INFO(name);
    CHECK_FALSE(catalogue().find_instance(name));
  }
  CHECK(catalogue().find_instance("p4d.24xlrge").suggestion == "p4d.24xlarge");
  CHECK(catalogue().find_instance("DGX A100").candidates.size() == 2);
}

TEST_CASE("the beginning of an instance's name gives the sizes of its family") {
  const auto family = [](std::string_view name) {
    std::vector<std::string_view> ids;
    for (const Instance* row : catalogue().find_instance(name).candidates)
      ids.push_back(row->id);
    return ids;
  };
  for (const char* name : {"p4d", "P4D", "aws/p4d", "p4d.24", "ml.p4d"}) {
    INFO(name);
    CHECK(family(name).empty());
    CHECK(catalogue().find_instance(name).suggestion == "p4d.24xlarge");
  }
  CHECK(family("a2-ultragpu") ==
        std::vector<std::string_view>{"gcp/a2-ultragpu-1g", "gcp/a2-ultragpu-2g",
                                      "gcp/a2-ultragpu-4g", "gcp/a2-ultragpu-8g"});
  CHECK(family("p4") == std::vector<std::string_view>{"aws/p4d.24xlarge", "aws/p4de.24xlarge"});
  for (const char* name : {"ND96", "Standard_ND96", "azure/nd96"}) {
    INFO(name);
    const std::vector<std::string_view> ids = family(name);
    CHECK(ids.size() >= 5);
    for (const std::string_view id : ids)
      CHECK(id.starts_with("azure/Standard_ND96"));
  }
  for (const std::string_view id : family("g5"))
    CHECK(id.starts_with("aws/g5."));
  // Neither a provider nor the beginning of a number is a family.
  for (const char* name : {"aws", "az", "aws/", "p", "p4d.2", "24xlarge", "8xA100", "nd9"}) {
    INFO(name);
    CHECK(family(name).empty());
  }
}

TEST_CASE("an instance is what its devices are when they are written by hand") {
  check_same(on(kP4d + R"(,"count":4})"),
             on(kA100 + "32}," + kCpus + "," + kMemory, R"("duration_h":10,"hosts":4,)"));
  check_same(on(kP4d + R"(,"count":4,"utilization":0.4})"),
             on(kA100 + R"(32,"utilization":0.4},)" + kCpus + "," + kMemory,
                R"("duration_h":10,"hosts":4,)"));
  check_same(on(kP4d + R"(,"power_w":310,"sensor":"counter"})"),
             on(kA100 + R"(8,"power_w":310,"sensor":"counter"},)" + kCpus + "," + kMemory));
  check_same(on(kP4d + R"(,"energy_kwh":20})"),
             on(kA100 + R"(8,"energy_kwh":20},)" + kCpus + "," + kMemory));
  check_same(
      on(kP4d + R"(,"count":4})", R"("duration_h":10,"repeat":3,)"),
      on(kA100 + "32}," + kCpus + "," + kMemory, R"("duration_h":10,"hosts":4,"repeat":3,)"));
}

TEST_CASE("a part of a server has its share of the CPUs and of what the memory draws") {
  // 4 of the 96 threads of two sockets; a power of each thread where their model is not known.
  check_same(on(R"({"instance":"g4dn.xlarge"})"), on(R"({"kind":"gpu","model":"T4","count":1},
                   {"kind":"cpu","model":"Xeon Platinum 8259CL","count":0.083333333333333329},
                   )" + memory_of_slices(16, 24) + "}"));
  const Range<double>& w = catalogue().parameter("vcpu.w.cascade-lake").value;
  const std::string power = "[" + std::to_string(w.low) + "," + std::to_string(w.mid) + "," +
                            std::to_string(w.high) + "]";
  check_same(on(R"({"instance":"a2-highgpu-1g","count":2})"),
             on(R"({"kind":"gpu","model":"A100 SXM4 40GB","count":2},
                   {"kind":"cpu","count":12,"basis":"modelled","power_w":)" +
                    power + "}," + memory_of_slices(85, 8) + "}",
                R"("duration_h":10,"hosts":2,)"));
}

TEST_CASE("the slices of a server have its memory together") {
  const auto memory_of = [](const std::string& instance, int count) {
    const Estimate e =
        on(R"({"instance":")" + instance + R"(","count":)" + std::to_string(count) + "}");
    for (const ComponentFigure& component : e.components)
      if (component.kind == DeviceKind::dram) return as_kwh(component.energy);
    return 0.0;
  };
  const double whole = memory_of("g6.48xlarge", 1);
  CHECK(whole == Approx(10 * (128 * 0.3 + (768 * 1.073741824 - 128) * 0.1) / 1000));
  CHECK(memory_of("g6f.large", 96) == Approx(whole));
  CHECK(memory_of("g6.xlarge", 48) == Approx(whole));
  CHECK(memory_of("g6.16xlarge", 3) == Approx(whole));
  CHECK(memory_of("g6.xlarge", 1) < 16 * 1.073741824 * 0.3 * 10 / 1000);
}

TEST_CASE("a power by the thread is the catalogue's figure, cited with its row") {
  const Estimate e = on(R"({"instance":"a2-highgpu-1g"})");
  const ComponentFigure& threads = e.components.at(1);
  REQUIRE(threads.kind == DeviceKind::cpu);
  const Parameter& row = catalogue().parameter("vcpu.w.cascade-lake");
  CHECK(threads.origin.kind == OriginKind::catalogue);
  CHECK(threads.origin.detail == "W per thread (a2-highgpu-1g)");
  CHECK(threads.origin.source_id == row.source_id);
  CHECK(threads.tdp_source == row.source_id);
  CHECK(e.parameters[static_cast<std::size_t>(&row - catalogue().parameters().data())]);
  CHECK(e.components.at(0).origin.kind == OriginKind::run);
}

TEST_CASE("hours and work of an instance are those of its devices") {
  const Estimate by_duration = on(kP4d + R"(,"count":4})");
  const std::string none = R"("name":"x",)";
  // 40 hours of instances are 320 of accelerators.
  check_same_mid(on(kP4d + R"(,"device_hours":40})", none), by_duration);
  CHECK(as_hours(on(kP4d + R"(,"device_hours":40})", none).device_hours.value()) == Approx(320));
  CHECK_FALSE(has_note(on(kP4d + R"(,"count":4,"device_hours":40})"), "device-hours-mismatch"));
  CHECK(has_note(on(kP4d + R"(,"count":4,"device_hours":400})"), "device-hours-mismatch"));
  // 1e18 FLOP/s for 320 device hours.
  check_same_mid(on(kP4d + R"(,"flop":1.152e20,"achieved_flop_per_s":1e14})", none), by_duration);
}

TEST_CASE("twice the instances use twice the energy") {
  for (const char* name : {"p4d.24xlarge", "a2-highgpu-1g", "Standard_ND96isr_H100_v5", "dgx-1",
                           "n1-standard-8", "v3-8", "g4-standard-6"}) {
    INFO(name);
    const std::string entry = R"({"instance":")" + std::string(name) + '"';
    const Estimate one = on(entry + "}");
    CHECK(kwh_of(on(entry + R"(,"count":2})")) == Approx(2 * kwh_of(one)).epsilon(1e-12));
    check_same_mid(on(entry + "}," + entry + "}"), on(entry + R"(,"count":2})"));
  }
}

TEST_CASE("what is named by hand stands in place of the instance's own part") {
  const Estimate made = on(kP4d + R"(},{"kind":"cpu","count":2,"power_w":100})");
  check_same(made, on(kA100 + R"(8},{"kind":"cpu","count":2,"power_w":100},)" + kMemory));
  CHECK(on(kP4d + R"(},{"kind":"host","power_w":1000})").scope == "gpu+cpu+dram+host");
}

TEST_CASE("a modelled host contains the CPUs and the memory of its instance") {
  check_same(on(kP4d + R"(,"count":4})", R"("duration_h":10,"host":"model",)"),
             on(kA100 + "32}", R"("duration_h":10,"hosts":4,"host":"model",)"));
  // One accelerator of a server of eight has the factor of that server.
  const Estimate part = on(R"({"instance":"a2-highgpu-1g"})", R"("duration_h":10,"host":"model",)");
  CHECK(part.host_model.value().of_server);
}

TEST_CASE("an instance without accelerators of its own stands beside them") {
  const Estimate made = on(R"({"instance":"n1-standard-8"},{"kind":"gpu","model":"T4","count":4})");
  CHECK(made.scope == "gpu+cpu+dram");
  CHECK_FALSE(has_note(made, "host-counted-once"));
  CHECK(kwh_of(made) == Approx(kwh_of(on(R"({"instance":"n1-standard-8"})")) +
                               kwh_of(on(R"({"kind":"gpu","model":"T4","count":4})"))));
}

TEST_CASE("an estimate says from where it knows an instance, and what of it is recalled") {
  const Estimate made = on(R"({"instance":"Standard_ND96asr_v4"})");
  CHECK(cites(made, "azure-gpu-sizes"));
  CHECK(cites(made, "ccf-coefficients"));
  CHECK_FALSE(has_note(made, "instance-unverified"));
  CHECK_FALSE(cites(on(kA100 + "8}"), "azure-gpu-sizes"));
  CHECK(has_note(on(R"({"instance":"p6-b300.48xlarge"})"), "instance-unverified"));
  Total total;
  total.add(made, 1);
  CHECK(cites(total.finish("all"), "azure-gpu-sizes"));
}

TEST_CASE("an instance is refused where its entry makes no sense") {
  CHECK_THAT(refusal_of(R"({"instance":"p4d.24xlrge"})"),
             Catch::Contains("/devices/0/instance") &&
                 Catch::Contains("did you mean \"p4d.24xlarge\"?") &&
                 !Catch::Contains("says nothing"));
  CHECK_THAT(
      refusal_of(R"({"kind":"gpu","power_w":1},{"instance":"trn1.32xlarge"})"),
      Catch::Contains("/devices/1/instance") && Catch::Contains("no TDP of \"AWS Trainium\""));
  CHECK(refusal_of(R"({"instance":"trn1.32xlarge","power_w":300})").empty());
  CHECK_THAT(refusal_of(R"({"instance":"dgx-a100"})"), Catch::Contains("ambiguous"));
  CHECK_THAT(refusal_of(kP4d + R"(,"model":"A100"})"), Catch::Contains("/devices/0/model"));
  CHECK_THAT(refusal_of(kP4d + R"(,"memory_gb":3})"), Catch::Contains("/devices/0/memory"));
  CHECK_THAT(refusal_of(kP4d + R"(,"kind":"gpu"})"), Catch::Contains("twice"));
  CHECK_THAT(refusal_of(kP4d + R"(,"count":4})", R"("hosts":2,)"),
             Catch::Contains("/hosts") && Catch::Contains("number of instances"));
  CHECK(refusal_of(kP4d + R"(,"count":4})", R"("hosts":4,)").empty());
  for (const char* key : {R"("power_w":3)", R"("energy_kwh":3)", R"("utilization":0.5)"}) {
    CHECK_THAT(refusal_of(R"({"instance":"n1-standard-8",)" + std::string(key) + "}"),
               Catch::Contains("no accelerators of its own"));
  }
  CHECK_THAT(refusal_of(kP4d + R"(},{"kind":"node","power_w":1})"), Catch::Contains("node"));
  for (const char* host : {R"("host":"model",)", R"("host":"included",)"}) {
    const std::string said =
        refusal_of(R"({"instance":"n1-standard-8"},{"instance":"n1-highmem-2"})", host);
    CHECK_THAT(said, Catch::Contains("/host: leaves nothing of n1-standard-8") &&
                         Catch::Contains("GPUs that are attached") && !Catch::Contains("is empty"));
    CHECK(refusal_of(R"({"instance":"n1-standard-8"},{"kind":"gpu","model":"T4"})", host).empty());
  }
}
