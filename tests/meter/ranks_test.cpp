// Several ranks of one job on one node: who holds what, and what each says of it.
#include <catch2/catch.hpp>
#include <filesystem>
#include <memory>
#include <string>

#include "meter/job_locks.hpp"
#include "meter/record.hpp"
#include "meter/record_json.hpp"
#include "meter/recording.hpp"
#include "support/process.hpp"

using namespace co2est;
using namespace co2est::meter;
using co2est_tests::TempDir;

namespace {

constexpr std::int64_t kNoon = 1'795'000'200'000;  // ms, a multiple of five minutes

Machine rank_of(const std::string& job, const std::string& rank, const TempDir& locks) {
  Machine machine;
  machine.environment = {{"SLURM_JOB_ID", job},
                         {"SLURM_STEP_ID", "0"},
                         {"SLURM_PROCID", rank},
                         {"XDG_RUNTIME_DIR", locks.path().string()}};
  return machine;
}

Channel channel_of(Scope scope, const std::string& id, const std::string& part = "") {
  Channel channel;
  channel.scope = scope;
  channel.id = id;
  channel.part = part;
  channel.sensor = Sensor::counter;
  return channel;
}

std::string header() {
  Header header;
  header.start_utc_ms = kNoon;
  header.host.name = "node1";
  header.host.cpu_model = "AMD EPYC 7763 64-Core Processor";
  header.host.memory_gb = 256;
  header.host.sockets = 2;
  header.host.cores = header.host.allowed_cores = 8;
  header.command = {"python", "train.py"};
  return header_line(header);
}

/// Readings of `channels` at 100 W every 10 s from `begin` to `end`; they are ours from `ours_s`.
class Journal {
 public:
  explicit Journal(std::vector<Channel> channels) : channels_(std::move(channels)) {
    for (const Channel& channel : channels_)
      sums_.emplace_back(channel);
    text_ = header() + channels_line(1, channels_, {}, 0) + held_line(0, {});
  }

  void hold(double at, const std::vector<std::string>& locks) {
    text_ += held_line(at, locks);
    held_ = locks;
  }
  void read(double begin, double end) {
    for (double at = begin; at <= end; at += 10) {
      for (std::size_t i = 0; i < channels_.size(); ++i) {
        const Reading reading{static_cast<std::int64_t>(at * 1e9), 5000 + 100 * at, 100.0, ""};
        const std::string lock = lock_of(channels_[i]);
        const bool ours = std::find(held_.begin(), held_.end(), lock) != held_.end();
        ours ? sums_[i].add(reading) : sums_[i].pass(reading);
      }
      text_ += sums_line(at, kNoon + static_cast<std::int64_t>(at * 1000), sums_, {-1, 4 * at});
    }
  }
  /// Another sampler after a lost one.
  void restart(double at) {
    sums_.clear();
    for (const Channel& channel : channels_)
      sums_.emplace_back(channel);
    text_ += channels_line(2, channels_, {}, at);
  }
  [[nodiscard]] Recording ended(double at) const {
    Exit exit;
    exit.at_s = exit.duration_s = at;
    exit.cpu_s = at;
    return read_journal(text_ + end_line({"command-ended", at, 0.01, 0}) + exit_line(exit));
  }

 private:
  std::vector<Channel> channels_;
  std::vector<Accumulator> sums_;
  std::vector<std::string> held_;
  std::string text_;
};

RunSpec run_in(const Recording& recording) {
  return run_of(recording, shares_of(recording, Sharing::machine));
}

double joules_of(const DeviceSpec& device) {
  return device.energy ? as_kwh(device.energy->mid) * 3.6e6 : -1;
}

}  // namespace

TEST_CASE("a lock is one rank's until that rank ends") {
  const TempDir folder;
  auto first = std::make_unique<JobLocks>(rank_of("1", "0", folder), "boot");
  JobLocks second(rank_of("1", "1", folder), "boot");
  CHECK(first->claim("node"));
  CHECK_FALSE(first->claim("node"));  // it is ours already
  CHECK_FALSE(second.claim("node"));
  CHECK_FALSE(second.holds("node"));
  CHECK(second.claim("GPU-1"));
  first.reset();
  CHECK(second.claim("node"));
  CHECK(second.held() == std::vector<std::string>{"GPU-1", "node"});
}

TEST_CASE("jobs, boots and runs without a launcher do not exclude each other") {
  const TempDir folder;
  JobLocks one(rank_of("1", "0", folder), "boot"), two(rank_of("2", "0", folder), "boot");
  JobLocks later(rank_of("1", "0", folder), "another boot"), alone(Machine(), "boot");
  CHECK(one.claim("node"));
  CHECK(two.claim("node"));
  CHECK(later.claim("node"));
  CHECK_FALSE(alone.are_needed());
  CHECK(alone.holds("node"));
}

TEST_CASE("the last rank leaves no lock behind") {
  const TempDir folder;
  {
    JobLocks one(rank_of("1", "0", folder), "boot"), two(rank_of("1", "1", folder), "boot");
    CHECK(one.claim("node"));
    CHECK(two.claim("GPU-1 MIG-1"));
    CHECK_FALSE(two.claim("node"));
    CHECK_FALSE(std::filesystem::is_empty(folder.path()));
  }
  CHECK(std::filesystem::is_empty(folder.path()));
}

TEST_CASE("ranks on several instances of one GPU each have their own") {
  CHECK(lock_of(channel_of(Scope::gpu, "GPU-1", "MIG-a")) !=
        lock_of(channel_of(Scope::gpu, "GPU-1", "MIG-b")));
  CHECK(lock_of(channel_of(Scope::gpu, "GPU-1")) == lock_of(channel_of(Scope::gpu, "GPU-1")));
  CHECK(lock_of(channel_of(Scope::gpu, "GPU-1")) != lock_of(channel_of(Scope::gpu, "GPU-2")));
  // A superchip goes with its GPU, of which each rank has another.
  CHECK(lock_of(channel_of(Scope::module, "GPU-1")) != lock_of(channel_of(Scope::module, "GPU-2")));
  CHECK(lock_of(channel_of(Scope::package, "package-0")) == kNodeLock);
  CHECK(lock_of(channel_of(Scope::node, "cray/node")) == kNodeLock);
}

TEST_CASE("a rank that holds nothing adds nothing, and says who counts") {
  Journal journal({channel_of(Scope::package, "package-0"), channel_of(Scope::gpu, "GPU-1")});
  journal.read(0, 100);
  const Recording recording = journal.ended(100);
  const Shares shares = shares_of(recording, Sharing::machine);
  const RunSpec run = run_of(recording, shares);
  REQUIRE(run.devices.size() == 1);
  CHECK(run.devices[0].kind == DeviceKind::other);
  CHECK(joules_of(run.devices[0]) == 0);
  for (const ChannelShare& share : shares.channels)
    CHECK(share.left_out == "counted by another rank");
  CHECK_FALSE(is_partial(recording, shares));
  CHECK(warnings_of(recording, shares).empty());
}

TEST_CASE("a rank with a GPU of its own counts that, and models no processor") {
  Journal journal({channel_of(Scope::gpu, "GPU-1")});
  journal.hold(0, {"GPU-1"});
  journal.read(0, 100);
  const RunSpec run = run_in(journal.ended(100));
  REQUIRE(run.devices.size() == 1);
  CHECK(joules_of(run.devices[0]) == Approx(10000));
}

TEST_CASE("without other ranks a processor that nobody read is modelled for all of the run") {
  Journal journal({channel_of(Scope::gpu, "GPU-1")});
  journal.hold(0, {"GPU-1", "node"});
  journal.read(0, 100);
  const RunSpec run = run_in(journal.ended(100));
  REQUIRE(run.devices.size() == 3);
  CHECK(run.devices[1].kind == DeviceKind::cpu);
  CHECK_FALSE(run.devices[1].device_hours);
  // For all ranks, not for this one: 4 of 8 CPUs were busy.
  CHECK(*run.devices[1].utilization == Approx(0.5));
}

TEST_CASE("who takes the node over counts it from then on, and is not partial for that") {
  Journal journal({channel_of(Scope::package, "package-0")});
  journal.read(0, 50);
  journal.hold(60, {"node"});
  journal.read(60, 100);
  const Recording recording = journal.ended(100);
  const Shares shares = shares_of(recording, Sharing::machine);
  CHECK(recording.held_s(kNodeLock) == Approx(40));
  CHECK(shares.channels[0].ours_j == Approx(4000));
  CHECK(shares.channels[0].energy.coverage == Approx(1));
  CHECK_FALSE(is_partial(recording, shares));
  const RunSpec run = run_of(recording, shares);
  REQUIRE(run.devices.size() == 2);  // and the memory, modelled for these 40 s
  CHECK(run.devices[1].kind == DeviceKind::dram);
  REQUIRE(run.devices[1].device_hours);
  CHECK(*run.devices[1].device_hours * 3600 == Approx(40));
}

TEST_CASE("a GPU within a node that another rank counts is not counted beside it") {
  Journal journal({channel_of(Scope::node, "cray/node"), channel_of(Scope::gpu, "GPU-1")});
  journal.hold(0, {"GPU-1"});
  journal.read(0, 100);
  const Recording recording = journal.ended(100);
  const Shares shares = shares_of(recording, Sharing::machine);
  CHECK_FALSE(shares.channels[1].counts);
  CHECK(shares.channels[1].left_out == "lies within cray/node");
  CHECK(run_of(recording, shares).devices.front().kind == DeviceKind::other);
}

TEST_CASE("a hole between two samplers is ours to bridge only where the lock stayed ours") {
  const bool stayed = GENERATE(true, false);
  Journal journal({channel_of(Scope::package, "package-0")});
  journal.hold(0, {"node"});
  journal.read(0, 40);
  journal.restart(60);
  journal.hold(60, stayed ? std::vector<std::string>{"node"} : std::vector<std::string>{});
  journal.read(60, 100);
  const Shares shares = shares_of(journal.ended(100), Sharing::machine);
  CHECK(shares.channels[0].energy.joules == Approx(stayed ? 10000 : 4000));
}
