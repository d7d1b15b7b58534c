// Knows what the steps of resolving share: what was said, where to look it up, what to fill.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "co2est/catalogue.hpp"
#include "co2est/error.hpp"
#include "co2est/resolved.hpp"
#include "co2est/run.hpp"
#include "text/which.hpp"

namespace co2est {

/// One row of parameters.csv and its place there.
struct ModelRow : Range<double> {
  std::size_t index = 0;
};

/// The rows of parameters.csv that the model uses, read once.
struct ModelParameters {
  explicit ModelParameters(const Catalogue& catalogue);

  ModelRow meter, counter_datacenter, counter_consumer, sampled, sampled_coarse, rapl_intel,
      rapl_other, stated, stated_at_tdp, utilization, tdp, tdp_amd, cpu, cpu_load, dram, dram_dimm,
      flop_assumed, unlogged;
  ModelRow tdp_fraction, tdp_cap, cpu_fraction, dram_w_per_gb_first128, dram_w_per_gb_beyond,
      dram_w_per_dimm;
  ModelRow host_server, host_single, grid_average, grid_stated;
  ModelRow embodied_device_kg, embodied_host_kg, embodied_lifetime_y, embodied_utilization;
};

struct StringHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const {
    return std::hash<std::string_view>{}(text);
  }
};

/// What a run names as its grid: a region of a cloud, else perhaps a place.
struct NamedGrid {
  const CloudRegion* region = nullptr;
  const Found<GridPlace>* place = nullptr;  ///< null beside a region
};

/// What a run names as its facility, and its rows of all years, oldest first.
struct Facility {
  Found<PueRow> found;
  std::vector<const PueRow*> years;  ///< empty where nothing was found
};

/// The rows of a place in grid_intensity.csv.
struct GridYears {
  std::vector<GridIntensity> rows;
  bool any_band = false;  ///< whether one of them has low and high
};

/// Names that were looked up before, so that a million lines look each up once. What it gives
/// stays where it is until `begin_run`.
class Memo {
 public:
  explicit Memo(const Catalogue& catalogue) : catalogue_(catalogue) {}

  /// Forgets what would be too much to keep.
  void begin_run();
  const Found<Accelerator>& accelerator(std::string_view name);
  const Found<Cpu>& cpu(std::string_view name);
  const Found<Instance>& instance(std::string_view name);
  const Found<GridPlace>& grid(std::string_view name);
  const Found<CloudRegion>& cloud_region(std::string_view name);
  const NamedGrid& named_grid(std::string_view name);
  const Facility& facility(std::string_view name);
  /// Its own figure, of whatever year, is nearer to a region than the mean of its provider.
  const Facility& facility_of(const CloudRegion& region);
  const GridYears& intensities(std::string_view grid_id);
  const std::vector<ElectricityPrice>& prices(std::string_view grid_id);
  const Found<Footprint>& footprint(std::string_view name);
  const std::vector<CloudYear>& cloud_years(std::string_view region_id);
  int newest_grid_year();
  /// The scope of a run with these kinds of devices, a bit per DeviceKind.
  const std::string& scope(unsigned kinds, bool host_included);

 private:
  template <typename T>
  using Map = std::unordered_map<std::string, T, StringHash, std::equal_to<>>;
  static constexpr std::size_t kMost = 4096;  // names of one kind; then the memory starts afresh

  const Catalogue& catalogue_;
  Map<Found<Accelerator>> accelerators_;
  Map<Found<Cpu>> cpus_;
  Map<Found<Instance>> instances_;
  Map<Found<GridPlace>> grids_;
  Map<Found<CloudRegion>> cloud_regions_;
  Map<NamedGrid> named_grids_;  // points into the two before
  Map<Facility> facilities_, region_facilities_;
  Map<GridYears> intensities_;
  Map<std::vector<ElectricityPrice>> prices_;
  Map<Found<Footprint>> footprints_;
  Map<std::vector<CloudYear>> cloud_years_;
  std::unordered_map<unsigned, std::string> scopes_;
  std::optional<int> newest_grid_year_;
};

/// What an entry of `devices` is in the catalogue: a CPU where its kind is cpu, else an
/// accelerator; both null where it names no model.
struct FoundModel {
  const Found<Accelerator>* accelerator = nullptr;
  const Found<Cpu>* cpu = nullptr;
};
using Models = std::vector<FoundModel>;

/// Where an entry of the devices that are resolved comes from.
struct Part {
  std::size_t place = 0;                ///< in `devices` of the run file
  const Instance* instance = nullptr;   ///< that it is a part of
  double servers = 1;                   ///< instances that it is in
  const Parameter* thread_w = nullptr;  ///< that its power is, of CPUs that count by the thread
  /// As many instances as this one fill the server; 1 where the size of the server is unknown.
  [[nodiscard]] double slices() const;
};

/// A run with the parts of its instances in place of them, each with where it comes from.
struct Expanded {
  RunSpec run;
  std::vector<Part> parts;
};

/// The rows of the preset that `method` names.
using Preset = std::vector<const PresetRow*>;

struct Context {
  const RunSpec& said;
  const Catalogue& catalogue;
  const ModelParameters& model;
  Memo& memo;
  std::uint64_t document;
  ResolvedRun& run;
  std::vector<Problem>& problems;
  Models& models;
  std::string_view place_in_project;  ///< see below
  const std::vector<Part>& parts;     ///< of `said.devices`; empty where no instance is named
  Preset preset{};
  const CloudRegion* region = nullptr;
  const Found<GridPlace>* place = nullptr;  ///< of the grid that is named and is no region
  int year = 0;                             ///< of the run, 0 where unknown
  double accelerators = 0;
  double hosts = 1;
  double devices_per_host = 1;
  bool hours_known = true;  ///< of every accelerator
  /// The bands of the accelerators' hours, each weighted by its part in them.
  std::vector<Factor> hours_factors{};

  /// Where an entry stands in `devices` of the run file.
  [[nodiscard]] std::size_t place_of(std::size_t device) const {
    return parts.empty() ? device : parts[device].place;
  }
  [[nodiscard]] const Instance* instance_of(std::size_t device) const {
    return parts.empty() ? nullptr : parts[device].instance;
  }
  /// The row of an entry's model, or null.
  [[nodiscard]] const Accelerator* row_of(std::size_t device) const {
    const Found<Accelerator>* found = models[device].accelerator;
    return found == nullptr ? nullptr : found->row;
  }
  [[nodiscard]] const Cpu* cpu_of(std::size_t device) const {
    const Found<Cpu>* found = models[device].cpu;
    return found == nullptr ? nullptr : found->row;
  }
  [[gnu::cold]] void problem(const std::string& pointer, std::string what, std::string hint) const;
  void note(NoteCode code, std::string_view where, std::string_view subject = {}, double a = 0,
            double b = 0, double c = 0) const;
  /// A row of the model that a figure of the run rests on, and is cited for.
  const ModelRow& use(const ModelRow& row) const {
    if (row.index < run.parameters.size()) run.parameters.set(row.index);
    return row;
  }
  /// Names a cell of source_id, of the catalogue, that a figure of the run rests on.
  void cite(std::string_view cell) const;
  /// Cites a row of the catalogue's parameters.
  void use(const Parameter& row) const {
    const auto at = static_cast<std::size_t>(&row - catalogue.parameters().data());
    if (at < run.parameters.size()) run.parameters.set(at);
  }
  [[nodiscard]] const PresetRow* preset_row(std::string_view field, std::string_view of = {}) const;
};

/// The pointer to a run in its project, which notes and problems continue: "/runs/3" of
/// "project.json: /runs/3"; empty for a run of its own.
std::string_view place_in_project(std::string_view where);

/// FNV-1a, the identity of a source in a GroupKey.
constexpr std::uint64_t hash_of(std::string_view text, std::uint64_t seed = 0xcbf29ce484222325U) {
  for (char c : text)
    seed = (seed ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  return seed;
}

/// The group of a stated value: shared by all who cite one source, else by one document.
GroupKey stated_group(const Context& context, Cause cause, PowerClass power_class,
                      std::string_view source);

/// The group of grid intensities of the catalogue: shared by all of one source and accounting.
GroupKey catalogue_group(std::string_view source_id, Accounting accounting);

/// The run with the devices of its instances, built in `expanded`, or the run itself where it names
/// none. Entries of kind cpu or dram stand for those of the instances; where `host` says something,
/// accelerators alone do. An entry that `resolve_instances` refuses has an unknown power.
const RunSpec& with_devices(const RunSpec& said, Memo& memo, const Catalogue& catalogue,
                            Expanded& expanded);

// The steps, in the order in which `resolve` takes them.
/// Refuses what makes no sense in an entry with an instance; `said` is the run as it was said.
void resolve_instances(Context& context, const RunSpec& said);
void resolve_models(Context& context);
void resolve_method(Context& context);
void resolve_region(Context& context);
void resolve_hosts(Context& context);
void resolve_time(Context& context);
void resolve_devices(Context& context);
void resolve_scope(Context& context);
void resolve_pue(Context& context);
void resolve_grid(Context& context);
void resolve_timeline(Context& context);
void resolve_extras(Context& context);
void resolve_embodied(Context& context);
void resolve_price(Context& context);
/// What the market-based intensity is the mean of, which a derivation shows.
void resolve_market_terms(Context& context);
void resolve_checks(Context& context);

/// How many devices an entry has; absent where it says hours of all of them and no number.
std::optional<double> count_of(const DeviceSpec& said);
/// Whether the id of a grid names a provider and so can be nothing but a region of a cloud.
bool names_region(std::string_view grid_id);
/// Its energy already contains host and PUE.
bool is_facility(const ResolvedRun& run);

}  // namespace co2est
