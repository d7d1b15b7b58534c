// What the tests know about containment: whatever subset of a machine gives figures, no joule
// counts twice.
#include <catch2/catch.hpp>
#include <random>
#include <string>
#include <vector>

#include "meter/containment.hpp"

namespace co2est_tests {
namespace {

using namespace co2est::meter;

Channel channel(Scope scope, const std::string& id) {
  Channel one;
  one.scope = scope;
  one.id = id;
  return one;
}

/// Everything that any machine has.
const std::vector<Channel>& all_channels() {
  static const std::vector<Channel> kAll{
      channel(Scope::gpu, "GPU-1"),
      channel(Scope::gpu, "GPU-2"),
      channel(Scope::module, "GPU-1"),
      channel(Scope::module, "GPU-2"),
      channel(Scope::package, "package-0"),
      channel(Scope::package, "package-1-die-0"),
      channel(Scope::package, "package-1-die-1"),
      channel(Scope::core, "package-0/core"),
      channel(Scope::uncore, "package-0/uncore"),
      channel(Scope::dram, "package-0/dram"),
      channel(Scope::core, "package-1-die-1/core"),
      channel(Scope::dram, "package-1-die-0/dram"),
      channel(Scope::psys, "psys"),
      channel(Scope::module, "module-0"),
      channel(Scope::package, "grace-0"),
      channel(Scope::core, "grace-0/cpu"),
      channel(Scope::package, "pci-0000:c1:00.0"),
      channel(Scope::node, "node"),
      channel(Scope::package, "cray/cpu"),
      channel(Scope::dram, "cray/memory"),
      channel(Scope::gpu, "cray/accel0"),
      channel(Scope::gpu, "cray/accel1"),
  };
  return kAll;
}

std::vector<std::string> counted(const std::vector<Channel>& channels) {
  std::vector<std::string> ids;
  const auto placings = place(channels, std::vector<bool>(channels.size(), true));
  for (std::size_t i = 0; i < channels.size(); ++i) {
    if (placings[i].counts) ids.push_back(channels[i].id);
  }
  return ids;
}

bool covers(Scope outer, const char* a, Scope inner, const char* b) {
  return overlap(channel(outer, a), channel(inner, b));
}

}  // namespace

TEST_CASE("what contains what, as the table says", "[containment]") {
  using enum Scope;
  for (const Scope inner : {module, package, gpu, dram, core, uncore})
    CHECK(covers(node, "node", inner, "x-1"));
  CHECK(covers(module, "module-0", gpu, "GPU-1"));
  CHECK(covers(module, "module-0", package, "grace-0"));
  CHECK_FALSE(covers(module, "module-0", package, "grace-1"));
  CHECK(covers(module, "module-0", dram, "package-0/dram"));
  CHECK(covers(package, "package-0", core, "package-0/core"));
  CHECK_FALSE(covers(package, "package-0", core, "package-1/core"));
  CHECK_FALSE(covers(package, "package-0", dram, "package-0/dram"));
  CHECK(covers(package, "grace-0", dram, "cray/memory"));
  CHECK_FALSE(covers(package, "package-0", gpu, "GPU-1"));
  CHECK_FALSE(covers(package, "package-0-die-0", package, "package-0-die-1"));
  CHECK_FALSE(covers(package, "package-1", package, "package-10"));
  CHECK(covers(package, "package-0", package, "cray/cpu"));
  CHECK_FALSE(covers(gpu, "GPU-1", gpu, "GPU-2"));
  CHECK(covers(gpu, "GPU-1", gpu, "cray/accel3"));
  CHECK_FALSE(covers(gpu, "cray/accel0", gpu, "cray/accel1"));
  CHECK_FALSE(covers(module, "GPU-1", module, "GPU-2"));
  CHECK(covers(module, "GPU-1", module, "module-0"));
}

TEST_CASE("usual machines count as they should", "[containment]") {
  using Words = std::vector<std::string>;
  using enum Scope;
  const std::vector<Channel> server{channel(gpu, "GPU-1"), channel(package, "package-0"),
                                    channel(core, "package-0/core"),
                                    channel(dram, "package-0/dram"), channel(psys, "psys")};
  CHECK(counted(server) == Words{"GPU-1", "package-0", "package-0/dram"});
  std::vector<Channel> cray = server;
  cray.push_back(channel(node, "node"));
  CHECK(counted(cray) == Words{"node"});
  CHECK(counted({channel(psys, "psys")}).empty());
  CHECK(counted({channel(module, "GPU-1"), channel(module, "GPU-2"), channel(module, "module-0"),
                 channel(package, "grace-0")}) == Words{"GPU-1", "GPU-2"});
  CHECK(counted({channel(package, "pci-0000:c1:00.0"), channel(package, "package-0")}).size() == 1);
}

TEST_CASE("of any subset no two that count overlap, and nothing is left without a reason",
          "[containment]") {
  std::mt19937 random(20260101);
  const std::vector<Channel>& all = all_channels();
  for (int round = 0; round < 20'000; ++round) {
    std::vector<Channel> channels;
    std::vector<bool> held;
    for (const Channel& one : all) {
      if (random() % 3 == 0) continue;
      channels.insert(
          channels.begin() + static_cast<std::ptrdiff_t>(random() % (channels.size() + 1)), one);
      held.push_back(random() % 4 != 0);
    }
    const std::vector<Placing> placings = place(channels, held);
    REQUIRE(placings.size() == channels.size());
    for (std::size_t i = 0; i < channels.size(); ++i) {
      const Placing& placing = placings[i];
      if (placing.counts) {
        REQUIRE(held[i]);
        REQUIRE(channels[i].scope != Scope::psys);
        REQUIRE(placing.reason.empty());
        for (std::size_t j = 0; j < i; ++j)
          REQUIRE_FALSE((placings[j].counts && overlap(channels[i], channels[j])));
      } else if (held[i] && channels[i].scope != Scope::psys) {
        REQUIRE(placing.within < channels.size());
        REQUIRE(placings[placing.within].counts);
        REQUIRE(overlap(channels[i], channels[placing.within]));
      } else {
        REQUIRE(placing.within == kNowhere);
        REQUIRE_FALSE(placing.reason.empty());
      }
      REQUIRE(overlap(channels[i], channels[i]));
    }
  }
}

}  // namespace co2est_tests
