#include "cli/factors_default.hpp"

#include <fmt/core.h>

#include <nlohmann/json.hpp>

#include "co2est/error.hpp"
#include "co2est/estimate.hpp"
#include "co2est/parse.hpp"
#include "co2est/resolve.hpp"

namespace co2est::cli {
namespace {

using Json = nlohmann::json;

Json any_run(int year) {
  Json run = {{"co2est", 1}, {"duration_h", 1}};
  run["devices"] = Json::array({{{"kind", "other"}, {"energy_kwh", 1}}});
  if (year != 0) run["start"] = fmt::format("{:04}-01-01T00:00:00Z", year);
  return run;
}

/// The run with its blanks filled; none where the tables do not allow it.
std::optional<ResolvedRun> resolved(const Json& run, const Catalogue& catalogue) {
  try {
    return resolve(parse_run(run.dump()), catalogue);
  } catch (const Error&) {
    return {};
  }
}

/// What a run that says only this is given for one of its parts.
template <typename Part>
std::optional<Part> part_of(Part ResolvedRun::*part, const Json& said, int year,
                            const Catalogue& catalogue) {
  Json run = any_run(year);
  run.update(said);
  const auto filled = resolved(run, catalogue);
  return filled ? std::optional(*filled.*part) : std::nullopt;
}

}  // namespace

std::optional<GridFactor> Defaults::grid(std::string_view id, int year) const {
  return part_of(&ResolvedRun::grid, {{"grid", id}}, year, catalogue_);
}

std::optional<GridFactor> Defaults::direct_grid(std::string_view id) const {
  const Json grid = {{"id", id}, {"accounting", "direct"}};
  return part_of(&ResolvedRun::grid, {{"grid", grid}}, 0, catalogue_);
}

std::optional<PueFactor> Defaults::pue(std::string_view id, int year) const {
  return part_of(&ResolvedRun::pue, {{"pue", id}}, year, catalogue_);
}

std::optional<PueFactor> Defaults::pue_of_region(std::string_view id) const {
  return part_of(&ResolvedRun::pue, {{"grid", id}}, 0, catalogue_);
}

std::optional<Range<Power>> Defaults::power(std::string_view kind, std::string_view id) const {
  Json run = any_run(0);
  run["devices"] = Json::array({{{"kind", kind}, {"model", id}}});
  run["pue"] = "none";  // of the device alone
  const auto filled = resolved(run, catalogue_);
  if (!filled) return {};
  const Estimate one_hour = estimate(*filled);
  if (!one_hour.facility_energy) return {};
  const Range<Energy>& energy = *one_hour.facility_energy;
  const Duration hour = hours(1);
  return Range<Power>{energy.low / hour, energy.mid / hour, energy.high / hour};
}

}  // namespace co2est::cli
