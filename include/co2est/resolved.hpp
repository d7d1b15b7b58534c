// Knows a run with every blank filled: nothing left to look up, every number with its origin.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "co2est/catalogue.hpp"
#include "co2est/note.hpp"
#include "co2est/origin.hpp"
#include "co2est/run.hpp"
#include "co2est/units.hpp"

namespace co2est {

/// What makes a factor uncertain. Factors that share a cause err together.
enum class Cause : std::uint8_t { power, throughput, extrapolation, host, grid, pue };
inline constexpr std::size_t kCauses = 6;

/// The class of evidence behind a power: each has a band and an error of its own.
enum class PowerClass : std::uint8_t {
  none,
  meter,
  counter,
  sampled,
  rapl,
  stated,
  at_tdp,
  utilization,
  tdp,
  load,
  dram,
  logged_range,
};

/// Identifies a group of fully correlated factors; different groups are independent.
/// `source` is the hash of who stated a value, `document` is not 0 where the error is shared only
/// inside one input.
struct GroupKey {
  Cause cause = Cause::power;
  PowerClass power_class = PowerClass::none;
  Vendor vendor = Vendor::none;
  std::uint64_t source = 0;
  std::uint64_t document = 0;

  friend auto operator<=>(const GroupKey&, const GroupKey&) = default;
};

/// The band of one factor, as ratios to its mid value: low <= 1 <= high.
struct Factor {
  GroupKey group;
  double low = 1.0;
  double high = 1.0;
};

/// At most four factors stand behind one component's energy: power, throughput, a logged range,
/// extrapolation.
class Factors {
 public:
  void add(const Factor& factor) { items_.at(size_++) = factor; }
  void clear() { size_ = 0; }
  [[nodiscard]] const Factor* begin() const { return items_.data(); }
  [[nodiscard]] const Factor* end() const { return items_.data() + size_; }

 private:
  std::array<Factor, 4> items_{};
  std::size_t size_ = 0;
};

/// For gigabytes of a host that differ between the runs of a total.
inline constexpr double kSizesDiffer = -1;

/// The inputs of one component's energy; which of them count is said by `evidence`.
///   energy, intervals:  energy
///   power:              power x device_hours
///   utilization:        tdp x utilization x device_hours, capped at cap x tdp
///   model:              tdp x fraction x device_hours
///   memory:             power (from W per GB) x device_hours
struct Derivation {
  Energy energy{};
  Power power{};        ///< per device
  Power tdp{};          ///< per device
  double fraction = 1;  ///< utilization, or the default share of the TDP
  Duration device_hours{};
  double memory_gb = 0;            ///< of one host, 0 by modules; in a total kSizesDiffer
  double flop = 0;                 ///< where device hours come from a FLOP count
  double achieved_flop_per_s = 0;  ///< per device
};

struct ResolvedComponent {
  DeviceKind kind = DeviceKind::gpu;
  std::string model;
  std::optional<double> count = 1;  ///< absent where only the hours of all devices are said
  bool energy_known = true;
  Evidence evidence = Evidence::none;
  Basis basis = Basis::assumed;
  double share_measured = 0;
  Derivation inputs;
  Factors factors;
  Origin origin;
  std::string_view tdp_source;       ///< of the catalogue's TDP or W per thread, where it counts
  std::string_view embodied_source;  ///< of the catalogue's mass, where it counts
  std::optional<Range<double>> device_usd_per_h;
  Mass embodied_per_device{};      ///< used where the run asks for embodied emissions
  std::vector<double> time_share;  ///< of its energy, per interval of the timeline; empty: all in
                                   ///< the only interval

  /// Empties every member and keeps the storage.
  void clear();
};

/// A half-open interval of UTC with the carbon intensity that holds in it.
struct Interval {
  std::optional<UtcTime> begin;
  std::optional<UtcTime> end;
  Range<Intensity> intensity;
};

struct PueFactor {
  Range<double> value{1, 1, 1};
  int year = 0;  ///< of a row of the catalogue; else 0
  Basis basis = Basis::assumed;
  Origin origin;
  GroupKey group;
};

struct GridFactor {
  std::string id;
  std::string name;
  int year = 0;  ///< of the figure; 0 where unknown
  Accounting accounting = Accounting::unknown;
  std::string gases;
  std::string losses;  ///< of the grid: excluded, included; empty where unknown
  Range<Intensity> intensity;
  Basis basis = Basis::assumed;
  bool stack_measured = false;  ///< a lifecycle figure of which only the upstream is modelled
  Origin origin;
  GroupKey group;
  /// Of the cloud region, hour by hour after its provider's purchases; shown only.
  std::optional<double> cfe_share;
  int cfe_year = 0;  ///< of cfe_share
};

/// The figure with the host is the larger of two, by the mids: accelerators x factor, which
/// contains CPUs and memory, and the accelerators with the CPUs and memory that the run names. So
/// nothing counts twice, and it is never below the headline, whose interval it leaves alone. Idle
/// nodes stay as they are.
struct HostModel {
  Range<double> factor{1, 1, 1};  ///< whole host over its accelerators
  bool in_headline = false;       ///< then the run names no CPUs and no memory
  bool of_server = false;         ///< with several accelerators, else of a host with one
  bool has_parts = false;         ///< CPUs or memory of the hosts stand in the run
};

struct MarketFactor {
  Intensity intensity{};  ///< share x contract + (1 - share) x residual
  std::string instrument;
  double share = 1;            ///< of the energy that the instrument covers
  Intensity contract{};        ///< that the instrument conveys
  Intensity residual{};        ///< of the rest
  bool residual_said = false;  ///< else it is the location's
};

struct EmbodiedFactor {
  std::optional<Range<Mass>> per_device;     ///< else each component's own
  double default_low = 1, default_high = 1;  ///< band of a component's own, as ratios
  Range<Mass> per_host;
  std::string_view device_source, host_source;  ///< of footprints that the run takes by name
  double devices_per_host = 1;
  Range<Duration> lifetime;
  Range<double> utilization;
};

/// What a kWh of the facility costs.
struct PriceFactor {
  Range<double> per_kwh;  ///< in `currency`
  Currency currency = Currency::usd;
  Basis basis = Basis::reported;
  Origin origin;
  std::string_view place, consumer, tax;  ///< of a price of the catalogue
  int year = 0;                           ///< of it; else 0
};

struct WaterFactor {
  Range<double> wue_l_per_kwh;
  Range<double> source_l_per_kwh;
};

/// Development, failed, idle: the parts of a project that a final run alone leaves out.
inline constexpr unsigned kStageDevelopment = 1, kStageFailed = 2, kStageIdle = 4;
inline constexpr unsigned kStages = kStageDevelopment | kStageFailed | kStageIdle;

struct ResolvedRun {
  std::string where;
  std::string name;
  std::string method;
  std::string scope;  ///< "gpu-only", "gpu+cpu", "node", "facility", ...
  double repeat = 1;
  std::optional<Duration> duration;      ///< of one repeat
  std::optional<Duration> device_hours;  ///< accelerators only, one repeat
  std::vector<ResolvedComponent> components;
  std::vector<Interval> timeline;  ///< never empty
  PueFactor pue;
  GridFactor grid;
  /// For a run that names accelerators, alone or with CPUs and memory, and nothing of what else a
  /// server has.
  std::optional<HostModel> host_model;
  std::optional<MarketFactor> market;
  std::optional<EmbodiedFactor> embodied;
  std::optional<WaterFactor> water;
  std::optional<PriceFactor> electricity_price;
  unsigned stages = 0;  ///< kStage... bits that the tag "stage" names
  std::vector<Note> notes;
  /// Cells of source_id of what stands in no other member: instances, footprints, the price; each
  /// once.
  std::vector<std::string_view> source_ids;
  ParameterSet parameters;  ///< rows of the catalogue's model that the run rests on
  const std::vector<Equivalent>* equivalents = nullptr;
  const std::vector<Parameter>* parameter_rows = nullptr;
  /// Keeps what the views and `parameter_rows` point into. `equivalents` are the Resolver's: of its
  /// catalogue, which this keeps too, or of the caller, who keeps them.
  std::shared_ptr<const void> keeps_catalogue;

  /// Empties what a run may leave unsaid and keeps the storage. `resolve` sets the rest for every
  /// run: where, name, intensity and origin of the grid, `components` one by one, and the
  /// catalogue.
  void clear();
};

}  // namespace co2est
