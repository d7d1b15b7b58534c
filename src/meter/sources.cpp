// Knows the table of sources: one row, one file.
#include <algorithm>
#include <array>

#include "meter/sensors/nvml.hpp"
#include "meter/source.hpp"

namespace co2est::meter {

namespace {

constexpr std::array<SourceKind, 1> kSources{{
    {"nvml", "NVIDIA GPUs by the driver's library", true, open_nvml},
}};

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
