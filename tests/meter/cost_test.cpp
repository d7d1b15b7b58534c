// What the tests know about the cost of a read: no memory is asked for.
#include <atomic>
#include <cstdlib>
#include <new>

#include "fake_tree.hpp"

namespace {

std::atomic<long> allocations = 0;

}  // namespace

// Not inlined: the compiler would see free() beside new, and take it for a mistake.
[[gnu::noinline]] void* operator new(std::size_t size) {
  ++allocations;
  void* memory = std::malloc(size);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}
[[gnu::noinline]] void* operator new(std::size_t size, const std::nothrow_t& /*tag*/) noexcept {
  ++allocations;
  return std::malloc(size);
}
[[gnu::noinline]] void operator delete(void* memory) noexcept {
  std::free(memory);
}
[[gnu::noinline]] void operator delete(void* memory, std::size_t /*size*/) noexcept {
  std::free(memory);
}

namespace co2est_tests {

using namespace co2est::meter;

TEST_CASE("a read of files, and of a log, asks for no memory", "[cost]") {
  const FakeTree tree;
  tree.zone("intel-rapl:0", "package-0", "1000000");
  tree.zone("intel-rapl:0:0", "dram", "N/A");
  tree.put("/sys/cray/pm_counters/energy", "5 J 1 us");
  const TempDir folder;
  Machine machine = tree.machine();
  machine.replay = folder.write("log.csv", "at_s,power_w\n0,100\n100,100\n");
  for (Opened (*open)(const Machine&) : {open_powercap, open_cray, open_replay}) {
    const Opened opened = open(machine);
    REQUIRE(opened.source != nullptr);
    std::vector<Reading> readings(opened.source->channels().size());
    const long before = allocations;
    for (int i = 0; i < 100; ++i)
      opened.source->read(readings);
    const long after = allocations;
    CHECK(after == before);
  }
  const long before = allocations;
  delete new std::string(100, 'x');
  CHECK(allocations > before);  // they are counted
}

}  // namespace co2est_tests
