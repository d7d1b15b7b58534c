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

}  // namespace

std::optional<GridFactor> Defaults::grid(std::string_view id, int year) const {
  Json run = any_run(year);
  run["grid"] = id;
  const auto filled = resolved(run, catalogue_);
  return filled ? std::optional(filled->grid) : std::nullopt;
}

std::optional<GridFactor> Defaults::direct_grid(std::string_view id) const {
  Json run = any_run(0);
  run["grid"] = {{"id", id}, {"accounting", "direct"}};
  const auto filled = resolved(run, catalogue_);
  return filled ? std::optional(filled->grid) : std::nullopt;
}

std::optional<PueFactor> Defaults::pue(std::string_view id, int year) const {
  Json run = any_run(year);
  run["pue"] = id;
  const auto filled = resolved(run, catalogue_);
  return filled ? std::optional(filled->pue) : std::nullopt;
}

std::optional<PueFactor> Defaults::pue_of_region(std::string_view id) const {
  Json run = any_run(0);
  run["grid"] = id;
  const auto filled = resolved(run, catalogue_);
  return filled ? std::optional(filled->pue) : std::nullopt;
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
