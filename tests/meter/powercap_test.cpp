// What the tests know about RAPL: which domains are read, how they wrap, what a refusal says.
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "fake_tree.hpp"
#include "meter/accumulator.hpp"
#include "meter/containment.hpp"

namespace co2est_tests {
namespace {

using namespace co2est;
using namespace co2est::meter;
using Catch::Contains;
using Words = std::vector<std::string>;

/// Two packages, one of them with two dies, a client's board, and the mmio twin.
void put_server(const FakeTree& tree) {
  tree.zone("intel-rapl:0", "package-0-die-0", "1000000");
  tree.zone("intel-rapl:0:0", "dram", "500000");
  tree.zone("intel-rapl:1", "package-0-die-1", "2000000");
  tree.zone("intel-rapl:2", "package-1", "3000000");
  tree.zone("intel-rapl:2:0", "core", "1500000");
  tree.zone("intel-rapl:2:1", "uncore", "100000");
  tree.zone("intel-rapl:2:2", "dram", "700000");
  tree.zone("intel-rapl:3", "psys", "9000000");
  tree.zone("intel-rapl-mmio:0", "package-0", "1000000");
}

void put_limits(const FakeTree& tree, const std::string& long_uw, const std::string& short_uw) {
  const std::string folder = "/sys/class/powercap/intel-rapl:0/constraint_";
  tree.put(folder + "0_name", "long_term");
  tree.put(folder + "0_power_limit_uw", long_uw);
  tree.put(folder + "0_max_power_uw", "205000000");
  tree.put(folder + "1_name", "short_term");
  tree.put(folder + "1_power_limit_uw", short_uw);
}

/// Runs a check in a child that is nobody; the number of what failed, 0 for none.
template <typename Check>
int as_nobody(const Check& check) {
  const pid_t child = ::fork();
  if (child == 0) {
    constexpr uid_t kNobody = 65534;
    const bool left = ::geteuid() != 0 || (::setgid(kNobody) == 0 && ::setuid(kNobody) == 0);
    ::_exit(left ? check() : 99);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 100;
}

}  // namespace

TEST_CASE("powercap gives packages, dies, parts and memory, and leaves the twin", "[powercap]") {
  const FakeTree tree;
  put_server(tree);
  const Opened opened = open_powercap(tree.machine());
  CHECK(ids_of(opened) == Words{"package-0-die-0", "package-0-die-0/dram", "package-0-die-1",
                                "package-1", "package-1/core", "package-1/uncore", "package-1/dram",
                                "psys"});
  const std::vector<Channel>& channels = opened.source->channels();
  CHECK(channels[0].scope == Scope::package);
  CHECK(channels[1].scope == Scope::dram);
  CHECK(channels[7].scope == Scope::psys);
  CHECK(channels[0].sensor == Sensor::rapl);
  CHECK(channels[0].counter_range_j == Approx(262143.328850));
  const std::vector<Reading> readings = read_all(opened);
  CHECK(readings[3].energy_j == 3.0);
  CHECK(readings[6].energy_j == 0.7);
  CHECK(readings[0].fault.empty());
  const auto twin = finding_of(opened, Standing::contained);
  REQUIRE(twin);
  CHECK_THAT(twin->what, Contains("intel-rapl-mmio:0"));
}

TEST_CASE("a domain that is listed twice is read once", "[powercap]") {
  const FakeTree tree;
  tree.zone("intel-rapl:0", "package-0", "1000000");
  tree.zone("intel-rapl:4", "package-0", "1000000");
  const Opened opened = open_powercap(tree.machine());
  CHECK(ids_of(opened) == Words{"package-0"});
  CHECK(finding_of(opened, Standing::contained)->reason == "repeats package-0");
}

TEST_CASE("dies and memory are added, parts and the board are not", "[powercap]") {
  const FakeTree tree;
  put_server(tree);
  const Opened opened = open_powercap(tree.machine());
  const std::vector<Channel>& channels = opened.source->channels();
  std::vector<bool> held(channels.size(), true);
  const auto counted = [&] {
    Words ids;
    const std::vector<Placing> placings = place(channels, held);
    for (std::size_t i = 0; i < channels.size(); ++i) {
      if (placings[i].counts) ids.push_back(channels[i].id);
    }
    return ids;
  };
  CHECK(counted() == Words{"package-0-die-0", "package-0-die-0/dram", "package-0-die-1",
                           "package-1", "package-1/dram"});
  held[1] = false;  // a memory counter that stands still, as servers have it
  CHECK(counted() == Words{"package-0-die-0", "package-0-die-1", "package-1", "package-1/dram"});
  CHECK(place(channels, held)[1].reason == "gave no figure");
}

TEST_CASE("a counter that wraps goes on", "[powercap]") {
  const FakeTree tree;
  tree.zone("intel-rapl:0", "package-0", "262143000000");
  const Opened opened = open_powercap(tree.machine());
  Accumulator sum(opened.source->channels()[0]);
  sum.add(read_all(opened)[0]);
  tree.energy("intel-rapl:0", "4671150");  // 0.32885 J to the end, 4.67115 J behind it
  sum.add(read_all(opened)[0]);
  CHECK(sum.sums().counter_j == Approx(5.0));
  CHECK(sum.sums().restarts == 0);
}

TEST_CASE("what is no number is a fault and never zero", "[powercap]") {
  const FakeTree tree;
  tree.zone("intel-rapl:0", "package-0", "1000000");
  const Opened opened = open_powercap(tree.machine());
  const auto [text, fault] = GENERATE(table<std::string, std::string>(
      {{"", "no data"}, {"N/A", "no data"}, {"12x", "no data"}, {"-5", "invalid"}}));
  tree.energy("intel-rapl:0", text);
  const Reading reading = read_all(opened)[0];
  CHECK_FALSE(reading.energy_j);
  CHECK(reading.fault == fault);
  tree.energy("intel-rapl:0", "2000000");
  CHECK(read_all(opened)[0].energy_j == 2.0);
}

TEST_CASE("a counter whose device goes away is lost", "[powercap]") {
  const FakeTree tree;
  tree.zone("intel-rapl:0", "package-0", "1000000");
  const pid_t device = ::fork();
  if (device == 0) {
    ::pause();
    ::_exit(0);
  }
  const std::string number = "/proc/" + std::to_string(device) + "/oom_score_adj";
  tree.link("/sys/class/powercap/intel-rapl:0/energy_uj", number);
  const Opened opened = open_powercap(tree.machine());
  CHECK(read_all(opened)[0].fault.empty());
  ::kill(device, SIGKILL);
  ::waitpid(device, nullptr, 0);
  const Reading reading = read_all(opened)[0];
  CHECK(reading.fault == "lost");
  CHECK_FALSE(reading.energy_j);
}

TEST_CASE("a limit is the highest that is enforced, or none", "[powercap]") {
  const FakeTree tree;
  tree.zone("intel-rapl:0", "package-0", "1000000");
  const auto limit = [&] { return open_powercap(tree.machine()).source->channels()[0].limit_w; };
  CHECK_FALSE(limit());
  put_limits(tree, "205000000", "246000000");
  CHECK(limit() == 246.0);
  put_limits(tree, "205000000", "4090000000");  // "no limit", as firmware spells it
  CHECK_FALSE(limit());
  put_limits(tree, "205000000", "0");
  CHECK_FALSE(limit());
  put_limits(tree, "205000000", "246000000");
  tree.put("/sys/class/powercap/intel-rapl:0/enabled", "0");
  CHECK_FALSE(limit());
}

TEST_CASE("a counter that only root may read is told with its file and what helps", "[powercap]") {
  const FakeTree tree;
  put_server(tree);
  for (const char* zone : {"0", "0:0", "1", "2", "2:0", "2:1", "2:2", "3"}) {
    const std::string path =
        tree.at("/sys/class/powercap/intel-rapl:" + std::string(zone) + "/energy_uj");
    REQUIRE(::chmod(path.c_str(), S_IRUSR) == 0);
  }
  REQUIRE(::chmod(tree.at("").c_str(), 0755) == 0);
  const int failed = as_nobody([&] {
    const Opened opened = open_powercap(tree.machine());
    const auto denied = finding_of(opened, Standing::denied);
    if (opened.source) return 1;
    if (!denied) return 2;
    if (denied->what != tree.at("/sys/class/powercap/intel-rapl:0/energy_uj")) return 3;
    if (denied->reason.find("only root may read it (CVE-2020-8694), as with 7 more") != 0) return 4;
    if (denied->remedy.find("tmpfiles.d") == std::string::npos) return 5;
    return powercap_gives_package(tree.machine()) ? 6 : 0;
  });
  CHECK(failed == 0);
}

TEST_CASE("an empty folder is a container's mask, no folder is no sensor", "[powercap]") {
  const FakeTree tree;
  CHECK(open_powercap(tree.machine()).findings.at(0).standing == Standing::absent);
  tree.folder("/sys/class/powercap");
  CHECK(open_powercap(tree.machine()).findings.at(0).standing == Standing::absent);
  tree.folder("/sys/devices/virtual/powercap");
  CHECK_THAT(open_powercap(tree.machine()).findings.at(0).reason, Contains("masked"));

  const FakeTree linked;  // the class keeps its links, which lead nowhere
  linked.link("/sys/class/powercap/intel-rapl:0", "../../devices/virtual/powercap/intel-rapl:0");
  const Opened opened = open_powercap(linked.machine());
  CHECK(opened.findings.at(0).standing == Standing::denied);
  CHECK_THAT(opened.findings.at(0).reason, Contains("masked by the container"));
}

}  // namespace co2est_tests
