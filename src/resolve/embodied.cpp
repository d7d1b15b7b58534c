// Knows what making the hardware emitted and over which hours that is spread: said, published, or
// assumed.
#include <string>
#include <string_view>
#include <utility>

#include "resolve/context.hpp"

namespace co2est {
namespace {

template <typename Make>
auto scaled(const Range<double>& range, Make make, double factor) {
  return Range<decltype(make(factor))>{make(range.low * factor), make(range.mid * factor),
                                       make(range.high * factor)};
}

/// One of the two masses that a run may take by the name of a published footprint.
struct Taken {
  std::string_view pointer;  ///< of the key
  std::string_view per;      ///< the unit that the footprint must be of
  const std::string& name;
  const ModelRow& fallback;  ///< gives a footprint without a band its own, as ratios
};

/// What a footprint leaves out of the whole; empty where it can be taken.
std::string_view part_of_whole(const Footprint& row) {
  if (row.scope == "die") return "\" is of a die alone, not of the whole ";
  if (row.scope == "base")
    return "\" is without memory, further CPUs and drives, not of the whole ";
  return {};
}

/// What the footprint is, or none where it is a problem.
std::optional<Range<Mass>> take_footprint(Context& context, const Taken& taken,
                                          std::string_view& source) {
  const Found<Footprint>& found = context.memo.footprint(taken.name);
  const std::string pointer(taken.pointer);
  if (!found) {
    context.problem(pointer, "unknown footprint \"" + taken.name + "\"",
                    hint_for(found, "embodied"));
    return std::nullopt;
  }
  const Footprint& row = *found.row;
  const std::string_view lacking = part_of_whole(row);
  if (row.per != taken.per || !lacking.empty()) {
    std::string what = "\"";  // appended: g++ 12 warns of literal + string without a cause
    what.append(row.id).append(row.per == taken.per ? lacking : "\" is not the footprint of one ");
    what.append(taken.per);
    context.problem(pointer, std::move(what), "see `co2est factors list embodied`, or give kg");
    return std::nullopt;
  }
  source = row.source_id;
  context.cite(source);
  if (row.co2e.has_band()) return row.co2e;
  const ModelRow& band = context.use(taken.fallback);
  return Range<Mass>{row.co2e.mid * (band.low / band.mid), row.co2e.mid,
                     row.co2e.mid * (band.high / band.mid)};
}

/// Whether a device's footprint contains what of the server falls to it.
bool holds_host_share(Context& context, const std::string& name) {
  const Found<Footprint>& found = context.memo.footprint(name);
  return found && found.row->scope == "host-share";
}

void take_masses(Context& context, const EmbodiedSpec& said, EmbodiedFactor& embodied) {
  const ModelRow& device = context.model.embodied_device_kg;
  const ModelRow& host = context.model.embodied_host_kg;
  embodied.default_low = device.low / device.mid;
  embodied.default_high = device.high / device.mid;
  embodied.per_device = said.per_device;
  if (!said.per_device_name.empty()) {
    embodied.per_device =
        take_footprint(context, {"/embodied/per_device", "device", said.per_device_name, device},
                       embodied.device_source);
    if (holds_host_share(context, said.per_device_name)) {
      embodied.per_host = Range<Mass>::exact(Mass{});
      if (said.per_host || !said.per_host_name.empty())
        context.problem("/embodied/per_host",
                        "stands beside a footprint of devices that has its share of the server",
                        "leave one of the two out");
      return;
    }
  }
  if (!said.per_host_name.empty()) {
    const auto taken = take_footprint(
        context, {"/embodied/per_host", "server", said.per_host_name, host}, embodied.host_source);
    if (taken) embodied.per_host = *taken;
  } else {
    embodied.per_host = said.per_host ? *said.per_host : scaled(context.use(host), kilograms, 1);
  }
}

}  // namespace

void resolve_embodied(Context& context) {
  if (!context.said.embodied) return;
  const EmbodiedSpec& said = *context.said.embodied;
  const ModelParameters& model = context.model;
  if (!context.run.device_hours) context.note(NoteCode::embodied_unknown, "/embodied");
  EmbodiedFactor& embodied = context.run.embodied.emplace();
  take_masses(context, said, embodied);
  embodied.devices_per_host = context.devices_per_host;
  embodied.lifetime = said.lifetime
                          ? *said.lifetime
                          : scaled(context.use(model.embodied_lifetime_y), hours, kHoursPerYear);
  embodied.utilization = said.utilization ? Range<double>::exact(*said.utilization)
                                          : Range<double>(context.use(model.embodied_utilization));
}

}  // namespace co2est
