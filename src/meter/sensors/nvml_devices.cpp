#include "meter/sensors/nvml_devices.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>
#include <utility>

namespace co2est::meter::nvml {
namespace {

constexpr unsigned kUsualSlices = 7;  // compute slices of A100, H100, H200 and B200

struct Failure {
  Code code;
  Standing standing;
  std::string_view reason, remedy;
};
constexpr std::string_view kAskForGpu =
    "ask for a GPU: sbatch --gres=gpu:1 in Slurm, docker run --gpus all in a container";
constexpr std::array<Failure, 7> kFailures{{
    {kNoPermission, Standing::denied, "the system does not let this user open it",
     "ls -l /dev/nvidia* shows who may; in a batch job, ask for a GPU: sbatch --gres=gpu:1"},
    {kBlockedBySystem, Standing::denied, "the system or a cgroup blocks its device file",
     kAskForGpu},
    {kDriverNotLoaded, Standing::unusable, "the NVIDIA driver is not loaded",
     "sudo modprobe nvidia"},
    {kGpuIsLost, Standing::unusable, "the GPU has fallen off the bus",
     "reboot; sudo dmesg | grep Xid tells why"},
    {kResetRequired, Standing::unusable, "the GPU waits for a reset",
     "sudo nvidia-smi --gpu-reset, with no process on it"},
    {kVersionMismatch, Standing::unusable, "driver and library differ",
     "reboot or reload the driver"},
    {kNotSupported, Standing::unusable, "it does not support this", ""},
}};

std::string text_or(std::optional<std::string> text, std::string_view otherwise) {
  return text ? *std::move(text) : std::string(otherwise);
}

/// Fills the instances of the last device; a driver that lacks a function has none.
void list_instances(const Calls& calls, Devices& devices) {
  Device device = devices.handles.back();
  std::vector<MigSeen>& instances = devices.seen.back().instances;
  std::vector<unsigned>& slices = devices.slices.emplace_back();
  unsigned& in_all = devices.slices_in_all.emplace_back(0);
  unsigned current = 0, pending = 0;
  if (calls.mig_mode == nullptr || calls.mig_handle == nullptr) return;
  if (calls.mig_mode(device, &current, &pending) != kOk || current == 0) return;
  // As many instances as there are slices: 7, and 4 on smaller chips such as A30.
  if (calls.mig_count == nullptr || calls.mig_count(device, &in_all) != kOk || in_all == 0)
    in_all = kUsualSlices;
  for (unsigned i = 0; i < in_all; ++i) {
    Device instance = nullptr;
    if (calls.mig_handle(device, i, &instance) != kOk) continue;
    MigSeen& seen = instances.emplace_back();
    seen.uuid = text_or(text_of(calls.uuid, instance), "");
    seen.gpu_instance = i;
    if (calls.gpu_instance != nullptr) calls.gpu_instance(instance, &seen.gpu_instance);
    if (calls.compute_instance != nullptr) calls.compute_instance(instance, &seen.compute_instance);
    Attributes attributes;
    const bool told = calls.attributes != nullptr && calls.attributes(instance, &attributes) == kOk;
    slices.push_back(told ? attributes.gpu_instance_slices : 0);
  }
}

/// Takes in the device of this index, or tells why not.
void list_device(const Calls& calls, unsigned index, Devices& devices) {
  Device device = nullptr;
  Code code = calls.handle(index, &device);
  std::optional<std::string> uuid;
  if (code == kOk) uuid = text_of(calls.uuid, device, &code);
  if (!uuid) {
    devices.findings.push_back(finding_of(code, "GPU " + std::to_string(index)));
    return;
  }
  GpuSeen& seen = devices.seen.emplace_back();
  seen.index = index;
  seen.uuid = *std::move(uuid);
  seen.name = text_or(text_of(calls.name, device), "");
  PciInfo pci;
  if (calls.pci != nullptr && calls.pci(device, &pci) == kOk) {
    pci.bus_id[sizeof pci.bus_id - 1] = '\0';
    seen.pci = pci.bus_id;
  }
  devices.handles.push_back(device);
  list_instances(calls, devices);
}

}  // namespace

Finding finding_of(Code code, const std::string& what) {
  const auto* row = std::find_if(kFailures.begin(), kFailures.end(),
                                 [&](const Failure& failure) { return failure.code == code; });
  if (row == kFailures.end()) {
    return {"nvml", what, Standing::unusable,
            "the driver's library gives error " + std::to_string(code), "nvidia-smi tells more"};
  }
  return {"nvml", what, row->standing, std::string(row->reason), std::string(row->remedy)};
}

Devices list_devices(const Calls& calls) {
  Devices devices;
  unsigned count = 0;
  if (const Code code = calls.count(&count); code != kOk) {
    devices.findings.push_back(finding_of(code, "the list of GPUs"));
    return devices;
  }
  for (unsigned index = 0; index < count; ++index)
    list_device(calls, index, devices);
  return devices;
}

std::optional<double> share_of(const Devices& devices, const GpuChoice::Ours& ours) {
  const unsigned in_all = devices.slices_in_all[ours.device];
  std::map<unsigned, unsigned> slices;  // by GPU instance
  for (const std::size_t i : ours.instances)
    slices[devices.seen[ours.device].instances[i].gpu_instance] = devices.slices[ours.device][i];
  unsigned sum = 0;
  for (const auto& [instance, count] : slices)
    sum += count;
  if (in_all == 0 || sum == 0) return std::nullopt;
  return std::min(static_cast<double>(sum) / in_all, 1.0);
}

}  // namespace co2est::meter::nvml
