// Knows which GPUs of a machine are this run's: what the user named, what CUDA will see, or what
// the batch system gave.
#pragma once

#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace co2est::meter {

/// A part of a GPU that the driver shows as a device of its own.
struct MigSeen {
  std::string uuid;  ///< "MIG-..."
  unsigned gpu_instance = 0;
  unsigned compute_instance = 0;
};

/// A GPU that can be opened.
struct GpuSeen {
  unsigned index = 0;  ///< as the driver and nvidia-smi number it
  std::string uuid;    ///< "GPU-..."
  std::string name;
  std::string pci;                 ///< "00000000:18:00.0"; may be empty
  std::vector<MigSeen> instances;  ///< those that are shown to us
};

struct GpuChoice {
  struct Ours {
    std::size_t device = 0;              ///< its place in the list
    std::vector<std::size_t> instances;  ///< places of those of its instances that are ours
  };
  std::vector<Ours> ours;  ///< by place, each once
  std::string_view by;     ///< static text: "--gpus", a variable, or "all that are seen"
  std::string note;        ///< what a reader of the record must know; may be empty
  /// What of --gpus names no GPU, or several: then nothing is chosen.
  std::vector<std::string> unknown;
};

/// Chooses by the first of these that is there:
///  1. `asked`, of --gpus: indices as nvidia-smi has them, or a UUID (GPU-..., MIG-...) or the
///     beginning of one. "4,5" in one text is two.
///  2. CUDA_VISIBLE_DEVICES, by CUDA's rules: empty is none; reading stops at the first entry that
///     is invalid; UUIDs may be cut as long as they name one device; MIG-<uuid> and
///     MIG-GPU-<uuid>/<gpu instance>/<compute instance>. Integers count in the order of the bus
///     with CUDA_DEVICE_ORDER=PCI_BUS_ID, else fastest first, which is not known here: where models
///     differ, all are chosen, with a note.
///  3. SLURM_STEP_GPUS, SLURM_JOB_GPUS: indices on the host. A job that is confined sees its own
///     GPUs only, counted from 0: where as many are seen as were given, all are ours.
///  4. All that are seen.
/// Of a chosen GPU all instances are ours, unless they were chosen one by one.
GpuChoice choose_gpus(const std::vector<std::string>& asked,
                      const std::map<std::string, std::string>& environment,
                      std::span<const GpuSeen> seen);

}  // namespace co2est::meter
