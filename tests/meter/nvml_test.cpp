// What is read of NVIDIA's GPUs where all goes well: who they are, counters to the millijoule, and
// the ways around functions that a library or a GPU lacks.
#include <catch2/catch.hpp>
#include <cmath>
#include <filesystem>
#include <fstream>

#include "meter/clock.hpp"
#include "meter/nvml_fixture.hpp"
#include "meter/sensors/nvml.hpp"

using namespace co2est;
using namespace co2est::meter;
using namespace co2est_tests;
using Catch::Matchers::Contains;

TEST_CASE("an NVIDIA GPU is a channel with its UUID, model and limit") {
  const FakeNvml fake(kOneGpu);
  const Opened opened = fake.open();
  REQUIRE(opened.source != nullptr);
  REQUIRE(opened.source->channels().size() == 1);
  const Channel& channel = opened.source->channels().front();
  CHECK(channel.id == "GPU-aaaa1111");
  CHECK(channel.model == "NVIDIA H100 80GB HBM3");
  CHECK(channel.scope == Scope::gpu);
  CHECK(channel.sensor == Sensor::counter);
  CHECK(channel.limit_w == 700);
  CHECK(channel.share == 1);
  CHECK(channel.counter_range_j == 0);
  CHECK(channel.note.empty());
  REQUIRE(opened.findings.size() == 1);
  CHECK(opened.findings.front().standing == Standing::used);
  CHECK(opened.findings.front().what == "GPU 0, GPU-aaaa1111");
}

TEST_CASE("an NVIDIA counter and power are read to the millijoule") {
  const FakeNvml fake(std::string(kOneGpu) + "start 5000\npower 10 300.5\n");
  const Opened opened = fake.open();
  const Reading first = read(*opened.source).front();
  CHECK(first.energy_j == 5000);
  CHECK(first.power_w == 100);
  fake.advance(10);
  const Reading second = read(*opened.source).front();
  CHECK(second.energy_j == 6000);
  CHECK(second.power_w == 300.5);
  fake.advance(0.5);
  CHECK(read(*opened.source).front().energy_j == 6150.25);
  CHECK(second.fault.empty());
}

TEST_CASE("two NVIDIA readings at 100 W differ by 100 J for each second between them") {
  const FakeNvml fake("gpu GPU-aaaa1111 NVIDIA A100\npower 0 100\n");
  const Opened opened = fake.open();
  struct {
    std::int64_t before, counted, at, after;
    double energy_j;
  } two[2];
  for (auto& one : two) {
    one.before = monotonic_ns();
    const Reading reading = read(*opened.source).front();
    one.after = monotonic_ns();
    one.counted = fake.last_ns();
    one.at = reading.at_ns;
    one.energy_j = reading.energy_j.value();
    // The stamp lies in the call, as the moment of the counter does: they differ by less than it.
    CHECK((one.before <= one.at && one.at <= one.after));
    CHECK((one.before <= one.counted && one.counted <= one.after));
    const timespec pause{0, 20'000'000};
    ::nanosleep(&pause, nullptr);
  }
  const double millijoule = 1e-3, drawn_j = two[1].energy_j - two[0].energy_j;
  const auto joules = [](std::int64_t ns) { return 100 * static_cast<double>(ns) * 1e-9; };
  CHECK(std::abs(drawn_j - joules(two[1].counted - two[0].counted)) <= millijoule * 1.001);
  const std::int64_t calls = two[0].after - two[0].before + two[1].after - two[1].before;
  CHECK(std::abs(drawn_j - joules(two[1].at - two[0].at)) <= millijoule * 1.001 + joules(calls));
}

TEST_CASE("an old NVIDIA library is read by what it has") {
  const auto variant = GENERATE(as<std::string>(), "full", "plain_names", "no_energy", "no_fields");
  INFO(variant);
  const FakeNvml fake(kOneGpu, variant);
  const Opened opened = fake.open();
  REQUIRE(opened.source != nullptr);
  CHECK(opened.source->channels().front().sensor == Sensor::counter);
  fake.advance(3);
  const Reading reading = read(*opened.source).front();
  CHECK(reading.energy_j == 300);
  CHECK(reading.power_w == 100);
  CHECK(reading.fault.empty());
  CHECK((fake.calls("power") > 0) == (variant == "no_fields"));
}

TEST_CASE("an NVIDIA library with count, handle, UUID and power alone is enough") {
  const FakeNvml fake(kOneGpu, "bare");
  const Opened opened = fake.open();
  REQUIRE(opened.source != nullptr);
  const Channel& channel = opened.source->channels().front();
  CHECK(channel.sensor == Sensor::sampled);
  CHECK(channel.model.empty());
  CHECK(!channel.limit_w);
  const Reading reading = read(*opened.source).front();
  CHECK(!reading.energy_j);
  CHECK(reading.power_w == 100);
  CHECK(reading.fault.empty());
}

TEST_CASE("an NVIDIA library that lacks what is needed says what") {
  const auto [variant, name] = GENERATE(table<std::string, std::string>(
      {{"no_uuid", "nvmlDeviceGetUUID"}, {"no_figure", "every function for energy"}}));
  const FakeNvml fake(kOneGpu, variant);
  const Opened opened = fake.open();
  CHECK(opened.source == nullptr);
  REQUIRE(opened.findings.size() == 1);
  CHECK(opened.findings.front().standing == Standing::unusable);
  CHECK_THAT(opened.findings.front().reason, Contains(name));
}

TEST_CASE("what an NVIDIA GPU refuses is asked in the next way, once") {
  const FakeNvml fake(std::string(kOneGpu) + "fail 0 3 energy\nfail 0 13 field:186:0\n");
  const Opened opened = fake.open();
  CHECK(opened.source->channels().front().sensor == Sensor::counter);
  fake.advance(2);
  for (int i = 0; i < 3; ++i)
    CHECK(read(*opened.source).front().energy_j == 200);
  CHECK(read(*opened.source).front().power_w == 100);
  CHECK(fake.calls("energy") == 1);
  CHECK(fake.calls("field:83:0") == 5);
  CHECK(fake.calls("power") == 5);
}

TEST_CASE("an NVIDIA GPU without a counter is sampled") {
  const FakeNvml fake(std::string(kOneGpu) +
                      "fail 0 3 energy\nfail 0 3 field:83:0\nfail 0 3 field:191:0\n");
  const Opened opened = fake.open();
  CHECK(opened.source->channels().front().sensor == Sensor::sampled);
  const Reading reading = read(*opened.source).front();
  CHECK(!reading.energy_j);
  CHECK(reading.power_w == 100);
  CHECK(reading.fault.empty());
}

TEST_CASE("an NVIDIA superchip that answers for the module alone is a module") {
  const std::string module = std::string(kOneGpu) + "module 0 450\n";
  const std::string refused = "fail 0 3 field:185:0\nfail 0 3 field:186:0\nfail 0 3 field:191:0\n";
  SECTION("it refuses the scope of the GPU") {
    const FakeNvml fake(module + refused);
    const Opened opened = fake.open();
    const Channel& channel = opened.source->channels().front();
    CHECK(channel.scope == Scope::module);
    CHECK(channel.sensor == Sensor::counter);
    CHECK_THAT(channel.note, Contains("contains the CPU"));
    fake.advance(2);
    CHECK(read(*opened.source).front().energy_j == 900);
    CHECK(read(*opened.source).front().power_w == 450);
  }
  SECTION("it answers for both: the GPU is read") {
    const FakeNvml fake(module);
    const Opened opened = fake.open();
    CHECK(opened.source->channels().front().scope == Scope::gpu);
    CHECK(read(*opened.source).front().power_w == 100);
  }
  SECTION("it tells no scope") {
    const auto [model, scope] = GENERATE(table<std::string, Scope>({
        {"NVIDIA GH200 480GB", Scope::module},
        {"NVIDIA GB200", Scope::module},
        {"NVIDIA GB10", Scope::module},
        {"NVIDIA GeForce RTX 4090", Scope::gpu},
        {"NVIDIA H200", Scope::gpu},
        {"NVIDIA A100-GB2", Scope::gpu},
    }));
    INFO(model);
    const FakeNvml fake("clock manual\ngpu GPU-1 " + model + "\npower 0 100\n", "no_fields");
    const Opened opened = fake.open();
    CHECK(opened.source->channels().front().scope == scope);
  }
}

TEST_CASE("processes that compute on an NVIDIA GPU when it is opened are told") {
  const auto [count, note] = GENERATE(table<std::string, std::string>({
      {"0", ""},
      {"1", "1 process computed on it when reading began: its energy may not be this run's alone"},
      {"2",
       "2 processes computed on it when reading began: its energy may not be this run's alone"},
  }));
  const FakeNvml fake(std::string(kOneGpu) + "processes " + count + "\n");
  CHECK(fake.open().source->channels().front().note == note);
}

TEST_CASE("an NVIDIA figure of all ones is no figure") {
  const FakeNvml fake("clock manual\ngpu GPU-a NVIDIA A100\npower 0 4294967.295\npower 5 100\n");
  const Opened opened = fake.open();
  const Reading none = read(*opened.source).front();
  CHECK(!none.power_w);
  CHECK(none.fault == "no-data");
  fake.advance(5);
  CHECK(read(*opened.source).front().power_w == 100);
}

TEST_CASE("a machine without NVIDIA's library is told apart from one that hides it") {
  const TempDir root;
  Machine machine;
  machine.root = root.path().string();
  machine.nvml = root / "libnvidia-ml.so.1";
  SECTION("no driver") {
    const Opened opened = open_nvml(machine);
    CHECK(opened.source == nullptr);
    REQUIRE(opened.findings.size() == 1);
    CHECK(opened.findings.front().standing == Standing::absent);
    CHECK(opened.findings.front().remedy.empty());
  }
  SECTION("a driver") {
    const std::filesystem::path trace =
        GENERATE(as<std::string>(), "dev/nvidiactl", "proc/driver/nvidia/version");
    std::filesystem::create_directories((root.path() / trace).parent_path());
    std::ofstream(root.path() / trace) << "";
    const Opened opened = open_nvml(machine);
    REQUIRE(opened.findings.size() == 1);
    CHECK(opened.findings.front().standing == Standing::unusable);
    CHECK_THAT(opened.findings.front().remedy, Contains("docker run --gpus all"));
  }
}
