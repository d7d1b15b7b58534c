// Knows how the GPUs that NVIDIA's library shows are listed, with their MIG instances, and what is
// said of one that cannot be opened.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "meter/gpu_choice.hpp"
#include "meter/sensors/nvml_library.hpp"
#include "meter/source.hpp"

namespace co2est::meter::nvml {

/// GPUs that answer to a handle and tell their UUID; `seen` and `handles` go together.
struct Devices {
  std::vector<GpuSeen> seen;
  std::vector<Device> handles;
  /// Slices of each instance in `seen`, 0 where they are not told.
  std::vector<std::vector<unsigned>> slices;
  std::vector<unsigned> slices_in_all;  ///< of each GPU; 0 where it is not in MIG mode
  std::vector<Finding> findings;        ///< of those that are left out
};

/// The library is initialised.
Devices list_devices(const Calls& calls);

/// The part of a GPU that instances have: their slices over all. A GPU instance that several of
/// them share counts once. Nothing where the GPU is not in MIG mode or tells no slices.
std::optional<double> share_of(const Devices& devices, const GpuChoice::Ours& ours);

/// What a failure to start or to open a device means, and what helps.
Finding finding_of(Code code, const std::string& what);

}  // namespace co2est::meter::nvml
