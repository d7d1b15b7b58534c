// Knows the source of NVIDIA's GPUs.
#pragma once

#include "meter/source.hpp"

namespace co2est::meter {

/// A channel per GPU that is this run's (gpu_choice.hpp): counter and power where it has both. A
/// name of --gpus that is no GPU is the finding "--gpus", unusable, and there is no source.
Opened open_nvml(const Machine& machine);

}  // namespace co2est::meter
