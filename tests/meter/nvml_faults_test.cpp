// What goes wrong with NVIDIA's library and its GPUs: each fault is named, none is a zero, and none
// reaches further than its device.
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <csignal>

#include "meter/accumulator.hpp"
#include "meter/clock.hpp"
#include "meter/nvml_fixture.hpp"
#include "meter/sensors/nvml.hpp"
#include "meter/threaded_source.hpp"

using namespace co2est;
using namespace co2est::meter;
using namespace co2est_tests;
using Catch::Matchers::Contains;

namespace {

constexpr std::int64_t kSecond = 1'000'000'000;

Reading next(const FakeNvml& fake, const Opened& opened, double seconds) {
  fake.advance(seconds);
  return read(*opened.source).front();
}

}  // namespace

TEST_CASE("an NVIDIA library that does not start says what helps") {
  const auto [code, standing, reason, remedy] =
      GENERATE(table<int, Standing, std::string, std::string>({
          {4, Standing::denied, "does not let this user", "ls -l /dev/nvidia*"},
          {9, Standing::unusable, "not loaded", "sudo modprobe nvidia"},
          {17, Standing::denied, "blocks", "--gres=gpu:1"},
          {18, Standing::unusable, "driver and library differ", "reboot or reload the driver"},
          {999, Standing::unusable, "error 999", "nvidia-smi"},
      }));
  INFO(code);
  const FakeNvml fake("init " + std::to_string(code) + "\n");
  const Opened opened = fake.open();
  CHECK(opened.source == nullptr);
  REQUIRE(opened.findings.size() == 1);
  CHECK(opened.findings.front().source == "nvml");
  CHECK(opened.findings.front().standing == standing);
  CHECK_THAT(opened.findings.front().reason, Contains(reason));
  CHECK_THAT(opened.findings.front().remedy, Contains(remedy));
}

TEST_CASE("an NVIDIA GPU that may not be opened leaves the others") {
  const FakeNvml fake(
      "clock manual\n"
      "gpu GPU-a NVIDIA A100\npower 0 1\n"
      "gpu GPU-b NVIDIA A100\npower 0 1\nfail 0 4 handle\n"
      "gpu GPU-c NVIDIA A100\npower 0 3\n");
  const Opened opened = fake.open();
  REQUIRE(opened.source->channels().size() == 2);
  CHECK(opened.source->channels()[1].id == "GPU-c");
  CHECK(read(*opened.source)[1].power_w == 3);
  REQUIRE(opened.findings.size() == 3);
  CHECK(opened.findings[0].what == "GPU 1");
  CHECK(opened.findings[0].standing == Standing::denied);
  CHECK(opened.findings[2].what == "GPU 2, GPU-c");
}

TEST_CASE("an NVIDIA GPU whose figures are refused is a finding") {
  const auto [code, standing, reason] = GENERATE(table<int, Standing, std::string>({
      {3, Standing::unusable, "neither energy nor power"},
      {4, Standing::denied, "does not let this user"},
      {15, Standing::unusable, "fallen off the bus"},
      {16, Standing::unusable, "waits for a reset"},
  }));
  const std::string fail = "fail 0 " + std::to_string(code) + " ";
  const FakeNvml fake(kOneGpu + fail + "energy\n" + fail + "power\n" + fail + "fields\n");
  const Opened opened = fake.open();
  CHECK(opened.source == nullptr);
  REQUIRE(opened.findings.size() == 1);
  CHECK(opened.findings.front().standing == standing);
  CHECK_THAT(opened.findings.front().reason, Contains(reason));
}

TEST_CASE("a lost NVIDIA GPU is lost from then on and asked no more") {
  const auto [code, fault] = GENERATE(table<int, std::string>({
      {15, "gpu-lost"},
      {16, "gpu-reset-required"},
  }));
  const FakeNvml fake(kOneGpu + ("fail 5 " + std::to_string(code) + " all 7\n") +
                      "gpu GPU-b NVIDIA A100\npower 0 50\n");
  const Opened opened = fake.open();
  CHECK(next(fake, opened, 4).energy_j == 400);
  const int asked_before = fake.calls("fields");
  const Reading lost = next(fake, opened, 2);
  CHECK(fake.calls("fields") == asked_before + 1);  // of the other GPU
  CHECK(!lost.energy_j);
  CHECK(!lost.power_w);
  CHECK(lost.fault == fault);
  CHECK(lost.at_ns != 0);
  const int asked = fake.calls("energy");
  const Reading later = next(fake, opened, 2);
  CHECK(later.fault == fault);
  CHECK(!later.energy_j);
  CHECK(fake.calls("energy") == asked + 1);  // of the other GPU
  CHECK(read(*opened.source)[1].energy_j == 400);
}

TEST_CASE("an NVIDIA GPU that is lost between its two figures gives the first") {
  const FakeNvml fake(std::string(kOneGpu) + "fail 5 15 fields\n");
  const Opened opened = fake.open();
  const Reading reading = next(fake, opened, 6);
  CHECK(reading.energy_j == 600);
  CHECK(!reading.power_w);
  CHECK(reading.fault == "gpu-lost");
  CHECK(!next(fake, opened, 1).energy_j);
}

TEST_CASE("an NVIDIA figure that is refused for good is asked no more") {
  const auto code = GENERATE(3, 13);
  SECTION("the counter") {
    const FakeNvml fake(kOneGpu + ("fail 5 " + std::to_string(code) + " energy 7\n"));
    const Opened opened = fake.open();
    const Reading reading = next(fake, opened, 6);
    CHECK(!reading.energy_j);
    CHECK(reading.power_w == 100);
    CHECK(reading.fault == "not-supported");
    const int asked = fake.calls("energy");
    const Reading later = next(fake, opened, 2);
    CHECK(later.fault == "not-supported");
    CHECK(later.power_w == 100);
    CHECK(fake.calls("energy") == asked);
  }
  SECTION("the power") {
    const FakeNvml fake(kOneGpu + ("fail 5 " + std::to_string(code) + " field:186:0\n"));
    const Opened opened = fake.open();
    const Reading reading = next(fake, opened, 6);
    CHECK(reading.energy_j == 600);
    CHECK(!reading.power_w);
    CHECK(reading.fault == "not-supported");
    const int asked = fake.calls("field:186:0");
    CHECK(next(fake, opened, 2).energy_j == 800);
    CHECK(fake.calls("field:186:0") == asked);
  }
}

TEST_CASE("an NVIDIA error that passes leaves a hole that the counter fills") {
  const FakeNvml fake(std::string(kOneGpu) + "fail 5 999 all 7\n");
  const Opened opened = fake.open();
  const Reading before = next(fake, opened, 4), hole = next(fake, opened, 2),
                after = next(fake, opened, 2);
  CHECK(before.fault.empty());
  CHECK(hole.fault == "driver-error");
  CHECK(!hole.energy_j);
  CHECK(!hole.power_w);
  CHECK(after.fault.empty());
  CHECK(after.energy_j == 800);
}

TEST_CASE("an NVIDIA counter that begins anew is bridged by the power") {
  const FakeNvml fake(std::string(kOneGpu) + "start 5000\nrestart 5\n");
  const Opened opened = fake.open();
  Accumulator sums(opened.source->channels().front());
  for (int second = 0; second <= 10; second += 2) {
    if (second > 0) fake.advance(2);
    Reading reading = read(*opened.source).front();
    reading.at_ns = second * kSecond;
    sums.add(reading);
  }
  CHECK(sums.sums().restarts == 1);
  CHECK(sums.sums().rejected == 0);
  CHECK(sums.sums().counter_j == Approx(1000));
  CHECK(sums.sums().power_j == Approx(1000));
}

TEST_CASE("an NVIDIA call that hangs holds up its own thread alone") {
  constexpr std::int64_t kMoment = kSecond / 100, kLong = 60 * kSecond;
  const SourceKind kind{"nvml", "", true, open_nvml};
  const FakeNvml fake("gpu GPU-a NVIDIA A100\npower 0 100\nhang 0 0 field:186:0\n");
  // Opening asks that field. What a source of its own thread has is never destroyed.
  static InsideBits inside{0};
  auto* source = new ThreadedSource(kind, fake.machine, inside, 1);
  const std::int64_t end = monotonic_ns() + kLong;
  while (inside.load() == 0 && monotonic_ns() < end)
    CHECK(source->opened(monotonic_ns() + kMoment) == nullptr);
  CHECK(source->opened(monotonic_ns() + kMoment) == nullptr);
  CHECK(inside.load() == 1);
  fake.release();
  REQUIRE(source->opened(monotonic_ns() + kLong) != nullptr);
  const auto readings = source->read(monotonic_ns() + kLong);
  REQUIRE(readings.has_value());
  CHECK(readings->front().power_w == 100);
}

TEST_CASE("an NVIDIA library that crashes takes the reading process alone") {
  const FakeNvml fake(std::string(kOneGpu) + "crash 5 energy\n");
  const pid_t child = ::fork();
  if (child == 0) {
    const Opened opened = fake.open();
    const bool held = next(fake, opened, 4).energy_j == 400;
    if (held) next(fake, opened, 2);
    ::_exit(1);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  REQUIRE(WIFSIGNALED(status));
  CHECK(WTERMSIG(status) == SIGSEGV);
}
