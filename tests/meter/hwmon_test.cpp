// What the tests know about GPUs and meters in hwmon: which file is read, which devices are ours.
#include "fake_tree.hpp"

namespace co2est_tests {
namespace {

using namespace co2est;
using namespace co2est::meter;
using Catch::Contains;
using Words = std::vector<std::string>;

const std::string kHwmon = "/sys/class/hwmon/";

void put_amd(const FakeTree& tree, const std::string& hwmon, const std::string& address,
             const std::string& unique_id) {
  tree.chip(hwmon, "amdgpu", address);
  tree.put(kHwmon + hwmon + "/power1_average", "203000000");
  tree.put(kHwmon + hwmon + "/power1_cap", "550000000");
  tree.put("/sys/devices/" + address + "/unique_id", unique_id);
  tree.put("/sys/devices/" + address + "/device", "0x740c");
}

/// Four of them, listed by hwmon in another order than on the bus.
void put_four(const FakeTree& tree) {
  put_amd(tree, "hwmon9", "0000:01:00.0", "aaaa000000000001");
  put_amd(tree, "hwmon3", "0000:41:00.0", "aaaa000000000002");
  put_amd(tree, "hwmon4", "0000:81:00.0", "bbbb000000000003");
  put_amd(tree, "hwmon5", "0000:c1:00.0", "bbbb000000000004");
}

Words chosen(const FakeTree& tree, const std::map<std::string, std::string>& environment) {
  Machine machine = tree.machine();
  machine.environment = environment;
  return ids_of(open_amdgpu(machine));
}

}  // namespace

TEST_CASE("an AMD GPU gives its average power, or on newer chips its present one", "[hwmon]") {
  const FakeTree tree;
  put_amd(tree, "hwmon3", "0000:c1:00.0", "6d1a2b3c4d5e6f70");
  Opened opened = open_amdgpu(tree.machine());
  CHECK(ids_of(opened) == Words{"GPU-6d1a2b3c4d5e6f70"});
  const Channel channel = opened.source->channels()[0];
  CHECK(channel.scope == Scope::gpu);
  CHECK(channel.model == "AMD 1002:740c");
  CHECK(channel.sensor == Sensor::sampled);
  CHECK(channel.limit_w == 550.0);
  CHECK(read_all(opened)[0].power_w == 203.0);
  tree.put(kHwmon + "hwmon3/power1_average", "0");  // no board draws nothing
  CHECK(read_all(opened)[0].fault == "no data");
  CHECK_FALSE(read_all(opened)[0].power_w);

  std::filesystem::remove(tree.at(kHwmon + "hwmon3/power1_average"));
  tree.put(kHwmon + "hwmon3/power1_input", "99000000");
  tree.put(kHwmon + "hwmon3/energy1_input", "7000000");
  tree.put("/sys/devices/0000:c1:00.0/product_name", "AMD Instinct MI210");
  tree.put("/sys/devices/0000:c1:00.0/unique_id", "");
  opened = open_amdgpu(tree.machine());
  CHECK(ids_of(opened) == Words{"pci-0000:c1:00.0"});
  CHECK(opened.source->channels()[0].model == "AMD Instinct MI210");
  CHECK(opened.source->channels()[0].sensor == Sensor::counter);
  CHECK(read_all(opened)[0].power_w == 99.0);
  CHECK(read_all(opened)[0].energy_j == 7.0);
}

TEST_CASE("launchers choose AMD GPUs by bus order, one list within the other", "[hwmon]") {
  const FakeTree tree;
  put_four(tree);
  const std::string a = "GPU-aaaa000000000001", b = "GPU-aaaa000000000002",
                    c = "GPU-bbbb000000000003", d = "GPU-bbbb000000000004";
  CHECK(chosen(tree, {}) == Words{a, b, c, d});
  CHECK(chosen(tree, {{"ROCR_VISIBLE_DEVICES", "1,3"}}) == Words{b, d});
  CHECK(chosen(tree, {{"ROCR_VISIBLE_DEVICES", "1,3"}, {"HIP_VISIBLE_DEVICES", "1"}}) == Words{d});
  CHECK(chosen(tree, {{"ROCR_VISIBLE_DEVICES", "GPU-bbbb, 0"}}) == Words{a, c});
  CHECK(chosen(tree, {{"ROCR_VISIBLE_DEVICES", "3,1"}, {"HIP_VISIBLE_DEVICES", "0"}}) == Words{d});
  CHECK(chosen(tree, {{"HIP_VISIBLE_DEVICES", "0,2,-1,1"}}) == Words{a, c});
  CHECK(chosen(tree, {{"HIP_VISIBLE_DEVICES", "1"}, {"CUDA_VISIBLE_DEVICES", "2"}}) == Words{b});
  CHECK(chosen(tree, {{"CUDA_VISIBLE_DEVICES", "2"}}) == Words{c});
  CHECK(chosen(tree, {{"HIP_VISIBLE_DEVICES", ""}}).empty());
  Machine machine = tree.machine();
  machine.gpus = {"0000:81:00.0", "0"};
  machine.environment = {{"ROCR_VISIBLE_DEVICES", "1"}};
  CHECK(ids_of(open_amdgpu(machine)) == Words{a, c});
  CHECK_THAT(finding_of(open_amdgpu(machine), Standing::absent)->reason, Contains("--gpus"));
}

TEST_CASE("the second die of a card stands for its first", "[hwmon]") {
  const FakeTree tree;
  put_amd(tree, "hwmon0", "0000:01:00.0", "1");
  put_amd(tree, "hwmon1", "0000:02:00.0", "2");
  const std::string power = GENERATE(as<std::string>(), "0", "N/A (Secondary die)");
  tree.put(kHwmon + "hwmon1/power1_average", power);
  tree.put(kHwmon + "hwmon1/power1_cap", "0");
  CHECK(chosen(tree, {}) == Words{"GPU-1"});
  CHECK(chosen(tree, {{"HIP_VISIBLE_DEVICES", "1"}}) == Words{"GPU-1"});
  const auto die = finding_of(open_amdgpu(tree.machine()), Standing::contained);
  REQUIRE(die);
  CHECK_THAT(die->reason, Contains("second die"));
}

TEST_CASE("a processor with a GPU in it is told as what it covers", "[hwmon]") {
  const FakeTree tree;
  put_amd(tree, "hwmon0", "0000:01:00.0", "1");
  const auto scope = [&] { return open_amdgpu(tree.machine()).source->channels()[0].scope; };
  tree.put("/sys/devices/0000:01:00.0/gpu_metrics", std::string("\x78\x00\x01\x03", 4));
  CHECK(scope() == Scope::gpu);
  tree.put("/sys/devices/0000:01:00.0/gpu_metrics", std::string("\x78\x00\x02\x01", 4));
  CHECK(scope() == Scope::package);
  tree.put("/sys/devices/0000:01:00.0/device", "0x74a0");
  CHECK(scope() == Scope::module);
}

TEST_CASE("a GPU that was given to somebody else is not ours", "[hwmon]") {
  const FakeTree tree;
  put_four(tree);
  tree.folder("/sys/devices/0000:01:00.0/drm/renderD128");
  tree.folder("/sys/devices/0000:41:00.0/drm/renderD129");
  tree.put("/dev/dri/renderD129", "");
  const Opened opened = open_amdgpu(tree.machine());
  CHECK(ids_of(opened).front() == "GPU-aaaa000000000002");
  CHECK_THAT(opened.findings.at(0).reason, Contains("renderD128"));
  CHECK(chosen(tree, {{"ROCR_VISIBLE_DEVICES", "0"}}) == Words{"GPU-aaaa000000000002"});
}

TEST_CASE("an Intel GPU gives the card's counter, else the package's, in 64 bits", "[hwmon]") {
  const FakeTree tree;
  tree.chip("hwmon2", "xe", "0000:03:00.0");
  tree.put("/sys/devices/0000:03:00.0/device", "0x0bda");
  tree.put(kHwmon + "hwmon2/energy1_input", "0");
  CHECK(open_intel_gpu(tree.machine()).findings.at(0).standing == Standing::unusable);
  tree.put(kHwmon + "hwmon2/energy2_input", "5000000000");  // beyond 32 bits
  tree.put(kHwmon + "hwmon2/power2_max", "300000000");
  Opened opened = open_intel_gpu(tree.machine());
  CHECK(ids_of(opened) == Words{"pci-0000:03:00.0"});
  CHECK(read_all(opened)[0].energy_j == 5000.0);
  CHECK(opened.source->channels()[0].limit_w == 300.0);
  CHECK(opened.source->channels()[0].model == "Intel 8086:0bda");
  CHECK_THAT(opened.source->channels()[0].note, Contains("package"));

  tree.put(kHwmon + "hwmon2/name", "i915");
  tree.put(kHwmon + "hwmon2/energy1_input", "18446744073709551615");
  opened = open_intel_gpu(tree.machine());
  CHECK(read_all(opened)[0].energy_j == Approx(18446744073709.551615));
  CHECK(opened.source->channels()[0].note.empty());
  Machine machine = tree.machine();
  machine.environment["ZE_AFFINITY_MASK"] = "1.0";
  CHECK(ids_of(open_intel_gpu(machine)).empty());
  machine.environment["ZE_AFFINITY_MASK"] = "0.1";
  CHECK(ids_of(open_intel_gpu(machine)).size() == 1);
}

TEST_CASE("Grace's meters say which rail they are, and are read no faster than they average",
          "[hwmon]") {
  const FakeTree tree;
  const std::vector<std::pair<std::string, std::string>> rails{
      {"Module Power Socket 0", "module-0"},
      {"Grace Power Socket 0", "grace-0"},
      {"CPU Power Socket 1", "grace-1/cpu"},
      {"SysIO Power Socket 1", "grace-1/sysio"}};
  for (std::size_t i = 0; i < rails.size(); ++i) {
    const std::string number = std::to_string(i);
    tree.chip("hwmon" + number, "power_meter", "ACPI000D:0" + number);
    tree.put("/sys/devices/ACPI000D:0" + number + "/power1_oem_info", rails[i].first);
    tree.put("/sys/devices/ACPI000D:0" + number + "/power1_average", "150000000");
    tree.put("/sys/devices/ACPI000D:0" + number + "/power1_average_interval", "60000");
  }
  tree.chip("hwmon7", "power_meter", "ACPI000D:07");
  tree.put("/sys/devices/ACPI000D:07/power1_average", "900000000");
  const Opened opened = open_power_meter(tree.machine());
  CHECK(ids_of(opened) == Words{"module-0", "grace-0", "grace-1/cpu", "grace-1/sysio"});
  CHECK(opened.source->channels()[0].scope == Scope::module);
  CHECK(opened.source->channels()[1].scope == Scope::package);
  CHECK_THAT(finding_of(opened, Standing::unusable)->reason, Contains("power1_oem_info"));
  CHECK(read_all(opened)[0].power_w == 150.0);
  tree.put("/sys/devices/ACPI000D:00/power1_average", "250000000");
  CHECK(read_all(opened)[0].power_w == 150.0);  // the average of this minute still stands

  tree.put("/sys/devices/ACPI000D:00/power1_average_interval", "0");
  const Opened again = open_power_meter(tree.machine());
  tree.put("/sys/devices/ACPI000D:00/power1_average", "350000000");
  CHECK(read_all(again)[0].power_w == 350.0);
}

}  // namespace co2est_tests
