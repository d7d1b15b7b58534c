// What the tests know about node counters, and about a log in the place of a sensor.
#include <unistd.h>

#include "fake_tree.hpp"
#include "meter/accumulator.hpp"
#include "meter/containment.hpp"

namespace co2est_tests {
namespace {

using namespace co2est;
using namespace co2est::meter;
using Catch::Contains;
using Words = std::vector<std::string>;

const std::string kCray = "/sys/cray/pm_counters/";

Machine replaying(const std::string& file, double speed = 1) {
  Machine machine;
  machine.replay = file;
  machine.replay_speed = speed;
  return machine;
}

std::string refusal(const TempDir& folder, const std::string& log) {
  const Opened opened = open_replay(replaying(folder.write("log.csv", log)));
  CHECK(opened.source == nullptr);
  CHECK(opened.findings.at(0).standing == Standing::unusable);
  return opened.findings.at(0).reason;
}

}  // namespace

TEST_CASE("a Cray node counts for all that is in it", "[cray]") {
  const FakeTree tree;
  tree.put(kCray + "energy", "1234567 J 1589299999 us");
  tree.put(kCray + "power", "412 W 1589299999 us");
  tree.put(kCray + "cpu_energy", "100 J 1 us");
  tree.put(kCray + "memory_energy", "50 J 1 us");
  tree.put(kCray + "accel0_energy", "700 J 1 us");
  tree.put(kCray + "accel0_power", "90 W 1 us");
  tree.put(kCray + "accel0_power_cap", "560 W");
  const Opened opened = open_cray(tree.machine());
  CHECK(ids_of(opened) == Words{"node", "cray/cpu", "cray/memory", "cray/accel0"});
  const std::vector<Reading> readings = read_all(opened);
  CHECK(readings[0].energy_j == 1234567.0);
  CHECK(readings[0].power_w == 412.0);
  CHECK(readings[1].energy_j == 100.0);
  CHECK(readings[1].fault.empty());
  CHECK(readings[3].power_w == 90.0);
  CHECK(opened.source->channels()[0].sensor == Sensor::meter);
  const auto placings = place(opened.source->channels(), std::vector<bool>(4, true));
  CHECK(placings[0].counts);
  for (std::size_t i = 1; i < placings.size(); ++i)
    CHECK(placings[i] == Placing{false, 0, "lies within"});
  CHECK(open_cray(FakeTree().machine()).findings.at(0).standing == Standing::absent);
}

TEST_CASE("a log is read along a straight line from its first time on", "[replay]") {
  const TempDir folder;
  const std::string log =
      folder.write("log.csv",
                   "at_s,power_w,energy_j,id,scope,model\n"
                   "50,100,1000,GPU-a,gpu,NVIDIA A100\n50,,20,node,node,\n"
                   "250,300,41000,GPU-a,gpu,NVIDIA A100\n250,,620,node,node,\n");
  const Opened opened = open_replay(replaying(log, 1000));
  CHECK(ids_of(opened) == Words{"GPU-a", "node"});
  CHECK(opened.source->channels()[0].model == "NVIDIA A100");
  CHECK(opened.source->channels()[1].scope == Scope::node);
  CHECK(opened.source->channels()[0].note == "replayed from " + log);
  const std::vector<Reading> first = read_all(opened);
  CHECK(first[0].power_w == 100.0);
  CHECK(first[0].energy_j == 1000.0);
  CHECK_FALSE(first[1].power_w);
  CHECK(first[1].energy_j == 20.0);
  ::usleep(50'000);
  const std::vector<Reading> later = read_all(opened);
  const double at_s = static_cast<double>(later[0].at_ns - first[0].at_ns) * 1e-9 * 1000;
  if (at_s < 200) {
    CHECK(later[0].power_w.value() == Approx(100 + at_s));
    CHECK(later[0].energy_j.value() == Approx(1000 + 200 * at_s));
    CHECK(later[1].energy_j.value() == Approx(20 + 3 * at_s));
  }
  ::usleep(200'000);
  CHECK(read_all(opened)[0].fault == "log ended");
}

TEST_CASE("beside a blank cell a log has no figure", "[replay]") {
  const TempDir folder;
  const Opened opened =
      open_replay(replaying(folder.write("log.csv", "at_s,power_w\n0,100\n1,\n2,100\n"), 0.001));
  CHECK(read_all(opened)[0].power_w == 100.0);  // the line itself
  ::usleep(1'000);
  CHECK(read_all(opened)[0].fault == "no data");
}

TEST_CASE("a log that is none is told with its line", "[replay]") {
  const TempDir folder;
  CHECK_THAT(refusal(folder, ""), Contains("empty"));
  CHECK_THAT(refusal(folder, "time,power_w\n0,1\n"), Contains("no column at_s"));
  CHECK_THAT(refusal(folder, "at_s,watts\n0,1\n"), Contains("neither power_w"));
  CHECK_THAT(refusal(folder, "at_s,power_w\n"), Contains("no line"));
  CHECK_THAT(refusal(folder, "at_s,power_w\n0,1\n0,2\n"), Contains("line 3"));
  CHECK_THAT(refusal(folder, "at_s,power_w\n0,-1\n"), Contains("line 2: \"-1\""));
  CHECK_THAT(refusal(folder, "at_s,power_w\n0,nan\n"), Contains("line 2"));
  CHECK_THAT(refusal(folder, "at_s,power_w,scope\n0,1,rack\n"), Contains("scope"));
  CHECK_THAT(refusal(folder, "at_s,power_w\n0,1,2\n"), Contains("line 2"));
  CHECK(open_replay(replaying(folder / "none.csv")).findings.at(0).standing == Standing::unusable);
  CHECK(open_replay(Machine()).findings.at(0).standing == Standing::absent);
}

}  // namespace co2est_tests
