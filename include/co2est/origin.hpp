// Knows where a number comes from and how good the evidence behind it is.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace co2est {

/// How a number was obtained, best first.
enum class Basis : std::uint8_t { measured, reported, modelled, assumed };

/// Which instrument produced a measured energy or power; written by measure and import.
enum class Sensor : std::uint8_t { none, meter, counter, sampled, rapl };

/// What a grid intensity counts: stack emissions only, or the plants' whole life.
enum class Accounting : std::uint8_t { lifecycle, direct, unknown };

enum class DeviceKind : std::uint8_t { gpu, tpu, cpu, dram, host, node, facility, idle, other };

constexpr bool is_accelerator(DeviceKind kind) {
  return kind == DeviceKind::gpu || kind == DeviceKind::tpu;
}
/// cpu, dram and host entries stand once in every server.
constexpr bool is_per_host(DeviceKind kind) {
  return kind == DeviceKind::cpu || kind == DeviceKind::dram || kind == DeviceKind::host;
}

/// Which kind of evidence gave a component its energy, best first.
enum class Evidence : std::uint8_t {
  energy,
  intervals,
  power,
  utilization,
  model,
  memory,
  host_model,
  none,
};

std::string_view to_text(Basis basis);
std::string_view to_text(Sensor sensor);
std::string_view to_text(Accounting accounting);
std::string_view to_text(DeviceKind kind);
std::string_view to_text(Evidence evidence);

/// The step of the precedence (flag, run, defaults, method, cloud region, catalogue) that spoke.
enum class OriginKind : std::uint8_t {
  flag,
  run,
  defaults,
  method,
  cloud_region,
  catalogue,
  assumption,
};

/// Who said a number. `detail` names the preset, region or row; `source_id` a row of sources.csv.
struct Origin {
  OriginKind kind = OriginKind::assumption;
  std::string detail;
  std::string source_id;

  /// Empties every member and keeps the storage.
  void clear() {
    kind = OriginKind::assumption;
    detail.clear();
    source_id.clear();
  }
};

/// "run file", "method strubell2019", "catalogue: US 2024", ...
std::string to_text(const Origin& origin);

}  // namespace co2est
