// Knows what a person or a tool can say about a training run: the run file, version 1, as values.
//
// Everything but the devices is optional here; `resolve` fills what was left blank.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "co2est/origin.hpp"
#include "co2est/units.hpp"

namespace co2est {

/// UTC, to the millisecond.
using UtcTime = std::chrono::sys_time<std::chrono::milliseconds>;

/// Energy of one entry between two instants (half-open), all devices of the entry together.
struct EnergyInterval {
  UtcTime start{};
  UtcTime end{};
  Energy energy{};

  friend bool operator==(const EnergyInterval&, const EnergyInterval&) = default;
};

/// The options of the command line that change an entry of `devices`.
enum class DeviceOption : std::uint8_t { model, count, power, memory, instance };

/// One entry of `devices`. `power`, `utilization` and `achieved` are per device, `memory_gb` per
/// host; `energy`, `intervals`, `device_hours` and `flop` are totals of the entry.
struct DeviceSpec {
  DeviceKind kind = DeviceKind::gpu;
  /// Of a cloud, in place of kind and model: `count` and `device_hours` are those of instances, the
  /// rest is of its accelerators.
  std::string instance;
  std::string model;
  std::optional<double> count;  ///< total over all hosts; per host for cpu and dram
  std::optional<Range<Energy>> energy;
  std::vector<EnergyInterval> intervals;
  std::optional<Range<Power>> power;
  bool power_unknown = false;         ///< "power": null, said on purpose
  std::optional<double> utilization;  ///< 0 to 1, of the model's TDP
  std::optional<Range<double>> memory_gb;
  std::optional<double> device_hours;  ///< h, all devices of the entry together
  std::optional<double> flop;          ///< floating-point operations, total of the entry
  std::optional<Range<double>> achieved_flop_per_s;  ///< per device
  std::optional<Basis> basis;
  Sensor sensor = Sensor::none;
  std::optional<std::pair<double, double>> range;  ///< low and high as factors on the energy
  std::string source;  ///< who stated the value; entries with one source share their error
  std::string id;      ///< UUID or zone, written by measure and import
  std::string host;    ///< host name, written by measure and import
  std::uint8_t said_by_flag = 0;  ///< bit per DeviceOption

  friend bool operator==(const DeviceSpec&, const DeviceSpec&) = default;
};

struct MixShare {
  std::string technology;
  double percent = 0.0;

  friend bool operator==(const MixShare&, const MixShare&) = default;
};

/// `grid`: an id, or an intensity, or a mix.
struct GridSpec {
  std::string id;
  std::optional<int> year;
  std::optional<Accounting> accounting;
  std::optional<Range<Intensity>> intensity;
  std::vector<MixShare> mix;
  std::string source;

  friend bool operator==(const GridSpec&, const GridSpec&) = default;
};

/// `pue`: a number, "none", or a facility.
struct PueSpec {
  std::optional<Range<double>> value;  ///< at least 1
  bool none = false;
  std::string facility;

  friend bool operator==(const PueSpec&, const PueSpec&) = default;
};

struct MarketSpec {
  Range<Intensity> intensity;
  double share = 1.0;  ///< 0 to 1, of the energy that the instrument covers
  std::string instrument;
  std::optional<Range<Intensity>> residual;

  friend bool operator==(const MarketSpec&, const MarketSpec&) = default;
};

struct EmbodiedSpec {
  std::optional<Range<Mass>> per_device;
  std::optional<Range<Mass>> per_host;
  std::string per_device_name;  ///< in place of a mass: a row of embodied.csv
  std::string per_host_name;
  std::optional<Range<Duration>> lifetime;
  std::optional<double> utilization;  ///< 0 to 1

  friend bool operator==(const EmbodiedSpec&, const EmbodiedSpec&) = default;
};

struct WaterSpec {
  std::optional<Range<double>> wue_l_per_kwh;     ///< on site, per kWh of IT energy
  std::optional<Range<double>> source_l_per_kwh;  ///< at the power plants, per facility kWh

  friend bool operator==(const WaterSpec&, const WaterSpec&) = default;
};

struct PriceSpec {
  std::optional<Range<double>> electricity_usd_per_kwh;
  bool electricity_of_catalogue = false;  ///< in its place: the price where the grid is
  std::optional<Range<double>> device_usd_per_h;

  [[nodiscard]] bool says_electricity() const {
    return electricity_usd_per_kwh || electricity_of_catalogue;
  }

  friend bool operator==(const PriceSpec&, const PriceSpec&) = default;
};

/// `host`: what accelerator figures say about the rest of the server.
enum class HostSaid : std::uint8_t {
  nothing,
  model,     ///< put the modelled rest of the server into the headline
  included,  ///< the stated power or energy of accelerators already contains the server
};

/// The top-level keys that have an origin of their own.
enum class Field : std::uint8_t {
  name,
  time,
  hosts,
  devices_per_host,
  devices,
  method,
  pue,
  grid,
  host,
  market,
  embodied,
  water,
  price,
  repeat,
  tags,
  record
};

/// One run as it was said.
struct RunSpec {
  std::string where;  ///< file and JSON pointer, for messages: "run.json: /runs/3"
  std::string name;
  std::optional<UtcTime> start;
  std::optional<UtcTime> end;
  std::optional<Range<Duration>> duration;
  std::optional<double> hosts;
  std::optional<double> devices_per_host;
  std::vector<DeviceSpec> devices;
  std::string method;
  std::optional<PueSpec> pue;
  std::optional<GridSpec> grid;
  HostSaid host = HostSaid::nothing;
  std::optional<MarketSpec> market;
  std::optional<EmbodiedSpec> embodied;
  std::optional<WaterSpec> water;
  std::optional<PriceSpec> price;
  std::optional<double> repeat;
  std::vector<std::pair<std::string, std::string>> tags;
  std::string record;  ///< JSON text of `record`, kept for tools that rewrite the file
  std::vector<std::pair<std::string, std::string>> extensions;  ///< x- keys and their JSON text

  std::uint32_t said_by_flag = 0;      ///< bit per Field
  std::uint32_t said_by_defaults = 0;  ///< bit per Field

  [[nodiscard]] OriginKind origin_of(Field field) const {
    const std::uint32_t bit = std::uint32_t{1} << static_cast<unsigned>(field);
    if ((said_by_flag & bit) != 0) return OriginKind::flag;
    return (said_by_defaults & bit) != 0 ? OriginKind::defaults : OriginKind::run;
  }
  /// Empties every member and keeps the storage, so that one object reads many runs.
  void clear();

  friend bool operator==(const RunSpec&, const RunSpec&) = default;
};

/// A parsed document: one run, or a project of runs with its defaults already laid under them.
struct Document {
  std::string name;  ///< of the project; empty for a single run
  bool project = false;
  std::vector<RunSpec> runs;
};

/// What `base` says, replaced key by key by what `over` says: a top-level key replaces the whole
/// value, only `tags` and `price` merge per key, and duration, start and end are one group.
/// What comes from `base` is marked with `base_kind` (flag or defaults are remembered).
void lay_under(const RunSpec& base, OriginKind base_kind, RunSpec& run);

}  // namespace co2est
