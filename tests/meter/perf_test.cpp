// What the tests know about RAPL through perf_event: a PMU of software events in its place.
#include <unistd.h>

#include "fake_tree.hpp"

namespace co2est_tests {
namespace {

using namespace co2est;
using namespace co2est::meter;
using Catch::Contains;
using Words = std::vector<std::string>;

const std::string kPmu = "/sys/bus/event_source/devices/power";

/// cpu-clock of PERF_TYPE_SOFTWARE counts ns: with this scale, 1 J in a second.
void put_event(const FakeTree& tree, const std::string& name) {
  tree.put(kPmu + "/events/" + name, "event=0x00");
  tree.put(kPmu + "/events/" + name + ".scale", "1e-9");
  tree.put(kPmu + "/events/" + name + ".unit", "Joules");
}

void put_pmu(const FakeTree& tree) {
  tree.put(kPmu + "/type", "1");
  tree.put(kPmu + "/cpumask", "0");
  put_event(tree, "energy-pkg");
  put_event(tree, "energy-ram");
  tree.put("/sys/devices/system/cpu/cpu0/topology/physical_package_id", "3");
  tree.put("/proc/sys/kernel/perf_event_paranoid", "4");
}

}  // namespace

TEST_CASE("the power PMU counts joules under the names of powercap", "[perf]") {
  const FakeTree tree;
  put_pmu(tree);
  const Opened opened = open_perf_power(tree.machine());
  if (const auto denied = finding_of(opened, Standing::denied)) {
    CHECK_THAT(denied->reason, Contains("perf_event_paranoid is 4"));
    CHECK_THAT(denied->remedy, Contains("sudo sysctl kernel.perf_event_paranoid=0"));
    WARN("perf_event is forbidden here: only the refusal was checked");
    return;
  }
  CHECK(ids_of(opened) == Words{"package-3", "package-3/dram"});
  CHECK(opened.source->channels()[1].scope == Scope::dram);
  CHECK(opened.source->channels()[0].counter_range_j == 0);
  const std::vector<Reading> before = read_all(opened);
  ::usleep(20'000);
  const std::vector<Reading> after = read_all(opened);
  REQUIRE(before[0].energy_j);
  REQUIRE(after[0].energy_j);
  const double elapsed_s = static_cast<double>(after[0].at_ns - before[0].at_ns) * 1e-9;
  CHECK(*after[0].energy_j - *before[0].energy_j == Approx(elapsed_s).epsilon(0.2));
}

TEST_CASE("each die of a package has its counters, a board has one", "[perf]") {
  const FakeTree tree;
  put_pmu(tree);
  put_event(tree, "energy-psys");
  tree.put(kPmu + "/cpumask", "0-1");
  tree.put("/sys/devices/system/cpu/cpu1/topology/physical_package_id", "3");
  tree.put("/sys/devices/system/cpu/cpu0/topology/die_id", "0");
  tree.put("/sys/devices/system/cpu/cpu1/topology/die_id", "1");
  const Opened opened = open_perf_power(tree.machine());
  if (!opened.source || finding_of(opened, Standing::unusable)) {
    WARN("perf_event is forbidden here, or there is one CPU");
    return;
  }
  CHECK(ids_of(opened) == Words{"package-3-die-0", "package-3-die-1", "package-3-die-0/dram",
                                "package-3-die-1/dram", "psys"});
}

TEST_CASE("perf_event is left where powercap gives the same counters", "[perf]") {
  const FakeTree tree;
  put_pmu(tree);
  tree.zone("intel-rapl:0", "package-0", "1000000");
  const Opened opened = open_perf_power(tree.machine());
  CHECK(opened.source == nullptr);
  CHECK(opened.findings.at(0).standing == Standing::contained);
}

TEST_CASE("a PMU without events in joules is none", "[perf]") {
  const FakeTree tree;
  CHECK(open_perf_power(tree.machine()).findings.at(0).standing == Standing::absent);
  put_pmu(tree);
  tree.put(kPmu + "/events/energy-pkg.unit", "Watts");
  tree.put(kPmu + "/events/energy-ram", "umask=1");
  CHECK(open_perf_power(tree.machine()).findings.at(0).standing == Standing::absent);
}

TEST_CASE("a PMU that the kernel does not know is told with its error", "[perf]") {
  const FakeTree tree;
  put_pmu(tree);
  tree.put(kPmu + "/type", "4000");
  const Opened opened = open_perf_power(tree.machine());
  CHECK(opened.source == nullptr);
  CHECK(opened.findings.at(0).standing != Standing::used);
  CHECK_FALSE(opened.findings.at(0).reason.empty());
}

}  // namespace co2est_tests
