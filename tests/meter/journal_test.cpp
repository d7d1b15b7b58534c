#include <catch2/catch.hpp>

#include <random>
#include <string>

#include "co2est/error.hpp"
#include "meter/phases.hpp"
#include "meter/record.hpp"
#include "meter/record_json.hpp"
#include "meter/recording.hpp"

using namespace co2est;
using namespace co2est::meter;

namespace {

constexpr std::int64_t kNoon = 1'795'000'200'000;  // ms, a multiple of five minutes

std::string header() {
  Header header;
  header.run_id = "r1";
  header.start_utc_ms = kNoon;
  header.host.name = "node1";
  header.host.boot_id = "b1";
  header.host.cores = header.host.allowed_cores = 8;
  header.host.sockets = 1;
  header.command = {"python", "train.py"};
  header.name = "train";
  return header_line(header);
}

Channel gpu(const std::string& id) {
  Channel channel;
  channel.scope = Scope::gpu;
  channel.id = id;
  channel.model = "NVIDIA H100 80GB HBM3";
  channel.sensor = Sensor::counter;
  return channel;
}

/// A channel that takes `watts` by counter and power alike, told every ten seconds.
struct Steady {
  Channel channel;
  double watts = 0;
};

std::string lines(const std::vector<Steady>& all, double begin_s, double end_s, int sampler = 1) {
  std::vector<Channel> channels;
  std::vector<Accumulator> sums;
  for (const Steady& one : all)
    channels.push_back(one.channel);
  for (const Channel& channel : channels)
    sums.emplace_back(channel);
  std::string text = channels_line(sampler, channels, {}, begin_s);
  for (double at = begin_s; at <= end_s; at += 10) {
    for (std::size_t i = 0; i < all.size(); ++i)
      sums[i].add(
          {static_cast<std::int64_t>(at * 1e9), 7000 + all[i].watts * at, all[i].watts, ""});
    text += sums_line(at, kNoon + static_cast<std::int64_t>(at * 1000), sums, {-1, at});
  }
  return text;
}

std::string ended(double at_s) {
  Exit exit;
  exit.at_s = exit.duration_s = at_s;
  return end_line({"command-ended", at_s, 0.01, 0}) + exit_line(exit);
}

double energy_j(const RunSpec& run) {
  double sum = 0;
  for (const DeviceSpec& device : run.devices)
    sum += device.energy ? as_kwh(device.energy->mid) * 3.6e6 : 0;
  return sum;
}

RunSpec run_in(const std::string& journal) {
  const Recording recording = read_journal(journal);
  return run_of(recording, shares_of(recording, Sharing::machine));
}

}  // namespace

TEST_CASE("a journal becomes the run that was measured") {
  const RunSpec run =
      run_in(header() + lines({{gpu("GPU-1"), 100}, {gpu("GPU-2"), 300}}, 0, 120) + ended(120));
  REQUIRE(run.devices.size() == 3);  // and the processor, modelled
  CHECK(as_kwh(run.devices[0].energy->mid) * 3.6e6 == Approx(12000));
  CHECK(as_kwh(run.devices[1].energy->mid) * 3.6e6 == Approx(36000));
  CHECK(run.devices[0].basis == Basis::measured);
  CHECK(run.devices[0].sensor == Sensor::counter);
  CHECK(run.devices[0].id == "GPU-1");
  CHECK(run.devices[0].intervals.empty());
  CHECK(as_hours(run.duration->mid) == Approx(120.0 / 3600));
  CHECK(run.record.find("\"partial\":false") != std::string::npos);
}

TEST_CASE("what is longer than five minutes is told by five minutes of UTC, and adds up") {
  const std::string journal = header() + lines({{gpu("GPU-1"), 100}}, 0, 1000) + ended(1000);
  const RunSpec run = run_in(journal);
  const auto& intervals = run.devices[0].intervals;
  REQUIRE(intervals.size() == 4);
  double sum = 0;
  for (std::size_t i = 0; i < intervals.size(); ++i) {
    sum += as_kwh(intervals[i].energy);
    if (i > 0) CHECK(intervals[i].start == intervals[i - 1].end);
  }
  CHECK(as_kwh(intervals[0].energy) * 3.6e6 == Approx(30000));
  CHECK(sum == Approx(as_kwh(run.devices[0].energy->mid)));
}

TEST_CASE("a journal that was cut anywhere says what was known by then, and that it is partial") {
  const std::string whole = header() + lines({{gpu("GPU-1"), 100}}, 0, 600);
  const std::size_t first = whole.find('\n') + 1;
  double before = 0;
  for (std::size_t cut = first; cut <= whole.size(); cut += 7) {
    const RunSpec run = run_in(whole.substr(0, cut));
    const double joules = energy_j(run);
    REQUIRE(joules >= before - 1e-6);
    REQUIRE(joules <= 60000 + 1e-6);
    REQUIRE(run.record.find("\"partial\":true") != std::string::npos);
    before = joules;
  }
  CHECK(energy_j(run_in(whole)) == Approx(60000));
}

TEST_CASE("what is no journal is refused with what it is") {
  CHECK_THROWS_AS(read_journal(""), Error);
  CHECK_THROWS_AS(read_journal("{\"co2est_journal\": 99}\n"), Error);
  CHECK_THROWS_AS(read_journal("{\"co2est\": 1}\n"), Error);
  CHECK_THROWS_AS(read_journal("nonsense\n"), Error);
}

TEST_CASE("a sampler that came after a lost one goes on, and the hole is bridged and told") {
  const std::string journal = header() + lines({{gpu("GPU-1"), 100}}, 0, 100) +
                              event_line(105, "sampler-lost", "signal 9") +
                              lines({{gpu("GPU-1"), 100}}, 120, 200, 2) + ended(200);
  const Recording recording = read_journal(journal);
  CHECK(recording.unsampled_s == Approx(20));
  const Shares shares = shares_of(recording, Sharing::machine);
  REQUIRE(shares.channels.size() == 1);
  CHECK(shares.channels[0].energy.joules == Approx(20000));
  CHECK_FALSE(shares.channels[0].energy.repairs.empty());
  CHECK(shares.channels[0].energy.coverage == Approx(0.9));
}

TEST_CASE("where counter and power differ by more than a tenth the larger counts") {
  std::vector<Channel> channels{gpu("GPU-1")};
  std::vector<Accumulator> sums{Accumulator(channels[0])};
  std::string text = header() + channels_line(1, channels, {}, 0);
  for (int at = 0; at <= 120; at += 10) {
    sums[0].add({at * std::int64_t{1'000'000'000}, 80.0 * at, 100.0, ""});
    text += sums_line(at, kNoon + at * 1000, sums, {-1, 0});
  }
  const Recording recording = read_journal(text + ended(120));
  const Shares shares = shares_of(recording, Sharing::machine);
  CHECK(shares.channels[0].energy.joules == Approx(12000));
  CHECK_FALSE(shares.channels[0].energy.by_counter);
  CHECK_FALSE(warnings_of(recording, shares).empty());
}

TEST_CASE("a counter that stands still while the device draws power does not count") {
  std::vector<Channel> channels{gpu("GPU-1")};
  std::vector<Accumulator> sums{Accumulator(channels[0])};
  std::string text = header() + channels_line(1, channels, {}, 0);
  for (int at = 0; at <= 20; at += 10) {
    sums[0].add({at * std::int64_t{1'000'000'000}, 5.0, 100.0, ""});
    text += sums_line(at, kNoon + at * 1000, sums, {-1, 0});
  }
  const RunSpec run = run_in(text + ended(20));
  CHECK(as_kwh(run.devices[0].energy->mid) * 3.6e6 == Approx(2000));
  CHECK(run.devices[0].sensor == Sensor::sampled);
}

TEST_CASE("phases cut a run at its marks and add up to it") {
  std::vector<Channel> channels{gpu("GPU-1")};
  std::vector<Accumulator> sums{Accumulator(channels[0])};
  std::string text = header() + channels_line(1, channels, {}, 0);
  for (int at = 0; at <= 100; at += 10) {
    sums[0].add({at * std::int64_t{1'000'000'000}, 100.0 * at, 100.0, ""});
    text += sums_line(at, kNoon + at * 1000, sums, {-1, 0});
    if (at == 20 || at == 60) text += mark_line(at, "epoch " + std::to_string(at / 20));
  }
  const Recording recording = read_journal(text + ended(100));
  const Shares shares = shares_of(recording, Sharing::machine);
  const std::vector<Phase> phases = phases_of(recording, shares);
  REQUIRE(phases.size() == 3);
  CHECK(phases[0].energy_j == Approx(2000));
  CHECK(phases[1].energy_j == Approx(4000));
  CHECK(phases[1].text == "epoch 1");
  CHECK(phases[2].energy_j == Approx(4000));
}

TEST_CASE("broken lines never harm what is read") {
  const std::string whole = header() + lines({{gpu("GPU-1"), 100}}, 0, 200) + ended(200);
  const std::size_t first = whole.find('\n') + 1;
  std::mt19937 random(5);
  for (int round = 0; round < 2000; ++round) {
    std::string text = whole;
    for (int k = 0; k < 3; ++k)
      text[first + random() % (text.size() - first)] = static_cast<char>(random() % 256);
    const RunSpec run = run_in(text);
    REQUIRE(energy_j(run) >= 0);
  }
}
