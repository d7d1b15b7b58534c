// What the tests know about a survey: a library that hangs, crashes or talks costs nothing but its
// own figures; and about what a read of files costs.
#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <new>
#include <thread>

#include "fake_tree.hpp"
#include "meter/survey.hpp"
#include "meter/survey_text.hpp"

namespace co2est_tests {
namespace {

using namespace co2est;
using namespace co2est::meter;
using Catch::Contains;

constexpr SurveyPlan kShort{400'000'000, 10'000'000};

Opened hang(const Machine& /*machine*/) {
  for (;;)
    ::pause();
}
Opened crash(const Machine& /*machine*/) {
  ::signal(SIGSEGV, SIG_DFL);
  ::raise(SIGSEGV);
  return {};
}
Opened leave(const Machine& /*machine*/) {
  ::_exit(0);
}

class Chatty : public Source {
 public:
  Chatty() {
    Channel channel;
    channel.id = "GPU-1";
    channel.model = "a \"model\"";
    channel.limit_w = 350;
    channel.share = 0.25;
    channel.counter_range_j = 7;
    channels_.push_back(channel);
    channels_.push_back(channel);
  }
  void read(std::span<Reading> readings) override {
    energy_j_ += 0.5;
    readings[0] = {1, energy_j_, 71.5, {}};
    readings[1] = {1, {}, {}, "lost"};
  }

 private:
  double energy_j_ = 0;
};

Opened talk(const Machine& /*machine*/) {
  ::dprintf(STDOUT_FILENO, "a driver says hello\n");
  return {std::make_unique<Chatty>(), {{"talk", "x", Standing::denied, "y", "z"}}};
}

Survey surveyed(Opened (*open)(const Machine&), bool foreign = true) {
  static SourceKind kind;
  kind = {"test", "a test", foreign, open};
  return survey(kind, Machine(), kShort);
}

}  // namespace

TEST_CASE("a library that hangs, crashes or leaves is told and not suffered", "[survey]") {
  CHECK(surveyed(hang).findings.at(0).reason == "did not answer within 0.4 s");
  CHECK(surveyed(hang).standing() == Standing::unusable);
  CHECK(surveyed(crash).findings.at(0).reason == "crashed (Segmentation fault)");
  CHECK_THAT(surveyed(leave).findings.at(0).reason, Contains("ended the process"));
}

TEST_CASE("what a library gives comes back whole, in this process and from another", "[survey]") {
  for (const bool foreign : {false, true}) {
    const Survey found = surveyed(talk, foreign);
    CHECK(found.standing() == Standing::used);
    CHECK(found.findings.at(0).remedy == "z");
    REQUIRE(found.channels.size() == 2);
    const ChannelTrial& trial = found.channels[0];
    CHECK(trial.channel.id == "GPU-1");
    CHECK(trial.channel.model == "a \"model\"");
    CHECK(trial.channel.limit_w == 350.0);
    CHECK(trial.channel.share == 0.25);
    CHECK(trial.channel.counter_range_j == 7);
    CHECK(trial.last.power_w == 71.5);
    CHECK(trial.seen_step_j == 0.5);
    CHECK(trial.held());
    CHECK(found.channels[1].fault == "lost");
    CHECK_FALSE(found.channels[1].held());
  }
}

TEST_CASE("a counter that moves shows its step, one that stands does not", "[survey]") {
  const FakeTree tree;
  tree.zone("intel-rapl:0", "package-0", "1000000");
  tree.zone("intel-rapl:0:0", "dram", "1000000");
  const int counter =
      ::open(tree.at("/sys/class/powercap/intel-rapl:0/energy_uj").c_str(), O_WRONLY);
  std::atomic<bool> stop = false;
  std::thread mover([&] {
    for (int energy_uj = 1'250'000; !stop; energy_uj += 250'000) {
      const std::string text = std::to_string(energy_uj) + "\n";
      if (::pwrite(counter, text.data(), text.size(), 0) < 0) break;  // never torn
      ::usleep(1'000);
    }
  });
  const Survey found = survey(*find_source_kind("powercap"), tree.machine(), {0, 300'000'000});
  stop = true;
  mover.join();
  ::close(counter);
  REQUIRE(found.channels.size() == 2);
  CHECK(found.channels[0].seen_step_j > 0.2);
  CHECK(found.channels[1].seen_step_j == 0);
}

TEST_CASE("files of sensors close in the command", "[survey]") {
  const FakeTree tree;
  tree.zone("intel-rapl:0", "package-0", "1000000");
  const Opened opened = open_powercap(tree.machine());
  int found = 0;
  for (int file = 3; file < 256; ++file) {
    std::error_code error;
    const auto target =
        std::filesystem::read_symlink("/proc/self/fd/" + std::to_string(file), error);
    if (error || target.string().find("energy_uj") == std::string::npos) continue;
    ++found;
    CHECK((::fcntl(file, F_GETFD) & FD_CLOEXEC) != 0);
  }
  CHECK(found == 1);
}

}  // namespace co2est_tests
