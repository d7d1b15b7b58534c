#include "resolve/context.hpp"

#include <algorithm>
#include <array>

#include "text/suggest.hpp"

namespace co2est {
namespace {

struct FlagRow {
  Field field;
  std::string_view place;
  std::string_view flag;
};

/// Where a flag gave the value, a message names the flag.
constexpr std::array<FlagRow, 3> kFlags{{{Field::grid, "/grid", "--grid"},
                                         {Field::pue, "/pue", "--pue"},
                                         {Field::method, "/method", "--method"}}};

/// What is remembered under the name, else what `find` gives, remembered.
template <typename Map, typename Find>
const auto& recall(Map& map, std::string_view name, Find find) {
  const auto known = map.find(name);
  if (known != map.end()) return known->second;
  return map.emplace(name, find()).first->second;
}

Facility facility_named(std::string_view name, const Catalogue& catalogue) {
  Found<PueRow> found = catalogue.find_pue(name);
  if (!found) return {std::move(found), {}};
  std::vector<const PueRow*> years = catalogue.pues_of(found.row->id);
  return {std::move(found), std::move(years)};
}

}  // namespace

ModelParameters::ModelParameters(const Catalogue& catalogue) {
  const auto band = [&](std::string_view id) {
    const Parameter& row = catalogue.parameter(id);
    return ModelRow{row.value, static_cast<std::size_t>(&row - catalogue.parameters().data())};
  };
  meter = band("band.meter");
  counter_datacenter = band("band.counter.datacenter");
  counter_consumer = band("band.counter.consumer");
  sampled = band("band.sampled");
  sampled_coarse = band("band.sampled.coarse");
  rapl_intel = band("band.rapl.intel");
  rapl_other = band("band.rapl.other");
  stated = band("band.stated");
  stated_at_tdp = band("band.stated.at-tdp");
  utilization = band("band.utilization");
  tdp = band("band.tdp");
  tdp_amd = band("band.tdp.amd");
  cpu = band("band.cpu");
  cpu_load = band("band.cpu.load");
  dram = band("band.dram");
  dram_dimm = band("band.dram.dimm");
  flop_assumed = band("band.flop");
  unlogged = band("extrapolate.unlogged");
  tdp_fraction = band("tdp.fraction");
  tdp_cap = band("tdp.cap");
  cpu_fraction = band("cpu.fraction");
  dram_w_per_gb_first128 = band("dram.w_per_gb.first128");
  dram_w_per_gb_beyond = band("dram.w_per_gb.beyond");
  dram_w_per_dimm = band("dram.w_per_dimm");
  host_server = band("host.server");
  host_single = band("host.single");
  grid_average = band("grid.band.average");
  grid_stated = band("grid.band.stated");
  embodied_device_kg = band("embodied.device");
  embodied_host_kg = band("embodied.host");
  embodied_lifetime_y = band("embodied.lifetime");
  embodied_utilization = band("embodied.utilization");
}

void Memo::begin_run() {
  const auto trim = [](auto& map) {
    if (map.size() > kMost) map.clear();
  };
  trim(accelerators_);
  trim(cpus_);
  trim(instances_);
  if (named_grids_.size() > kMost || grids_.size() > kMost || cloud_regions_.size() > kMost) {
    named_grids_.clear();
    grids_.clear();
    cloud_regions_.clear();
  }
  trim(facilities_);
  trim(footprints_);
}

const Found<Accelerator>& Memo::accelerator(std::string_view name) {
  return recall(accelerators_, name, [&] { return catalogue_.find_accelerator(name); });
}

const Found<Cpu>& Memo::cpu(std::string_view name) {
  return recall(cpus_, name, [&] { return catalogue_.find_cpu(name); });
}

const Found<Instance>& Memo::instance(std::string_view name) {
  return recall(instances_, name, [&] { return catalogue_.find_instance(name); });
}

int Memo::newest_grid_year() {
  if (!newest_grid_year_) newest_grid_year_ = catalogue_.newest_grid_year();
  return *newest_grid_year_;
}

const Found<GridPlace>& Memo::grid(std::string_view name) {
  return recall(grids_, name, [&] { return catalogue_.find_grid(name); });
}

const Found<CloudRegion>& Memo::cloud_region(std::string_view name) {
  return recall(cloud_regions_, name, [&] { return catalogue_.find_cloud_region(name); });
}

const NamedGrid& Memo::named_grid(std::string_view name) {
  return recall(named_grids_, name, [&] {
    const CloudRegion* region = cloud_region(name).row;
    // "Korea, South" is the country, and "Korea South" Azure's region.
    const bool inverted = name.find_first_of(",(") != std::string_view::npos;
    if (region != nullptr && inverted && catalogue_.has_grid(name)) region = nullptr;
    return NamedGrid{region, region == nullptr ? &grid(name) : nullptr};
  });
}

const Facility& Memo::facility(std::string_view name) {
  return recall(facilities_, name, [&] { return facility_named(name, catalogue_); });
}

const Facility& Memo::facility_of(const CloudRegion& region) {
  return recall(region_facilities_, region.id, [&] {
    const bool has_own = catalogue_.has_pue(region.id);
    return facility_named(has_own ? region.id : region.provider, catalogue_);
  });
}

const GridYears& Memo::intensities(std::string_view grid_id) {
  return recall(intensities_, grid_id, [&] {
    GridYears years{catalogue_.intensities_of(grid_id)};
    years.any_band = std::any_of(years.rows.begin(), years.rows.end(),
                                 [](const GridIntensity& row) { return row.intensity.has_band(); });
    return years;
  });
}

const std::vector<ElectricityPrice>& Memo::prices(std::string_view grid_id) {
  return recall(prices_, grid_id, [&] { return catalogue_.prices_of(grid_id); });
}

const Found<Footprint>& Memo::footprint(std::string_view name) {
  return recall(footprints_, name, [&] { return catalogue_.find_footprint(name); });
}

const std::vector<CloudYear>& Memo::cloud_years(std::string_view region_id) {
  return recall(cloud_years_, region_id, [&] { return catalogue_.cloud_years_of(region_id); });
}

void Context::problem(const std::string& pointer, std::string what, std::string hint) const {
  for (const auto& [field, pointed, flag] : kFlags) {
    if (pointer.starts_with(pointed) && said.origin_of(field) == OriginKind::flag) {
      problems.push_back({std::string(flag), std::move(what), std::move(hint)});
      return;
    }
  }
  // In a project the pointer continues the run's own; a file name alone is followed by a colon.
  const std::string where =
      said.where.empty() ? pointer : said.where + (place_in_project.empty() ? ": " : "") + pointer;
  for (const Problem& known : problems) {
    if (known.where == where && known.what == what) return;  // of another part of one instance
  }
  problems.push_back({where, std::move(what), std::move(hint)});
}

void Context::note(NoteCode code, std::string_view where, std::string_view subject, double a,
                   double b, double c) const {
  Note& note =
      run.notes.emplace_back(Note{.code = code, .where{}, .subject{}, .a = a, .b = b, .c = c});
  if (!place_in_project.empty()) note.where = place_in_project;
  note.where.append(where);
  if (!subject.empty()) note.subject = subject;
}

void Context::cite(std::string_view cell) const {
  std::vector<std::string_view>& cited = run.source_ids;
  if (cell.empty() || std::find(cited.begin(), cited.end(), cell) != cited.end()) return;
  cited.push_back(cell);
}

const PresetRow* Context::preset_row(std::string_view field, std::string_view of) const {
  for (const PresetRow* row : preset) {
    if (row->field == field && (of.empty() || row->of == of)) return row;
  }
  return nullptr;
}

GroupKey stated_group(const Context& context, Cause cause, PowerClass power_class,
                      std::string_view source) {
  if (!source.empty()) return {cause, power_class, Vendor::none, hash_of(source), 0};
  return {cause, power_class, Vendor::none, 0, context.document};
}

GroupKey catalogue_group(std::string_view source_id, Accounting accounting) {
  const std::uint64_t seed = accounting == Accounting::direct ? 1 : 2;
  return {Cause::grid, PowerClass::none, Vendor::none, hash_of(source_id, seed), 0};
}

std::optional<double> count_of(const DeviceSpec& said) {
  const bool of_all = said.device_hours || said.flop || said.energy || !said.intervals.empty();
  if (said.count || is_per_host(said.kind) || !of_all) return said.count.value_or(1);
  return std::nullopt;
}

std::string_view place_in_project(std::string_view where) {
  const std::size_t at = where.rfind(": /");
  return at == std::string_view::npos ? std::string_view() : where.substr(at + 2);
}

void resolve_models(Context& context) {
  context.models.clear();
  for (const DeviceSpec& device : context.said.devices) {
    FoundModel& found = context.models.emplace_back();
    if (device.model.empty()) continue;
    if (device.kind == DeviceKind::cpu) {
      found.cpu = &context.memo.cpu(device.model);
    } else {
      found.accelerator = &context.memo.accelerator(device.model);
    }
  }
}

void resolve_method(Context& context) {
  const std::string& method = context.said.method;
  if (method.empty()) return;
  for (const PresetRow& row : context.catalogue.presets()) {
    if (row.preset_id == method) context.preset.push_back(&row);
  }
  context.run.method = method;
  if (!context.preset.empty()) return;
  std::vector<std::string_view> names;
  for (const PresetRow& row : context.catalogue.presets())
    names.push_back(row.preset_id);
  std::string hint = did_you_mean(method, names);
  context.problem("/method", "unknown method \"" + method + "\"",
                  hint.empty() ? "see `co2est factors list presets`" : hint);
}

}  // namespace co2est
