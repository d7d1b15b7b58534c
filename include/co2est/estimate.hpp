// Knows the result: every figure by name with its interval, and the sum over many runs.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "co2est/note.hpp"
#include "co2est/resolved.hpp"
#include "co2est/units.hpp"

namespace co2est {

/// The share of a printed interval between its bounds.
inline constexpr double kInterval = 0.9;

/// What one component used. Components of a total are grouped by kind, model and basis.
struct ComponentFigure {
  DeviceKind kind = DeviceKind::gpu;
  std::string model;
  double count = 0;
  bool energy_known = true;
  Energy energy{};  ///< IT energy, repeats included
  Evidence evidence = Evidence::none;
  Basis basis = Basis::assumed;
  double share_measured = 0;  ///< of the energy
  Derivation inputs;
  Origin origin;
};

/// How far a total moves when one group of factors stands at its low and at its high.
struct GroupEffect {
  GroupKey key;
  unsigned kinds = 0;  ///< bit per DeviceKind whose energy it moves
  Energy energy_low{}, energy_high{};
  Mass co2e_low{}, co2e_high{};
};

struct EquivalentFigure {
  const Equivalent* row = nullptr;
  double value = 0;
  double low = 0;  ///< by the band of the equivalent alone
  double high = 0;
};

struct WidestFactor {
  std::string factor;
  double share = 0;
};

struct CostFigure {
  std::optional<Range<double>> electricity_usd;
  std::optional<Range<double>> compute_usd;
};

/// One run, or the sum of many. What is unknown is absent, never 0.
struct Estimate {
  std::string name;
  std::string scope;
  std::string method;
  std::uint64_t runs = 1;
  std::optional<Duration> duration;      ///< sum over runs and repeats
  std::optional<Duration> device_hours;  ///< accelerators only
  double repeat = 1;

  std::optional<Energy> energy;  ///< IT energy
  std::optional<Range<Energy>> facility_energy;
  std::optional<Range<Mass>> co2e;  ///< operational, location-based
  std::optional<Mass> with_host_co2e;
  std::optional<Mass> market_co2e;
  std::optional<Range<Mass>> embodied_co2e;
  std::optional<Range<double>> water_l;
  std::optional<Energy> idle_energy;  ///< the part of `energy` that reserved, idle nodes used
  CostFigure cost;

  std::optional<PueFactor> pue;    ///< absent in a total over different ones
  std::optional<GridFactor> grid;  ///< absent in a total over different ones
  std::optional<HostModel> host_model;
  std::optional<MarketFactor> market;
  std::optional<EmbodiedFactor> embodied;
  std::optional<WaterFactor> water;
  std::optional<Range<double>> electricity_usd_per_kwh;
  std::vector<ComponentFigure> components;
  const std::vector<Equivalent>* equivalent_rows = nullptr;  ///< of the catalogue
  std::vector<EquivalentFigure> equivalents;
  std::vector<GroupEffect> effects;
  std::vector<WidestFactor> widest;
  std::vector<std::string> source_ids;
  std::vector<Note> notes;
  unsigned stages = 0;
  std::shared_ptr<const void> keeps_catalogue;

  void clear();
};

/// How much of an estimate is asked for.
enum class Detail : std::uint8_t {
  full,
  for_sum,  ///< without equivalents: the run only goes into a Total, which has its own
};

/// Strubell, Ganesh & McCallum 2019, section 2, extended by groups of correlated factors.
Estimate estimate(const ResolvedRun& run);
/// The same into an object whose storage is kept.
void estimate(const ResolvedRun& run, Estimate& result, Detail detail = Detail::full);

/// The sum of estimates with the interval of the sum. Memory grows with the number of different
/// sources, models and notes, not with the number of runs.
class Total {
 public:
  Total();
  ~Total();
  Total(Total&&) noexcept;
  Total& operator=(Total&&) noexcept;

  /// `document` as given to `resolve`: runs of one document come one after the other.
  void add(const Estimate& run, std::uint64_t document);
  /// Adds what another Total has summed; the order of merging decides the last bits.
  void merge(Total&& later);
  [[nodiscard]] std::uint64_t runs() const;
  /// True where runs count different things (direct and lifecycle).
  [[nodiscard]] bool mixed_accounting() const;
  /// The sum as an Estimate; `name` is the project's.
  [[nodiscard]] Estimate finish(const std::string& name);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace co2est
