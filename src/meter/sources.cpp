// Knows the table of sources: one row, one file.
#include <algorithm>
#include <array>

#include "meter/sensors/nvml.hpp"
#include "meter/sensors/sensors.hpp"
#include "meter/source.hpp"

namespace co2est::meter {

namespace {

constexpr std::array kSources{
    SourceKind{"nvml", "NVIDIA GPUs by the driver's library", true, open_nvml},
    SourceKind{"powercap", "CPUs and memory by RAPL, through powercap", false, open_powercap},
    SourceKind{"perf_power", "CPUs and memory by RAPL, through perf_event", false, open_perf_power},
    SourceKind{"amdgpu", "AMD GPUs by their driver's hwmon", false, open_amdgpu},
    SourceKind{"intel_gpu", "Intel GPUs by their driver's hwmon", false, open_intel_gpu},
    SourceKind{"power_meter", "NVIDIA Grace by its ACPI power meters", false, open_power_meter},
    SourceKind{"cray", "the counters of an HPE Cray node", false, open_cray},
    SourceKind{"replay", "a power log in place of sensors", false, open_replay},
};

}  // namespace

std::span<const SourceKind> source_kinds() {
  return kSources;
}

const SourceKind* find_source_kind(std::string_view name) {
  const auto found = std::find_if(kSources.begin(), kSources.end(),
                                  [&](const SourceKind& kind) { return kind.name == name; });
  return found == kSources.end() ? nullptr : &*found;
}

}  // namespace co2est::meter
