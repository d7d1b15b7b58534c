#include "cli/measured.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/number.hpp"
#include "co2est/error.hpp"
#include "co2est/resolve.hpp"
#include "meter/record.hpp"
#include "meter/record_json.hpp"
#include "render/number.hpp"
#include "text/enum_names.hpp"

namespace co2est::cli {
namespace {

/// Whether the catalogue can model this entry on its own.
bool can_model(const DeviceSpec& device, const RunSpec& run, const Catalogue& catalogue) {
  RunSpec alone;
  alone.where = run.where;
  alone.duration = run.duration;
  alone.devices.push_back(device);
  try {
    resolve(alone, catalogue);
    return true;
  } catch (const Error&) {
    return false;
  }
}

/// A processor that nobody read and the catalogue cannot model: beside measured accelerators it is
/// left out, and the estimate tells the figure with a host; alone its energy is unknown.
void make_estimable(RunSpec& run, const Catalogue& catalogue, std::vector<std::string>& warnings) {
  const bool accelerators =
      std::any_of(run.devices.begin(), run.devices.end(),
                  [](const DeviceSpec& d) { return is_accelerator(d.kind) && d.energy; });
  std::vector<DeviceSpec> kept;
  for (DeviceSpec& device : run.devices) {
    if (device.energy || device.power_unknown || can_model(device, run, catalogue)) {
      kept.push_back(std::move(device));
      continue;
    }
    warnings.push_back(fmt::format("nothing read the {}{}{}, and the catalogue cannot model it: {}",
                                   to_text(device.kind), device.model.empty() ? "" : " ",
                                   device.model,
                                   accelerators ? "it is left out" : "its energy is unknown"));
    if (accelerators) continue;
    device.model.clear();
    device.utilization.reset();
    device.power_unknown = true;
    kept.push_back(std::move(device));
  }
  run.devices = std::move(kept);
}

}  // namespace

Measured measured_run(const meter::Recording& recording, meter::Sharing sharing,
                      const Overrides& overrides, const Catalogue& catalogue) {
  const meter::Shares shares = meter::shares_of(recording, sharing);
  Measured measured{meter::run_of(recording, shares), meter::warnings_of(recording, shares),
                    meter::is_partial(recording, shares)};
  overrides.lay_over(measured.run);
  make_estimable(measured.run, catalogue, measured.warnings);
  return measured;
}

Measured measured_run(std::string_view journal, const Catalogue& catalogue) {
  const meter::Recording recording = meter::read_journal(journal);
  OverrideWords words;
  if (!recording.header.grid.empty()) words.grid = recording.header.grid;
  if (!recording.header.pue.empty()) words.pue = recording.header.pue;
  return measured_run(recording, recording.header.sharing, Overrides(words), catalogue);
}

std::string shown_time(double seconds) {
  constexpr double kMinute = 60, kHour = 3600, kDay = 86400, kTwice = 2;
  const auto in = [&](double unit, const char* name) { return shown(seconds / unit) + name; };
  if (seconds < kTwice * kMinute) return in(1, " s");
  if (seconds < kTwice * kHour) return in(kMinute, " min");
  return seconds < kTwice * kDay ? in(kHour, " h") : in(kDay, " d");
}

std::string summary_of(const RunSpec& run, const Estimate& estimate) {
  std::string text = shown_time(as_hours(run.duration->mid) * 3600) + ", ";
  if (meter::counts_nothing(run))
    return text + "nothing of its own: another rank of this node counts its devices";
  text += estimate.energy ? rendering::show(*estimate.energy).value() : "energy unknown";
  std::vector<std::pair<std::string, double>> kinds;  // "gpu measured", and how many
  for (const ComponentFigure& figure : estimate.components) {
    std::string what = fmt::format("{} {}", to_text(figure.kind), to_text(figure.basis));
    const auto same = std::find_if(kinds.begin(), kinds.end(),
                                   [&](const auto& kind) { return kind.first == what; });
    if (same == kinds.end())
      kinds.emplace_back(std::move(what), figure.count.value_or(1));
    else
      same->second += figure.count.value_or(1);
  }
  std::string_view between = ": ";
  for (const auto& [what, count] : kinds) {
    text += fmt::format("{}{}{}", between, count > 1 ? shown(count) + " " : "", what);
    between = ", ";
  }
  return text;
}

}  // namespace co2est::cli
