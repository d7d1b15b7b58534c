// Knows the result: every figure by name with its interval, and the sum over many runs.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
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
  std::optional<double> count;  ///< absent where not every entry says it
  bool energy_known = true;
  Energy energy{};  ///< IT energy, repeats included
  Evidence evidence = Evidence::none;
  Basis basis = Basis::assumed;
  double share_measured = 0;  ///< of the energy
  Derivation inputs;
  Origin origin;
  std::string_view tdp_source;                    ///< of the catalogue's TDP, where it counts
  std::string_view embodied_source;               ///< of the catalogue's mass, where it counts
  Range<Mass> embodied_per_device{};              ///< as used; of one run
  Mass embodied{};                                ///< its share, that of its hosts included
  std::optional<Range<double>> device_usd_per_h;  ///< of one run
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

/// What makes a total wide, whatever groups of correlated factors it is made of.
struct WidestFactor {
  Cause cause = Cause::power;
  unsigned kinds = 0;        ///< of a power: bit per DeviceKind
  bool from_memory = false;  ///< a power modelled from GB
  double share = 0;          ///< of the squared width; all shares sum to 1

  /// "gpu power", "grid intensity".
  [[nodiscard]] std::string name() const;
};

struct CostFigure {
  std::optional<Range<double>> electricity_usd;
  std::optional<Range<double>> electricity_eur;  ///< of runs whose price is in euros
  std::optional<Range<double>> compute_usd;
};

/// Whether a figure leaves the servers around its accelerators out; in the order in which a sum
/// takes the latest.
enum class Boards : std::uint8_t {
  absent,  ///< no accelerators, and nothing beside them but reserved, idle nodes
  only,    ///< accelerators without the rest of their servers
  within,  ///< whatever else: servers, nodes, facilities
};

/// One run, or the sum of many. What is unknown is absent, never 0.
struct Estimate {
  std::string name;
  std::string scope;
  std::string method;
  std::uint64_t runs = 1;
  std::optional<Duration> duration;      ///< sum over runs and repeats
  std::optional<Duration> device_hours;  ///< accelerators only
  bool accelerators = false;             ///< whether any stands in the run, or in any of the runs
  Boards boards = Boards::absent;
  double repeat = 1;

  std::optional<Energy> energy;  ///< IT energy
  std::optional<Range<Energy>> facility_energy;
  std::optional<Range<Mass>> co2e;     ///< operational, location-based
  std::optional<Mass> with_host_co2e;  ///< see HostModel; at least the mid of `co2e`
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
  std::optional<PriceFactor> electricity_price;
  std::vector<ComponentFigure> components;
  const std::vector<Equivalent>* equivalent_rows = nullptr;  ///< those of the Resolver, in order
  std::vector<GroupEffect> effects;
  std::vector<WidestFactor> widest;
  /// As in ResolvedRun; of a total those of its runs' PUEs and grids as well.
  std::vector<std::string> source_ids;
  ParameterSet parameters;  ///< rows of the catalogue's model that figures rest on
  const std::vector<Parameter>* parameter_rows = nullptr;  ///< of the catalogue
  std::vector<Note> notes;
  unsigned stages = 0;
  std::shared_ptr<const void> keeps_catalogue;
};

/// Strubell, Ganesh & McCallum 2019, section 2, extended by groups of correlated factors.
Estimate estimate(const ResolvedRun& run);
/// The same into an object whose storage is kept.
void estimate(const ResolvedRun& run, Estimate& result);

/// Whether there is anything to compare: CO2e and energy are known, and the catalogue has rows.
bool has_equivalents(const Estimate& estimate);
/// How many units of `row` stand for the estimate's CO2e, or for its IT energy where the row is an
/// energy. Only where `has_equivalents`.
EquivalentFigure equivalent_of(const Estimate& estimate, const Equivalent& row);
/// The same without its band.
double equivalent_value_of(const Estimate& estimate, const Equivalent& row);
/// All of them by rank; none where not `has_equivalents`.
std::vector<EquivalentFigure> equivalents_of(const Estimate& estimate);

/// Which equivalents a document shows beside an estimate.
enum class EquivalentsShown : std::uint8_t { none, all };

/// Calls `take` with each cell of source_id that the estimate cites beside those of its parameters
/// and equivalents, which are known by their rows. Cells may be empty, and come more than once.
template <typename Take>
void for_each_source_cell(const Estimate& estimate, Take take) {
  if (estimate.grid) take(std::string_view(estimate.grid->origin.source_id));
  if (estimate.pue) take(std::string_view(estimate.pue->origin.source_id));
  for (const std::string& cell : estimate.source_ids)
    take(std::string_view(cell));
  for (const ComponentFigure& component : estimate.components) {
    take(component.tdp_source);
    take(component.embodied_source);
  }
}

/// The ids of the sources behind all figures, each once; valid while the estimate and its
/// catalogue are.
std::vector<std::string_view> source_ids_of(const Estimate& estimate, EquivalentsShown shown);

/// A run of a total by its place, from 1, and its name, which may be empty.
struct NumberedRun {
  std::uint64_t number = 0;
  std::string name;
};

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
  /// The same as adding `estimate(run)`, without the work for what no total reads of it.
  void add(const ResolvedRun& run, std::uint64_t document);
  /// Adds what another Total has summed; the order of merging decides the last bits.
  void merge(Total&& later);
  [[nodiscard]] std::uint64_t runs() const;
  /// True where runs count different things (direct and lifecycle).
  [[nodiscard]] bool mixed_accounting() const;
  /// The first run of each accounting, where there is one.
  [[nodiscard]] std::optional<NumberedRun> first_direct() const;
  [[nodiscard]] std::optional<NumberedRun> first_lifecycle() const;
  /// The sum as an Estimate; `name` is the project's.
  [[nodiscard]] Estimate finish(const std::string& name);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace co2est
