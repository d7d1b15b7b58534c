// Who else computes on an NVIDIA GPU, looked after once more when the command is there as well.
#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>

#include "meter/nvml_fixture.hpp"
#include "meter/processes.hpp"

using namespace co2est::meter;
using namespace co2est_tests;
using Catch::Matchers::Contains;

namespace {

constexpr const char* kHost = "pid:[4026531836]";  // where process ids are the driver's

/// What the second of two readings says of the others on a GPU, with this in the script.
std::string note_of(FakeNvml& fake, const std::string& ids_of = kHost, double look_again_s = 0) {
  const std::filesystem::path folder = fake.machine.root + "/proc/self/ns";
  std::filesystem::create_directories(folder);
  std::filesystem::create_symlink(ids_of, folder / "pid");
  fake.machine.look_again_s = look_again_s;
  const Opened opened = fake.open();
  REQUIRE(opened.source);
  fake.advance(1);
  const std::string note(read(*opened.source).front().note);
  CHECK(read(*opened.source).front().note.empty());  // said once
  return note;
}

std::string script(pid_t pid, double from_s = 1) {
  return std::string(kOneGpu) + "process " + std::to_string(from_s) + " " + std::to_string(pid) +
         "\n";
}

}  // namespace

TEST_CASE("a process descends from those that started it and from no other") {
  CHECK(descends_from(::getpid(), ::getpid()) == true);
  CHECK(descends_from(::getpid(), ::getppid()) == true);
  CHECK(descends_from(::getppid(), ::getpid()) == false);
  CHECK(descends_from(1 << 30, 1) == std::nullopt);
}

TEST_CASE("somebody else who came to an NVIDIA GPU since is told, the command is not") {
  if (::getppid() == 1) return;  // then even process 1 is of our family
  SECTION("another") {
    FakeNvml fake(script(1));
    CHECK_THAT(note_of(fake), Contains("somebody else"));
  }
  SECTION("the command, whom this process's parent started") {
    FakeNvml fake(script(::getpid()));
    CHECK(note_of(fake).empty());
  }
  SECTION("both") {
    FakeNvml fake(script(::getpid()) + "process 1 1\n");
    CHECK_THAT(note_of(fake), Contains("somebody else"));
  }
  SECTION("one that has ended, or whose id says nothing here") {
    FakeNvml fake(script(1 << 30));
    CHECK(note_of(fake).empty());
  }
  SECTION("not before its time") {
    FakeNvml fake(script(1));
    CHECK(note_of(fake, kHost, 1000).empty());
  }
  SECTION("within a container ids are not the driver's") {
    FakeNvml fake(script(1));
    CHECK(note_of(fake, "pid:[4026532281]").empty());
  }
  SECTION("one who was there at the beginning is told already") {
    FakeNvml fake(script(1, 0));
    CHECK(note_of(fake).empty());
  }
  SECTION("the slices of a board that is divided are counted whoever has the others") {
    FakeNvml fake(script(1) + "mig MIG-1111 1 0 3\n");
    fake.machine.gpus = {"MIG-1111"};
    CHECK(note_of(fake).empty());
  }
}

TEST_CASE("among the ranks of a launcher this user's processes are the job's") {
  if (::getppid() == 1) return;
  struct stat init {};
  REQUIRE(::stat("/proc/1", &init) == 0);
  FakeNvml fake(script(1));
  fake.machine.environment = {{"SLURM_JOB_ID", "7"}, {"SLURM_STEP_ID", "0"}, {"SLURM_PROCID", "1"}};
  CHECK(note_of(fake).empty() == (init.st_uid == ::geteuid()));
}
