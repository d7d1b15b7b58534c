// Which GPUs are this run's, by --gpus, CUDA's variables and Slurm's.
#include "meter/gpu_choice.hpp"

#include <catch2/catch.hpp>

using namespace co2est::meter;
using Catch::Matchers::Contains;

namespace {

/// Four of one model; the second and third stand the other way round on the bus.
std::vector<GpuSeen> four() {
  return {{0, "GPU-aaaa1111-0000", "A100", "00000000:18:00.0", {}},
          {1, "GPU-aaaa2222-0000", "A100", "00000000:3A:00.0", {}},
          {2, "GPU-bbbb3333-0000", "A100", "00000000:2A:00.0", {}},
          {3, "GPU-cccc4444-0000", "A100", "00000000:5A:00.0", {}}};
}

std::vector<GpuSeen> with_instances() {
  std::vector<GpuSeen> seen = four();
  seen[1].instances = {{"MIG-1111-0000", 1, 0}, {"MIG-1122-0000", 2, 0}, {"MIG-3333-0000", 2, 1}};
  return seen;
}

/// "0 2", and "1:0,2" for instances 0 and 2 of device 1.
std::string places(const GpuChoice& choice) {
  std::string text;
  for (const auto& ours : choice.ours) {
    text += (text.empty() ? "" : " ") + std::to_string(ours.device);
    const char* between = ":";
    for (const std::size_t instance : ours.instances) {
      text += between + std::to_string(instance);
      between = ",";
    }
  }
  return text;
}

GpuChoice by_cuda(const std::string& value, const std::vector<GpuSeen>& seen = four()) {
  return choose_gpus({}, {{"CUDA_VISIBLE_DEVICES", value}}, seen);
}

}  // namespace

TEST_CASE("without a word all GPUs are ours") {
  const GpuChoice choice = choose_gpus({}, {}, four());
  CHECK(places(choice) == "0 1 2 3");
  CHECK(choice.by == "all that are seen");
  CHECK(choice.note.empty());
  CHECK(places(choose_gpus({}, {}, {})).empty());
}

TEST_CASE("CUDA_VISIBLE_DEVICES is read by CUDA's rules") {
  // The bus orders them 0 2 1 3.
  const auto [value, expected] = GENERATE(table<std::string, std::string>({
      {"", ""},
      {" ", ""},
      {"-1", ""},
      {"NoDevFiles", ""},
      {"0", "0"},
      {"1", "2"},
      {"3,0", "0 3"},
      {"0, 3", "0 3"},
      {"0,0", "0"},
      {"0,1,2,3", "0 1 2 3"},
      {"0,3,-1,1", "0 3"},
      {"0,4,1", "0"},
      {"0,,1", "0"},
      {"0,x,1", "0"},
      {"0x1", ""},
      {"99999999999999999999", ""},
      {"GPU-bbbb3333-0000", "2"},
      {"GPU-bbbb", "2"},
      {"gpu-BBBB", "2"},
      {"GPU-aaaa2", "1"},
      {"GPU-aaaa", ""},  // two begin so
      {"GPU-", ""},
      {"bbbb3333", ""},  // CUDA knows no UUID without its GPU-
      {"GPU-bbbb3333-0000-1", ""},
      {"GPU-cccc,GPU-dddd,GPU-bbbb", "3"},
      {"GPU-cccc,0", "0 3"},
      {"MIG-1111", ""},
  }));
  INFO(value);
  const GpuChoice choice = by_cuda(value);
  CHECK(places(choice) == expected);
  CHECK(choice.by == "CUDA_VISIBLE_DEVICES");
  CHECK(choice.note.empty());
  CHECK(choice.unknown.empty());
}

TEST_CASE("the beginning of every UUID names no GPU") {
  std::vector<GpuSeen> seen = four();
  seen.resize(1);
  CHECK(places(by_cuda("GPU-", seen)).empty());
  CHECK(places(by_cuda("GPU-a", seen)) == "0");
}

TEST_CASE("CUDA_VISIBLE_DEVICES names instances of a GPU") {
  const auto [value, expected] = GENERATE(table<std::string, std::string>({
      {"MIG-1111-0000", "1:0"},
      {"MIG-3333,MIG-1111", "1:0,2"},
      {"MIG-11", ""},  // two begin so
      {"MIG-GPU-aaaa2222-0000/2/1", "1:2"},
      {"MIG-GPU-aaaa2222-0000/3/0", ""},
      {"MIG-GPU-aaaa2222-0000/2", ""},
      {"GPU-aaaa2222", "1:0,1,2"},
      {"MIG-1111,GPU-aaaa2222", "1:0,1,2"},
      {"2", "1:0,1,2"},
      {"0,MIG-1122", "0 1:1"},
  }));
  INFO(value);
  CHECK(places(by_cuda(value, with_instances())) == expected);
}

TEST_CASE("an instance whose UUID holds its GPU's is found by it") {
  std::vector<GpuSeen> seen = four();
  seen[3].instances = {{"MIG-GPU-cccc4444-0000/7/0", 7, 0}, {"MIG-GPU-cccc4444-0000/8/0", 8, 0}};
  CHECK(places(by_cuda("MIG-GPU-cccc4444-0000/8/0", seen)) == "3:1");
}

TEST_CASE("where models differ, what CUDA counts is known in the order of the bus alone") {
  std::vector<GpuSeen> seen = four();
  seen[3].name = "T4";
  const GpuChoice unknown = by_cuda("0", seen);
  CHECK(places(unknown) == "0 1 2 3");
  CHECK_THAT(unknown.note, Contains("CUDA_DEVICE_ORDER=PCI_BUS_ID"));

  const GpuChoice known =
      choose_gpus({}, {{"CUDA_VISIBLE_DEVICES", "1"}, {"CUDA_DEVICE_ORDER", "PCI_BUS_ID"}}, seen);
  CHECK(places(known) == "2");
  CHECK(known.note.empty());

  const GpuChoice fastest = choose_gpus(
      {}, {{"CUDA_VISIBLE_DEVICES", "1"}, {"CUDA_DEVICE_ORDER", "FASTEST_FIRST"}}, seen);
  CHECK(places(fastest) == "0 1 2 3");

  CHECK(by_cuda("0,1,2,3", seen).note.empty());
  CHECK(places(by_cuda("GPU-cccc", seen)) == "3");
  CHECK(places(by_cuda("-1,0", seen)).empty());
}

TEST_CASE("a bus that is not told leaves the driver's order") {
  std::vector<GpuSeen> seen = four();
  seen[3].pci.clear();
  CHECK(places(by_cuda("1", seen)) == "1");
}

TEST_CASE("Slurm's GPUs are indices on the host, unless the job sees its own alone") {
  const auto [value, count, expected, noted] =
      GENERATE(table<std::string, std::size_t, std::string, bool>({
          {"1,3", 4, "1 3", false},
          {"0-1,3", 4, "0 1 3", false},
          {"0,1,2,3", 4, "0 1 2 3", false},
          {"6,7", 2, "0 1", false},  // confined: they count from 0
          {"0,1", 2, "0 1", false},
          {"6,7", 4, "0 1 2 3", true},
          {"0,1,2", 2, "0 1", true},
          {"3-1", 4, "0 1 2 3", false},  // no list: as if it were not set
          {"0,3-1", 4, "0 1 2 3", false},
          {"", 4, "0 1 2 3", false},
          {"0-99999999", 4, "0 1 2 3", false},
      }));
  INFO(value);
  std::vector<GpuSeen> seen = four();
  seen.resize(count);
  const GpuChoice choice = choose_gpus({}, {{"SLURM_JOB_GPUS", value}}, seen);
  CHECK(places(choice) == expected);
  CHECK(choice.note.empty() == !noted);
}

TEST_CASE("what is nearer to the run comes first") {
  std::map<std::string, std::string> environment{{"SLURM_JOB_GPUS", "0,1"}};
  CHECK(places(choose_gpus({}, environment, four())) == "0 1");
  environment["SLURM_STEP_GPUS"] = "1";
  CHECK(places(choose_gpus({}, environment, four())) == "1");
  environment["CUDA_VISIBLE_DEVICES"] = "3";
  CHECK(places(choose_gpus({}, environment, four())) == "3");
  const GpuChoice choice = choose_gpus({"0"}, environment, four());
  CHECK(places(choice) == "0");
  CHECK(choice.by == "--gpus");
}

TEST_CASE("--gpus counts as nvidia-smi does and takes UUIDs") {
  CHECK(places(choose_gpus({"1"}, {}, four())) == "1");
  CHECK(places(choose_gpus({"3,GPU-bbbb", "0"}, {}, four())) == "0 2 3");
  CHECK(places(choose_gpus({"MIG-1122", "3"}, {}, with_instances())) == "1:1 3");
  std::vector<GpuSeen> seen = four();
  seen.erase(seen.begin());  // one that may not be opened
  CHECK(places(choose_gpus({"1"}, {}, seen)) == "0");
}

TEST_CASE("a name in --gpus that fits none, or several, leaves nothing chosen") {
  const auto name = GENERATE(as<std::string>(), "4", "-1", "GPU-dddd", "GPU-aaaa", "x", "MIG-1");
  const GpuChoice choice = choose_gpus({"0", name}, {}, four());
  CHECK(choice.ours.empty());
  REQUIRE(choice.unknown.size() == 1);
  CHECK(choice.unknown.front() == name);
}
