// Whose CPU time and CPUs are whose on a shared node, from its files to the parts of its energy.
#include <sched.h>

#include <catch2/catch.hpp>
#include <numeric>
#include <random>

#include "meter/allotment.hpp"
#include "meter/cpu_time.hpp"
#include "meter/fake_tree.hpp"
#include "meter/record_json.hpp"
#include "meter/shares.hpp"

using namespace co2est::meter;
using co2est_tests::FakeTree;

namespace {

constexpr std::int64_t kNoon = 1'795'000'200'000;  // ms, a multiple of five minutes
const std::string kJob = "/sys/fs/cgroup/system.slice/slurmstepd.scope/job_42";

void put_slurm_job(const FakeTree& tree) {
  tree.put("/proc/self/cgroup", "0::/system.slice/slurmstepd.scope/job_42/step_0/user/task_0");
  tree.put("/proc/stat", "cpu  100 20 30 4000 50 6 7 8 99 99\ncpu0 1 1 1 1 1 1 1 1 1 1");
  tree.put(kJob + "/cpu.stat", "usage_usec 12500000\nuser_usec 12000000\nsystem_usec 500000");
  tree.put(kJob + "/cpuset.cpus.effective", "0-3,8,10-11");
  tree.put(kJob + "/step_0/user/task_0/cpu.stat", "usage_usec 1\nuser_usec 1\nsystem_usec 0");
}

double uniform(std::mt19937& random) {
  return static_cast<double>(random() % 10000) / 10000;
}

/// One machine's counter and CPU time, and what of the latter each job used, line by line.
struct MachineLog {
  std::vector<double> at_s, joules, busy_s;
  std::vector<std::vector<double>> own_s;  ///< by job
};

MachineLog random_log(std::mt19937& random, std::size_t jobs) {
  MachineLog log;
  double at = 0, joules = 1e6, busy = 50;
  std::vector<double> own(jobs, 7);
  log.own_s.resize(jobs);
  for (int line = 0; line < 40; ++line) {
    log.at_s.push_back(at);
    log.joules.push_back(joules);
    log.busy_s.push_back(busy);
    for (std::size_t j = 0; j < jobs; ++j)
      log.own_s[j].push_back(own[j]);
    const double step = 1 + 59 * uniform(random);
    at += step;
    joules += step * (50 + 200 * uniform(random));
    for (double& job : own) {
      const double used = random() % 3 == 0 ? 0 : step * uniform(random);
      job += used;
      busy += used;
    }
  }
  return log;
}

/// The journal that a job writes of it, whose CPUs are `cpus` of `all`.
Recording recording_of(const MachineLog& log, std::size_t job, int cpus, int all) {
  Header header;
  header.start_utc_ms = kNoon;
  header.host.cores = all;
  header.host.allowed_cores = cpus;
  Channel channel;
  channel.id = "package-0";
  channel.sensor = co2est::Sensor::rapl;
  std::vector<Accumulator> sums{Accumulator(channel)};
  std::string text = header_line(header) + channels_line(1, {channel}, {}, 0);
  for (std::size_t i = 0; i < log.at_s.size(); ++i) {
    sums[0].add({static_cast<std::int64_t>(log.at_s[i] * 1e9), log.joules[i], {}, ""});
    text += sums_line(log.at_s[i], kNoon + static_cast<std::int64_t>(log.at_s[i] * 1000), sums,
                      {log.own_s[job][i], log.busy_s[i]});
  }
  Exit exit;
  exit.at_s = exit.duration_s = log.at_s.back();
  return read_journal(text + end_line({"command-ended", exit.at_s, 0.01, 0}) + exit_line(exit));
}

}  // namespace

TEST_CASE("the journals of all jobs on a machine add up to its energy, slice by slice") {
  std::mt19937 random(23);
  for (int round = 0; round < 100; ++round) {
    const std::size_t jobs = 1 + random() % 5;
    std::vector<int> cpus(jobs);
    for (int& own : cpus)
      own = 1 + static_cast<int>(random() % 16);
    const int all = std::accumulate(cpus.begin(), cpus.end(), 0);
    const MachineLog log = random_log(random, jobs);
    double sum = 0;
    std::vector<double> by_slice;
    for (std::size_t j = 0; j < jobs; ++j) {
      const Recording recording = recording_of(log, j, cpus[j], all);
      const Shares shares = shares_of(recording, Sharing::automatic);
      REQUIRE(shares.channels.size() == 1);
      REQUIRE(shares.shared == (jobs > 1));
      const ChannelShare& share = shares.channels[0];
      REQUIRE(share.idle_j <= share.ours_j + 1e-6);
      sum += share.ours_j;
      by_slice.resize(share.slices_j.size());
      for (std::size_t i = 0; i < by_slice.size(); ++i)
        by_slice[i] += share.slices_j[i];
    }
    REQUIRE(by_slice.size() > 1);
    REQUIRE(sum == Approx(log.joules.back() - log.joules.front()));
    REQUIRE(std::accumulate(by_slice.begin(), by_slice.end(), 0.0) == Approx(sum));
  }
}

TEST_CASE("the idle power of a short run is that of its quietest ten seconds") {
  MachineLog log;
  log.own_s.resize(1);
  double joules = 1e6, busy = 0;
  for (int at = 0; at <= 60; ++at) {
    log.at_s.push_back(at);
    log.joules.push_back(joules);
    log.busy_s.push_back(busy);
    log.own_s[0].push_back(busy);
    const bool quiet = at >= 20 && at < 40;
    joules += quiet ? 50 : 200;
    busy += quiet ? 0 : 2;
  }
  const Recording recording = recording_of(log, 0, 2, 4);
  const Shares shares = shares_of(recording, Sharing::share);
  CHECK(shares.channels[0].idle_j == Approx(50 * 60 * 0.5));
  CHECK(shares.channels[0].ours_j == Approx(50 * 60 * 0.5 + (9000 - 3000)));
  CHECK(record_json(recording, shares).find("\"least_w\":50.0") != std::string::npos);
}

TEST_CASE("CPU time is that of Slurm's job, not of the task, and of all that ran") {
  const FakeTree tree;
  put_slurm_job(tree);
  const CpuTimes times(tree.machine());
  CHECK(times.own_file() == tree.at(kJob + "/cpu.stat"));
  CHECK(times.read().own_s == Approx(12.5));
  CHECK(times.read().busy_s == Approx(1.71));  // no idle, no waiting; guests are users already
  tree.put(kJob + "/cpu.stat", "usage_usec 13500000");
  CHECK(times.read().own_s == Approx(13.5));
}

TEST_CASE("the machine's root group is nobody's own, that of a container is") {
  FakeTree tree;
  tree.put("/proc/self/cgroup", "0::/");
  tree.put("/proc/stat", "cpu  100 0 0 0 0 0 0 0 0 0");
  tree.put("/sys/fs/cgroup/cpu.stat", "usage_usec 2000000");
  CHECK(CpuTimes(tree.machine()).read().own_s < 0);
  tree.put("/sys/fs/cgroup/cgroup.events", "populated 1\nfrozen 0");
  CHECK(CpuTimes(tree.machine()).read().own_s == Approx(2));
}

TEST_CASE("without a group's file own CPU time is not known") {
  FakeTree tree;
  tree.put("/proc/self/cgroup", "1:cpu:/a\n0::/user.slice");
  tree.put("/proc/stat", "cpu  100 0 0 0 0 0 0 0 0 0");
  CHECK(CpuTimes(tree.machine()).read().own_s < 0);
  tree.put("/sys/fs/cgroup/user.slice/cpu.stat", "usage_usec 1000000");
  CHECK(CpuTimes(tree.machine()).read().own_s == Approx(1));
}

TEST_CASE("CPUs of our job: as Slurm says, else as its group says, not as a rank is bound") {
  const FakeTree tree;
  put_slurm_job(tree);
  Machine machine = tree.machine();
  machine.environment = {{"SLURM_JOB_ID", "42"}, {"SLURM_PROCID", "1"}};
  CHECK(allotted_cpus(machine, 32) == 7);
  machine.environment["SLURM_JOB_CPUS_PER_NODE"] = "16(x2),8";
  CHECK(allotted_cpus(machine, 32) == 16);
  machine.environment["SLURM_NODEID"] = "1";
  CHECK(allotted_cpus(machine, 32) == 16);
  machine.environment["SLURM_NODEID"] = "2";
  CHECK(allotted_cpus(machine, 32) == 8);
  CHECK(allotted_cpus(machine, 4) == 4);
  machine.environment["SLURM_JOB_CPUS_PER_NODE"] = "?";
  CHECK(allotted_cpus(machine, 32) == 7);
}

TEST_CASE("without group and launcher our CPUs are those that we may use") {
  const FakeTree tree;
  cpu_set_t allowed;
  REQUIRE(::sched_getaffinity(0, sizeof allowed, &allowed) == 0);
  CHECK(allotted_cpus(tree.machine(), 4096) == CPU_COUNT(&allowed));
  Machine rank = tree.machine();
  rank.environment = {{"SLURM_JOB_ID", "42"}, {"SLURM_PROCID", "1"}};
  CHECK(allotted_cpus(rank, 4096) == 4096);
}

TEST_CASE("fewer CPUs than the node has make it shared") {
  const FakeTree tree;
  put_slurm_job(tree);
  Machine machine = tree.machine();
  machine.environment = {{"SLURM_JOB_CPUS_PER_NODE", "1"}};
  Recording recording;
  recording.header.host = host_facts(machine);
  CHECK(recording.header.host.allowed_cores == 1);
  recording.header.host.cores = 4;
  CHECK(is_shared(recording));
  CHECK(allotted_share(recording) == Approx(0.25));
}
