// What a journal that lacks something says of it: coverage, doubts, and what is known all the same.
#include <unistd.h>

#include <catch2/catch.hpp>
#include <functional>
#include <string>

#include "meter/cpu_time.hpp"
#include "meter/fake_tree.hpp"
#include "meter/phases.hpp"
#include "meter/record.hpp"
#include "meter/record_json.hpp"
#include "meter/recording.hpp"

using namespace co2est;
using namespace co2est::meter;
using co2est_tests::FakeTree;

namespace {

constexpr std::int64_t kNoon = 1'795'000'200'000;  // ms, a multiple of five minutes

std::string header(double period_s = 1) {
  Header header;
  header.start_utc_ms = kNoon;
  header.host.cpu_model = "AMD EPYC 7763 64-Core Processor";
  header.host.sockets = 1;
  header.host.cores = header.host.allowed_cores = 4;
  header.period_s = period_s;
  return header_line(header);
}

Channel channel_of(Scope scope) {
  Channel channel;
  channel.scope = scope;
  channel.id = "device-0";
  channel.sensor = Sensor::sampled;
  return channel;
}

/// What was read at a second, if anything.
using Log = std::function<Reading(double at_s)>;

/// A journal of one channel that is read every `step_s`, each with a line.
std::string journal_of(const Channel& channel, const std::vector<double>& times, const Log& log) {
  std::vector<Accumulator> sums{Accumulator(channel)};
  std::string text = channels_line(1, {channel}, {}, 0);
  for (const double at : times) {
    Reading reading = log(at);
    reading.at_ns = static_cast<std::int64_t>(at * 1e9);
    sums[0].add(reading);
    text += sums_line(at, kNoon + static_cast<std::int64_t>(at * 1000), sums, {-1, at, at / 2});
  }
  return text;
}

std::vector<double> every(double step_s, double end_s) {
  std::vector<double> times;
  for (double at = 0; at <= end_s; at += step_s)
    times.push_back(at);
  return times;
}

std::string ended(double at_s, double duration_s) {
  Exit exit;
  exit.at_s = at_s;
  exit.duration_s = duration_s;
  return end_line({"command-ended", at_s, 0.01, 0}) + exit_line(exit);
}

Reading drawing(double power_w) {
  return {0, {}, power_w, ""};
}
Reading lost() {
  return {0, {}, {}, "gpu-lost"};
}

ChannelShare share_in(const Recording& recording) {
  return shares_of(recording, Sharing::machine).channels.front();
}

bool warns(const Recording& recording, const std::string& of) {
  for (const std::string& warning :
       warnings_of(recording, shares_of(recording, Sharing::machine))) {
    if (warning.find(of) != std::string::npos) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("a line drawn over readings that failed covers nothing") {
  const Recording recording = read_journal(
      header() +
      journal_of(channel_of(Scope::gpu), every(1, 100),
                 [](double at) { return at > 20 && at < 60 ? lost() : drawing(100); }) +
      ended(100, 100));
  const ChannelShare share = share_in(recording);
  CHECK(share.energy.joules == Approx(10000));
  CHECK(share.energy.coverage == Approx(0.6));
  CHECK(is_partial(recording, shares_of(recording, Sharing::machine)));
  CHECK(warns(recording, "read for 60 % of the time"));
}

TEST_CASE("a gap of a power covers nothing, one of a counter does") {
  std::vector<double> times = every(1, 20);
  times.push_back(60);
  const auto coverage = [&](const Log& log) {
    const Recording recording =
        read_journal(header() + journal_of(channel_of(Scope::gpu), times, log) + ended(60, 60));
    return share_in(recording).energy.coverage;
  };
  CHECK(coverage([](double) { return drawing(100); }) == Approx(1.0 / 3));
  CHECK(coverage([](double at) { return Reading{0, 100 * at, 100.0, ""}; }) == 1);
}

TEST_CASE("a GPU that never gave a figure is an entry of unknown power, and the run is partial") {
  const Recording recording = read_journal(
      header() + journal_of(channel_of(Scope::gpu), every(1, 30), [](double) { return lost(); }) +
      ended(30, 30));
  const Shares shares = shares_of(recording, Sharing::machine);
  const RunSpec run = run_of(recording, shares);
  CHECK(run.devices.front().kind == DeviceKind::gpu);
  CHECK(run.devices.front().power_unknown);
  CHECK_FALSE(run.devices.front().energy);
  CHECK(is_partial(recording, shares));
  CHECK(warns(recording, "its energy is unknown"));
}

TEST_CASE("a journal without the command's end knows its CPU time from the lines") {
  const std::string journal = header() + journal_of(channel_of(Scope::gpu), every(1, 100),
                                                    [](double) { return drawing(100); });
  const Recording recording = read_journal(journal);
  CHECK(command_cpu_s(recording) == Approx(50));
  const RunSpec run = run_of(recording, shares_of(recording, Sharing::machine));
  REQUIRE(run.devices.size() == 2);
  CHECK(run.devices[1].kind == DeviceKind::cpu);
  REQUIRE(run.devices[1].utilization);
  CHECK(*run.devices[1].utilization == Approx(50.0 / 100 / 4));
}

TEST_CASE("the CPU time of a command is that of /proc, with the children it waited for") {
  const FakeTree tree;
  CHECK(CpuTimes(tree.machine()).read().command_s < 0);
  const CpuTimes times(tree.machine(), ::getpid());
  const double before = times.read().command_s;
  REQUIRE(before >= 0);
  const std::clock_t until = std::clock() + CLOCKS_PER_SEC / 5;
  while (std::clock() < until)
    continue;
  const double used = times.read().command_s - before;
  CHECK(used >= 0.1);
  CHECK(used < 5);
}

TEST_CASE("few readings of a power are a warning, with the period that helps") {
  const auto journal = [](double step_s, const Log& log) {
    return read_journal(header(step_s) +
                        journal_of(channel_of(Scope::gpu), every(step_s, 60), log) + ended(60, 60));
  };
  const Log power = [](double) { return drawing(100); };
  CHECK(warns(journal(30, power), "was read 3 times only"));
  CHECK(warns(journal(30, power), "--period 3s"));
  CHECK_FALSE(warns(journal(15, power), "times only"));
  CHECK_FALSE(warns(journal(30,
                            [](double at) {
                              return Reading{0, 100 * at, 100.0, ""};
                            }),
                    "times only"));
  CHECK(warns(journal(10, [](double at) { return at > 25 ? lost() : drawing(100); }),
              "was read 3 times only"));
}

TEST_CASE("a trace that was cut short is a warning that names it") {
  const Recording recording = read_journal(
      header() +
      journal_of(channel_of(Scope::gpu), every(1, 10), [](double) { return drawing(1); }) +
      event_line(5, kTraceCut, "t.csv is cut short: No space left on device") + ended(10, 10));
  CHECK(warns(recording, "--trace: t.csv is cut short: No space left on device"));
}

TEST_CASE("what a channel's note gains while it is read is kept, and its figures are not lost") {
  Channel channel = channel_of(Scope::gpu);
  const Log log = [](double) { return drawing(100); };
  const std::string before = header() + journal_of(channel, every(1, 20), log);
  add_note(channel, "one");
  add_note(channel, "");
  add_note(channel, "two");
  const Recording recording =
      read_journal(before + channels_line(1, {channel}, {}, 20) + ended(20, 20));
  REQUIRE(recording.channels.size() == 1);
  CHECK(recording.channels[0].channel.note == "one; two");
  CHECK(share_in(recording).energy.joules == Approx(2000));
  CHECK(warns(recording, "device-0: one; two"));
}

TEST_CASE("phases begin with the command and end with it, by the clock of the marks") {
  const std::string journal =
      header() +
      journal_of(channel_of(Scope::gpu), every(1, 100), [](double) { return drawing(100); }) +
      mark_line(100, "late") + ended(102, 97);
  const Recording recording = read_journal(journal);
  const std::vector<Phase> phases = phases_of(recording, shares_of(recording, Sharing::machine));
  REQUIRE(phases.size() == 2);
  CHECK(phases[0].begin_s == Approx(5));
  CHECK(phases[0].end_s == Approx(100));
  CHECK(phases[1].end_s == Approx(102));
}

TEST_CASE("the least power of a run is that of its samplers, where it is known") {
  const Log log = [](double at) { return drawing(at < 40 ? 200 : 50); };
  const std::string first = header() + journal_of(channel_of(Scope::package), every(1, 60), log);
  CHECK(read_journal(first + ended(60, 60)).channels[0].sums.least_w == Approx(50).epsilon(0.1));
  Channel channel = channel_of(Scope::package);
  std::vector<Accumulator> sums{Accumulator(channel)};
  const std::string later =
      channels_line(2, {channel}, {}, 61) + sums_line(61, kNoon + 61'000, sums, {-1, 61, 0});
  CHECK(read_journal(first + later + ended(61, 61)).channels[0].sums.least_w ==
        Approx(50).epsilon(0.1));
}
