// What the tests know about the server around accelerators: its model beside a run that names parts
// of it, boards that drivers list as several devices, clouds that do not match.
#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <string>

#include "co2est/render.hpp"
#include "unit/model.hpp"

using namespace co2est;
using namespace co2est_tests;

namespace {

/// Ten hours at 1000 g/kWh, so that kWh are kg.
Estimate of(const std::string& devices, const std::string& more = "") {
  return estimate_of(kExact + R"("duration_h":10,)" + more + R"("devices":[)" + devices + "]");
}

double with_host(const Estimate& e) {
  return as_kilograms(e.with_host_co2e.value());
}

std::string gpus(double watts) {
  return R"({"kind":"gpu","model":"A100-SXM4-80GB","count":8,"power_w":)" + std::to_string(watts) +
         "}";
}
std::string part(const std::string& kind, double watts) {
  return R"(,{"kind":")" + kind + R"(","power_w":)" + std::to_string(watts) + "}";
}

const double kServer = 1.3, kSingle = 1.5;

}  // namespace

TEST_CASE("a model of the server contains the CPUs and the memory that a run names") {
  // 8 kg of accelerators: the model adds 2.4 kg, of which the parts are some.
  CHECK(with_host(of(gpus(100))) == Approx(8 * kServer));
  const Estimate few = of(gpus(100) + part("cpu", 100) + part("dram", 50));
  CHECK(kg(few) == Approx(9.5));
  CHECK(with_host(few) == Approx(8 * kServer));
  CHECK(few.boards == Boards::within);
  CHECK_FALSE(has_note(few, "gpu-only"));
  CHECK(has_note(few, "host-partial"));
  // More than the model adds: then they are the figure.
  const Estimate many = of(gpus(100) + part("cpu", 200) + part("dram", 100));
  CHECK(*many.with_host_co2e == many.co2e->mid);
  CHECK(with_host(of(gpus(100) + part("dram", 1))) == Approx(8 * kServer));
  const std::string desk = R"({"kind":"gpu","model":"RTX 3090","power_w":200})";
  CHECK(with_host(of(desk + part("cpu", 50))) == Approx(2 * kSingle));
  // Reserved nodes are no server of these accelerators.
  const std::string idle = R"(,{"kind":"idle","power_w":300})";
  CHECK(with_host(of(gpus(100) + part("cpu", 100) + idle)) == Approx(8 * kServer + 3));
  CHECK(with_host(of(gpus(100) + part("cpu", 100), R"("repeat":3,)")) == Approx(24 * kServer));
}

TEST_CASE("a server whose rest is said, or that is not known, has no model beside it") {
  for (const std::string& devices :
       {gpus(100) + part("cpu", 100) + part("host", 50), gpus(100) + part("host", 50),
        gpus(100) + part("cpu", 100) + part("other", 50),
        std::string(R"({"kind":"cpu","power_w":9})"),
        gpus(100) + R"(,{"kind":"cpu","power":null})"}) {
    INFO(devices);
    CHECK_FALSE(of(devices).with_host_co2e.has_value());
  }
  CHECK_FALSE(of(gpus(100), R"("host":"included",)").with_host_co2e.has_value());
  CHECK_FALSE(of(gpus(100), R"("host":"model",)").with_host_co2e.has_value());
}

TEST_CASE("an instance with its server is no less than its accelerators with theirs") {
  for (const Instance& row : catalogue().instances()) {
    if (row.accelerator_id.empty()) continue;
    const Found<Accelerator> found = catalogue().find_accelerator(row.accelerator_id);
    if (!found.row->tdp) continue;
    INFO(row.id);
    const std::string name = R"({"instance":")" + std::string(row.id) + "\"}";
    const Estimate parts = of(name), model = of(name, R"("host":"model",)");
    CHECK(with_host(parts) >= kg(model) * (1 - 1e-12));
    CHECK(with_host(parts) >= kg(parts));
    CHECK(with_host(parts) == Approx(std::max(kg(model), kg(parts))));
  }
}

TEST_CASE("the model beside a figure leaves figure and interval alone") {
  std::mt19937 random(5);
  const auto watts = [&] { return 1 + static_cast<double>(random() % 400); };
  for (int round = 0; round < 300; ++round) {
    const std::string server = gpus(watts()) + part("cpu", watts()) + part("dram", watts());
    const Estimate without = of(server + part("other", 0)), with = of(server);
    INFO(server);
    CHECK(with.co2e->mid == without.co2e->mid);
    CHECK(with.co2e->low == without.co2e->low);
    CHECK(with.co2e->high == without.co2e->high);
    CHECK(*with.with_host_co2e >= with.co2e->mid);
    // What is stated beside the accelerators never makes their server smaller.
    const Estimate alone = of(server.substr(0, server.find(",{\"kind\":\"cpu\"")));
    CHECK(with_host(with) >= with_host(alone) * (1 - 1e-12));
  }
}

TEST_CASE("a derivation arrives at the figure with the server") {
  const auto derived = [](const std::string& devices) {
    const Estimate e = of(devices);
    const std::string text =
        render_explanation({.total = &e, .runs = {}, .many = false}, catalogue());
    std::string words;
    for (const char c : text) {
      if (c != '\n' && c != ' ') {
        words += c;
      } else if (!words.ends_with(' ')) {
        words += ' ';
      }
    }
    return words;
  };
  CHECK_THAT(derived(gpus(100)), Catch::Contains("accelerators 8 kWh x (1.3 - 1) = 2.4 kWh more"));
  CHECK_THAT(derived(gpus(100) + part("cpu", 100)),
             Catch::Contains("8 kWh x (1.3 - 1) - CPUs and memory 1 kWh = 1.4 kWh more"));
  CHECK_THAT(derived(gpus(100) + part("cpu", 300)), Catch::Contains("nothing is added: 11 kg"));
}

TEST_CASE("a device that is listed as two is remarked where its number counts") {
  const auto remarked = [](const std::string& keys) {
    return has_note(of(R"({"kind":"gpu","count":8,)" + keys + "}"), "two-devices");
  };
  for (const char* model : {"AMD Instinct MI250X", "MI250", "Max 1550"}) {
    INFO(model);
    const std::string named = R"("model":")" + std::string(model) + "\"";
    CHECK(remarked(named));
    CHECK(remarked(named + R"(,"utilization":0.5)"));
    CHECK(remarked(named + R"(,"power_w":400)"));
    CHECK(remarked(named + R"(,"power_w":560)"));
    CHECK_FALSE(remarked(named + R"(,"power_w":400,"basis":"measured")"));
    CHECK_FALSE(remarked(named + R"(,"power_w":400,"sensor":"counter")"));
    CHECK_FALSE(remarked(named + R"(,"energy_kwh":40)"));
  }
  for (const char* model : {"MI250X GCD", "MI300X", "Max 1550 stack", "A100-SXM4-80GB", "K80"}) {
    INFO(model);
    CHECK_FALSE(remarked(R"("model":")" + std::string(model) + "\""));
  }
  CHECK(has_note(of(R"({"kind":"tpu","model":"TPU v3","count":8})"), "two-devices"));
  CHECK_FALSE(has_note(of(R"({"kind":"tpu","model":"TPU v4","count":8})"), "two-devices"));
  CHECK_FALSE(has_note(of(R"({"instance":"v3-8"})"), "two-devices"));
}

TEST_CASE("a part of a board is remarked where the catalogue says its power") {
  const auto text_of_note = [](const std::string& device) -> std::string {
    for (const Note& note : of(device).notes) {
      if (code_of(note) == "part-of-board") return text_of(note);
    }
    return "";
  };
  CHECK_THAT(text_of_note(R"({"kind":"gpu","model":"Tesla K80","count":8})"),
             Catch::Contains("a board has 2"));
  CHECK_THAT(text_of_note(R"({"kind":"gpu","model":"A16"})"), Catch::Contains("a board has 4"));
  CHECK_FALSE(text_of_note(R"({"kind":"gpu","model":"Tesla M60","power_w":150})").empty());
  CHECK(text_of_note(R"({"kind":"gpu","model":"Tesla K80","power_w":90})").empty());
  CHECK(text_of_note(R"({"kind":"gpu","model":"T4"})").empty());
  CHECK(text_of_note(R"({"kind":"gpu","model":"MI250X GCD"})").empty());  // its name says it
  CHECK(text_of_note(R"({"instance":"p2.8xlarge"})").empty());
}

TEST_CASE("two halves of a module are the module") {
  for (const auto& [whole, half] :
       {std::pair("mi250", "mi250-gcd"), std::pair("mi250x", "mi250x-gcd"),
        std::pair("max-1550", "max-1550-stack")}) {
    INFO(whole);
    const Accelerator& one = *catalogue().find_accelerator(half).row;
    const Accelerator& two = *catalogue().find_accelerator(whole).row;
    CHECK(two.counts_as == "two-devices");
    CHECK(one.counts_as == "half-module");
    CHECK(*one.tdp * 2 == *two.tdp);
    CHECK(*one.memory_gb * 2 == *two.memory_gb);
    for (const auto rate : {&PeakRates::fp64, &PeakRates::fp32, &PeakRates::fp16, &PeakRates::bf16,
                            &PeakRates::int8}) {
      CHECK((one.peak.*rate).value_or(0) * 2 == Approx((two.peak.*rate).value_or(0)));
    }
    const auto run = [](const std::string& id, int count) {
      return kg(
          of(R"({"kind":"gpu","model":")" + id + R"(","count":)" + std::to_string(count) + "}"));
    };
    CHECK(run(half, 8) == Approx(run(whole, 4)));
  }
}

TEST_CASE("parts of a card have their part of its embodied emissions") {
  const auto of_devices = [](const std::string& model, int count) {
    const Estimate e = estimate_of(
        R"("duration_h":10,"pue":"none","grid":"DE","embodied":{"per_host_kg":0},"devices":[)"
        R"({"kind":"gpu","model":")" +
        model + R"(","count":)" + std::to_string(count) + "}]");
    return as_kilograms(e.embodied_co2e->mid);
  };
  const double card = of_devices("T4", 1);
  CHECK(of_devices("Tesla K80", 2) == Approx(card));
  CHECK(of_devices("Tesla M60", 2) == Approx(card));
  CHECK(of_devices("A16", 4) == Approx(card));
  CHECK(of_devices("MI250X", 1) == Approx(card));
  CHECK(of_devices("MI250X GCD", 2) == Approx(card));
  CHECK(of_devices("MI250 GCD", 2) == Approx(card));
  CHECK(of_devices("Intel Data Center GPU Max 1550 (one stack)", 2) == Approx(card));
}

TEST_CASE("an instance in the region of another cloud is remarked once") {
  const auto clouds = [](const std::string& instance, const std::string& grid) {
    std::string found;
    const Estimate e = estimate_of(R"("duration_h":1,"grid":")" + grid +
                                   R"(","devices":[{"instance":")" + instance + "\"}]");
    for (const Note& note : e.notes) {
      if (code_of(note) == "clouds-differ") found += text_of(note);
    }
    return found;
  };
  CHECK(clouds("p4d.24xlarge", "azure/northeurope") ==
        "aws/p4d.24xlarge and azure/northeurope are of different clouds: grid and PUE are those of "
        "the region");
  CHECK_FALSE(clouds("a2-highgpu-8g", "aws/us-east-1").empty());
  CHECK(clouds("p4d.24xlarge", "aws/us-east-1").empty());
  CHECK(clouds("p4d.24xlarge", "IE").empty());
  CHECK(clouds("dgx-h100", "gcp/europe-north1").empty());
}

TEST_CASE("memory of several sizes is told without a size") {
  const auto run = [](const std::string& memory) {
    return estimate_of(R"("duration_h":1,"devices":[{"kind":"dram","memory":")" + memory + "\"}]");
  };
  const auto told = [](const std::vector<Estimate>& runs) {
    Total total;
    for (const Estimate& one : runs)
      total.add(one, 1);
    return render(total.finish("sum"), Format::text, catalogue(), {});
  };
  CHECK_THAT(told({run("16 GB"), run("16 GB")}), Catch::Contains("2 x 16 GB"));
  for (const auto& text :
       {told({run("1000 GB"), run("16 GB")}), told({run("16 GB"), run("1000 GB"), run("16 GB")})}) {
    CHECK_THAT(text, !Catch::Contains("0 GB"));
    CHECK_THAT(text, !Catch::Contains("6 GB"));
    CHECK_THAT(text, Catch::Contains("W per GB"));
  }
}

TEST_CASE("a figure with the host that is no more prints like the headline") {
  for (const int hours : {1, 3, 10, 100}) {
    const Estimate e = estimate_of(R"("duration_h":)" + std::to_string(hours) +
                                   R"(,"pue":1.2,"grid":"DE","devices":[)"
                                   R"({"instance":"g4dn.16xlarge"}])");
    const std::string text = render(e, Format::text, catalogue(), {});
    const auto value_of = [&](const std::string& label) {
      const std::size_t at = text.find("\n  " + label) + 14;
      return text.substr(at, text.find("  ", at) - at);
    };
    REQUIRE_THAT(text, Catch::Contains("no more: the CPUs"));
    CHECK(value_of("CO2e") == value_of("With host"));
  }
}
