// Knows which PUE a run has: said, of its method, of its cloud region or cloud, or assumed.
#include "resolve/context.hpp"
#include "resolve/years.hpp"

namespace co2est {
namespace {

constexpr std::string_view kAssumedFacility = "uptime-survey";

/// The row nearest to the run's year.
const PueRow* row_for_year(const std::vector<const PueRow*>& rows, int year) {
  const PueRow* best = rows.front();
  for (const PueRow* row : rows) {
    if (is_better_year(row->year, best->year, year)) best = row;
  }
  return best;
}

/// "AWS eu-central-1 2024", and what it is where no meter stands behind it.
std::string words_of(const PueRow& row) {
  std::string words = std::string(row.name) + " " + std::to_string(row.year);
  if (row.quality == "design") words += ", design value";
  if (row.quality == "estimated") words += ", estimated";
  return words;
}

void take_row(Context& context, const PueRow& row, Basis basis) {
  PueFactor& pue = context.run.pue;
  pue.value = row.pue;
  pue.year = row.year;
  pue.basis = basis;
  pue.origin = {OriginKind::catalogue, words_of(row), std::string(row.source_id)};
  pue.group = {Cause::pue, PowerClass::none, Vendor::none, hash_of(row.source_id), 0};
  if (context.year != 0 && row.year != context.year && basis != Basis::assumed) {
    context.note(NoteCode::pue_year, "/pue", {}, row.year, context.year);
  }
}

void take_found(Context& context, const Facility& facility, const std::string& name) {
  if (!facility.found) {
    const bool ambiguous = !facility.found.candidates.empty();
    context.problem("/pue",
                    (ambiguous ? "ambiguous facility \"" : "unknown facility \"") + name + "\"",
                    hint_for(facility.found, "pue"));
    return;
  }
  take_row(context, *row_for_year(facility.years, context.year), Basis::reported);
}

void take_facility(Context& context, const std::string& name, OriginKind origin) {
  take_found(context, context.memo.facility(name), name);
  if (origin == OriginKind::flag) context.run.pue.origin.detail += ", named by flag --pue";
}

void take_region(Context& context, const CloudRegion& region) {
  take_found(context, context.memo.facility_of(region), std::string(region.provider));
  context.run.pue.origin.kind = OriginKind::cloud_region;
}

void assume(Context& context) {
  const Found<PueRow>& found = context.memo.facility(kAssumedFacility).found;
  if (!found) {
    context.problem("/pue", "the catalogue has no \"uptime-survey\"", "give \"pue\"");
    return;
  }
  take_row(context, *found.row, Basis::assumed);
  context.run.pue.origin.kind = OriginKind::assumption;
  context.note(NoteCode::pue_assumed, "/pue", context.run.pue.origin.detail, found.row->pue.mid);
}

void leave_facility_alone(Context& context) {
  context.run.pue.basis = Basis::reported;
  context.run.pue.origin = {OriginKind::assumption, "the facility's energy includes it", {}};
  context.note(NoteCode::facility_complete, "/devices");
  if (context.said.pue && context.said.pue->value && context.said.pue->value->mid > 1) {
    context.note(NoteCode::pue_in_energy, "/pue", {}, context.said.pue->value->mid);
  }
}

}  // namespace

bool is_facility(const ResolvedRun& run) {
  return !run.components.empty() && run.components.front().kind == DeviceKind::facility;
}

void resolve_pue(Context& context) {
  PueFactor& pue = context.run.pue;
  if (is_facility(context.run)) {
    leave_facility_alone(context);
  } else if (context.said.pue) {
    const PueSpec& said = *context.said.pue;
    pue.basis = Basis::reported;
    pue.origin.kind = context.said.origin_of(Field::pue);
    pue.group = stated_group(context, Cause::pue, PowerClass::stated, {});
    if (said.value) pue.value = *said.value;
    if (pue.origin.kind == OriginKind::flag) pue.origin.detail = "--pue";
    if (said.none) pue.origin.detail += pue.origin.detail.empty() ? "none" : " none";
    if (!said.facility.empty()) take_facility(context, said.facility, pue.origin.kind);
  } else if (const PresetRow* row = context.preset_row("pue")) {
    pue.value = Range<double>::exact(row->mid.value_or(1));
    pue.basis = Basis::reported;
    pue.origin = {OriginKind::method, context.said.method, std::string(row->source_id)};
  } else if (context.region != nullptr) {
    take_region(context, *context.region);
  } else {
    assume(context);
  }
}

}  // namespace co2est
