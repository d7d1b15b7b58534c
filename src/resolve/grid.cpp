// Knows which carbon intensity a run has: said, of its method, of a place and year, or assumed.
#include "resolve/context.hpp"
#include "resolve/mix.hpp"
#include "resolve/years.hpp"

namespace co2est {
namespace {

constexpr std::string_view kWorld = "WORLD";

/// The row of the accounting that is nearest to the year; of one year CO2e before CO2.
const GridIntensity* pick(const std::vector<GridIntensity>& rows, Accounting accounting, int year) {
  const GridIntensity* best = nullptr;
  const auto better = [&](const GridIntensity& row) {
    if (best == nullptr || row.year != best->year)
      return best == nullptr || is_better_year(row.year, best->year, year);
    return row.gases == "co2e";
  };
  for (const GridIntensity& row : rows) {
    if (row.accounting == accounting && better(row)) best = &row;
  }
  return best;
}

Range<Intensity> with_band(Intensity mid, const Range<double>& band) {
  return {mid * band.low, mid, mid * band.high};
}

/// Notes a figure of another year than the run's, and one that is old beside a run without a date.
void note_year(Context& context, int year, int wanted) {
  constexpr int kUsualLag = 1;  // countries report a year after the world is estimated
  if (wanted != 0) {
    if (year != wanted) context.note(NoteCode::grid_year, "/grid", {}, year, wanted);
  } else if (year + kUsualLag < context.memo.newest_grid_year()) {
    context.note(NoteCode::grid_age, "/grid", {}, year);
  }
}

/// The row whose low and high are nearest in time, of the accounting; itself where it has them.
const GridIntensity* row_of_band(const GridYears& years, const GridIntensity& row) {
  if (row.intensity.has_band()) return &row;
  const GridIntensity* best = nullptr;
  if (!years.any_band) return best;
  for (const GridIntensity& other : years.rows) {
    if (other.accounting != row.accounting || !other.intensity.has_band()) continue;
    if (best == nullptr || is_better_year(other.year, best->year, row.year)) best = &other;
  }
  return best;
}

/// The row's own band, else that of the nearest year as ratios, else that of any annual average.
void take_intensity(Context& context, const GridYears& years, const GridIntensity& row) {
  GridFactor& grid = context.run.grid;
  const GridIntensity* of_band = row_of_band(years, row);
  if (of_band == &row) {
    grid.intensity = row.intensity;
  } else if (of_band == nullptr || !(of_band->intensity.mid > Intensity{})) {
    grid.intensity = with_band(row.intensity.mid, context.use(context.model.grid_average));
  } else {
    const Range<Intensity>& held = of_band->intensity;
    grid.intensity = with_band(row.intensity.mid, {held.low / held.mid, 1, held.high / held.mid});
    grid.origin.detail.append(", low and high as ratios of ").append(std::to_string(of_band->year));
  }
}

void take_row(Context& context, const GridPlace& place, const GridYears& years,
              const GridIntensity& row, int wanted_year) {
  GridFactor& grid = context.run.grid;
  grid.id = place.id;
  grid.name = place.name;
  grid.year = row.year;
  grid.accounting = row.accounting;
  grid.gases = row.gases;
  grid.losses = row.losses;
  grid.stack_measured = row.quality == "part-modelled";
  const bool modelled = row.quality == "modelled";
  grid.basis = modelled || grid.stack_measured ? Basis::modelled : Basis::reported;
  grid.origin.kind = OriginKind::catalogue;
  grid.origin.detail.assign(place.id).append(" ").append(std::to_string(row.year));
  grid.origin.source_id = row.source_id;
  take_intensity(context, years, row);
  grid.group = catalogue_group(row.source_id, row.accounting);
  note_year(context, row.year, wanted_year);
  if (place.kind == "state") context.note(NoteCode::state_generation, "/grid", place.id);
  if (modelled) context.note(NoteCode::grid_modelled, "/grid", place.id);
}

const GridPlace* place_by_id(Context& context, std::string_view id) {
  return context.memo.grid(id).row;
}

/// The place's figure; where it has none of the accounting, that of the place around it.
void take_place(Context& context, const GridPlace& place, Accounting accounting, int year) {
  constexpr int kMostAround = 16;  // a user's table may lead in a circle
  const GridPlace* at = &place;
  for (int step = 0; at != nullptr && step < kMostAround; ++step) {
    const GridYears& years = context.memo.intensities(at->id);
    const GridIntensity* row = pick(years.rows, accounting, year);
    if (row != nullptr && (at == &place || accounting == Accounting::lifecycle)) {
      take_row(context, *at, years, *row, year);
      if (at != &place)
        context.note(NoteCode::grid_around, "/grid",
                     std::string(at->id) + " stands in for " + std::string(place.id));
      return;
    }
    at = at->parent_id.empty() ? nullptr : place_by_id(context, at->parent_id);
  }
  context.problem("/grid",
                  "no " + std::string(to_text(accounting)) + " figure of \"" +
                      std::string(place.id) + "\" is held",
                  "give its intensity, or leave accounting out");
}

/// The row that `fits` and is nearest to the year.
template <typename Fits>
const CloudYear* year_of_region(Context& context, int year, Fits fits) {
  const CloudYear* best = nullptr;
  for (const CloudYear& row : context.memo.cloud_years(context.region->id)) {
    if (!fits(row)) continue;
    if (best == nullptr || is_better_year(row.year, best->year, year)) best = &row;
  }
  return best;
}

/// What the provider states of the region's grid, which is of another meaning than our lifecycle
/// rows and is taken only where it is asked for.
void take_own_figure(Context& context, const CloudYear& row, int wanted_year) {
  const CloudRegion& region = *context.region;
  GridFactor& grid = context.run.grid;
  grid.id = region.id;
  grid.name = region.name;
  grid.year = row.year;
  grid.accounting = row.accounting;
  grid.gases = "co2e";
  grid.losses = "excluded";
  grid.intensity = with_band(*row.intensity, context.use(context.model.grid_average));
  grid.basis = Basis::reported;
  grid.origin = {OriginKind::catalogue, std::string(region.id) + " " + std::to_string(row.year),
                 std::string(row.source_id)};
  grid.group = catalogue_group(row.source_id, row.accounting);
  note_year(context, row.year, wanted_year);
}

void take_region(Context& context, Accounting accounting, int year) {
  const CloudRegion& region = *context.region;
  const CloudYear* own = year_of_region(context, year, [](const CloudYear& row) {
    return row.intensity && row.accounting == Accounting::direct;
  });
  if (accounting == Accounting::direct && own != nullptr) {
    take_own_figure(context, *own, year);
  } else if (const GridPlace* place = place_by_id(context, region.grid_id)) {
    take_place(context, *place, accounting, year);
  } else {
    context.problem("/grid", "the grid of \"" + std::string(region.id) + "\" is not held",
                    "give its intensity");
  }
  const CloudYear* free =
      year_of_region(context, year, [](const CloudYear& row) { return row.cfe_share.has_value(); });
  if (free != nullptr) {
    context.run.grid.cfe_share = free->cfe_share;
    context.run.grid.cfe_year = free->year;
  }
}

void take_stated(Context& context, const GridSpec& said) {
  GridFactor& grid = context.run.grid;
  const Range<Intensity>& stated = *said.intensity;
  grid.intensity =
      stated.has_band() ? stated : with_band(stated.mid, context.use(context.model.grid_stated));
  grid.basis = Basis::reported;
  grid.accounting = said.accounting.value_or(Accounting::unknown);
  grid.year = said.year.value_or(0);
  if (!said.id.empty()) grid.id = said.id;
  grid.origin.kind = context.said.origin_of(Field::grid);
  grid.origin.detail.clear();
  if (grid.origin.kind == OriginKind::flag) grid.origin.detail = "--grid";
  grid.origin.source_id = said.source;
  grid.group = stated_group(context, Cause::grid, PowerClass::stated, said.source);
}

void take_named(Context& context, const GridSpec& said) {
  const int year = said.year.value_or(context.year);
  const Accounting accounting = said.accounting.value_or(Accounting::lifecycle);
  if (context.region != nullptr) return take_region(context, accounting, year);
  const Found<GridPlace>& found = *context.place;
  if (!found) {
    if (names_region(said.id)) return;  // an unknown region is a problem already
    const bool ambiguous = !found.candidates.empty();
    const auto regions = context.catalogue.cloud_regions_like(said.id);
    context.problem("/grid", (ambiguous ? "ambiguous grid \"" : "unknown grid \"") + said.id + "\"",
                    ambiguous || regions.empty() ? hint_for(found, "grids") : which_of(regions));
    return;
  }
  take_place(context, *found.row, accounting, year);
}

void take_preset(Context& context, const PresetRow& row) {
  constexpr double kGramsPerPound = kKilogramsPerPound * 1000.0;
  GridFactor& grid = context.run.grid;
  const double factor = row.unit == "lb/kWh" ? kGramsPerPound : 1.0;
  grid.intensity = Range<Intensity>::exact(g_per_kwh(row.mid.value_or(0) * factor));
  grid.basis = Basis::reported;
  grid.accounting = row.of == "direct" ? Accounting::direct : Accounting::lifecycle;
  const PresetRow* year = context.preset_row("grid_year");
  grid.year = year != nullptr ? static_cast<int>(year->mid.value_or(0)) : 0;
  grid.origin = {OriginKind::method, context.said.method, std::string(row.source_id)};
}

void assume_world(Context& context) {
  const GridPlace* world = place_by_id(context, kWorld);
  if (world == nullptr) {
    context.problem("/grid", "the catalogue has no \"WORLD\"", "give \"grid\"");
    return;
  }
  take_place(context, *world, Accounting::lifecycle, context.year);
  context.run.grid.basis = Basis::assumed;
  context.run.grid.origin.kind = OriginKind::assumption;
  context.note(NoteCode::grid_assumed, "/grid");
}

void check_choice(Context& context, const GridSpec& said) {
  const int ways = (said.id.empty() ? 0 : 1) + (said.mix.empty() ? 0 : 1);
  if (said.intensity && !said.mix.empty()) {
    context.problem("/grid", "has both \"intensity\" and \"mix\"", "keep one of them");
  } else if (!said.intensity && ways != 1) {
    context.problem("/grid", ways == 0 ? "names no grid" : "has both \"id\" and \"mix\"",
                    "give one of \"id\", \"intensity\" and \"mix\"");
  }
}

}  // namespace

void resolve_grid(Context& context) {
  if (context.said.grid) {
    const GridSpec& said = *context.said.grid;
    check_choice(context, said);
    if (said.intensity) {
      take_stated(context, said);
    } else if (!said.mix.empty()) {
      take_mix(context, said);
    } else if (!said.id.empty()) {
      take_named(context, said);
      if (context.said.origin_of(Field::grid) == OriginKind::flag) {
        context.run.grid.origin.detail += ", named by flag --grid";
      }
    }
  } else if (const PresetRow* row = context.preset_row("intensity")) {
    take_preset(context, *row);
  } else {
    assume_world(context);
  }
}

}  // namespace co2est
