// Which of NVIDIA's GPUs, and which parts of one, are read for this run.
#include <catch2/catch.hpp>

#include "meter/nvml_fixture.hpp"

using namespace co2est::meter;
using namespace co2est_tests;
using Catch::Matchers::Contains;

namespace {

constexpr const char* kMig =
    "clock manual\n"
    "gpu GPU-aaaa1111 NVIDIA H100 80GB HBM3\n"
    "power 0 350\n"
    "mig MIG-1111 1 0 3\n"
    "mig MIG-2222 2 0 2\n"
    "mig MIG-3333 2 1 2\n"
    "mig MIG-4444 5 0 1\n";

}  // namespace

TEST_CASE("of several NVIDIA GPUs those of this run are read") {
  FakeNvml fake(
      "clock manual\n"
      "gpu GPU-aaaa NVIDIA A100\npci 00000000:18:00.0\npower 0 100\n"
      "gpu GPU-bbbb NVIDIA A100\npci 00000000:2A:00.0\npower 0 200\n"
      "gpu GPU-cccc NVIDIA A100\npci 00000000:3A:00.0\npower 0 300\n");
  SECTION("by --gpus") {
    fake.machine.gpus = {"2", "GPU-a"};
    const Opened opened = fake.open();
    REQUIRE(opened.source->channels().size() == 2);
    CHECK(opened.source->channels()[0].id == "GPU-aaaa");
    CHECK(read(*opened.source)[1].power_w == 300);
  }
  SECTION("a name that is none is refused with those that exist") {
    fake.machine.gpus = {"0", "GPU-dddd"};
    const Opened opened = fake.open();
    CHECK(opened.source == nullptr);
    REQUIRE(opened.findings.size() == 1);
    CHECK(opened.findings.front().what == "--gpus");
    CHECK(opened.findings.front().standing == Standing::unusable);
    CHECK(opened.findings.front().reason ==
          "no GPU, or more than one, is named by 'GPU-dddd'; there are 0 (GPU-aaaa), 1 (GPU-bbbb), "
          "2 (GPU-cccc)");
  }
  SECTION("by the environment") {
    fake.machine.environment["CUDA_VISIBLE_DEVICES"] = "1";
    const Opened opened = fake.open();
    REQUIRE(opened.source->channels().size() == 1);
    CHECK(read(*opened.source).front().power_w == 200);
  }
  SECTION("the environment leaves none") {
    fake.machine.environment["CUDA_VISIBLE_DEVICES"] = "";
    const Opened opened = fake.open();
    CHECK(opened.source == nullptr);
    REQUIRE(opened.findings.size() == 1);
    CHECK(opened.findings.front().standing == Standing::absent);
    CHECK_THAT(opened.findings.front().reason, Contains("CUDA_VISIBLE_DEVICES"));
  }
}

TEST_CASE("NVIDIA GPUs of several models that CUDA counts are all read, with a note") {
  FakeNvml fake(
      "clock manual\ngpu GPU-a NVIDIA A100\npower 0 100\ngpu GPU-b NVIDIA T4\npower 0 9\n");
  fake.machine.environment["CUDA_VISIBLE_DEVICES"] = "0";
  const Opened opened = fake.open();
  REQUIRE(opened.source->channels().size() == 2);
  CHECK_THAT(opened.source->channels()[1].note, Contains("PCI_BUS_ID"));
}

TEST_CASE("of an NVIDIA GPU in MIG mode the slices that are ours are counted") {
  FakeNvml fake(kMig);
  const auto [visible, share] = GENERATE(table<std::string, double>({
      {"MIG-1111", 3.0 / 7},
      {"MIG-1111,MIG-4444", 4.0 / 7},
      {"MIG-2222,MIG-3333", 2.0 / 7},  // two parts of one GPU instance
      {"MIG-GPU-aaaa1111/5/0", 1.0 / 7},
      {"MIG-GPU-aaaa1111/2/1", 2.0 / 7},
      {"0", 6.0 / 7},
  }));
  INFO(visible);
  fake.machine.environment["CUDA_VISIBLE_DEVICES"] = visible;
  const Opened opened = fake.open();
  REQUIRE(opened.source != nullptr);
  REQUIRE(opened.source->channels().size() == 1);
  const Channel& channel = opened.source->channels().front();
  CHECK(channel.id == "GPU-aaaa1111");
  CHECK(channel.share == Approx(share));
  CHECK_THAT(channel.note, Contains("estimate"));
  CHECK(read(*opened.source).front().power_w == 350);  // the board's, not the share's
}

TEST_CASE("what is ours of an NVIDIA GPU in MIG mode is told apart by its GPU instances") {
  FakeNvml fake(kMig);
  const auto part = [&](const char* visible) {
    fake.machine.environment["CUDA_VISIBLE_DEVICES"] = visible;
    return fake.open().source->channels().front().part;
  };
  CHECK(part("MIG-1111") == "gi1");
  CHECK(part("MIG-2222") == "gi2");
  CHECK(part("MIG-3333") == "gi2");  // its energy is that of the same instance
  CHECK(part("MIG-4444,MIG-1111") == "gi1,gi5");
}

TEST_CASE("an NVIDIA GPU that has four slices is shared by four") {
  const FakeNvml fake("clock manual\ngpu GPU-a NVIDIA A30\npower 0 1\nslices 4\nmig MIG-1 1 0 2\n");
  CHECK(fake.open().source->channels().front().share == 0.5);
}

TEST_CASE("an NVIDIA GPU in MIG mode whose slices are not told is counted whole") {
  const FakeNvml unsized("clock manual\ngpu GPU-a NVIDIA A100\npower 0 1\nmig MIG-1 1 0 0\n");
  const Opened whole = unsized.open();
  CHECK(whole.source->channels().front().share == 1);
  CHECK_THAT(whole.source->channels().front().note, Contains("are not told"));
  const FakeNvml hidden("clock manual\ngpu GPU-a NVIDIA A100\npower 0 1\nmig-mode\n");
  const Opened opened = hidden.open();
  CHECK(opened.source->channels().front().share == 1);
  CHECK_THAT(opened.source->channels().front().note, Contains("are not told"));
}

TEST_CASE("an unknown name is answered with NVIDIA's instances too") {
  FakeNvml fake(kMig);
  fake.machine.gpus = {"MIG-9"};
  CHECK_THAT(fake.open().findings.front().reason, Contains("0 (GPU-aaaa1111), MIG-1111, MIG-2222"));
}

TEST_CASE("NVIDIA GPUs are counted in the order of the bus where CUDA does") {
  FakeNvml fake(
      "clock manual\n"
      "gpu GPU-aaaa NVIDIA A100\npci 00000000:5A:00.0\npower 0 1\n"
      "gpu GPU-bbbb NVIDIA T4\npci 00000000:18:00.0\npower 0 1\n");
  fake.machine.environment = {{"CUDA_VISIBLE_DEVICES", "0"}, {"CUDA_DEVICE_ORDER", "PCI_BUS_ID"}};
  const Opened opened = fake.open();
  REQUIRE(opened.source->channels().size() == 1);
  CHECK(opened.source->channels().front().id == "GPU-bbbb");
}
