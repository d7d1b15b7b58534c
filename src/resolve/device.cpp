// Knows how an entry of `devices` becomes a component: its model, its hours, its evidence.
#include <algorithm>
#include <cmath>

#include "resolve/evidence.hpp"

namespace co2est {
namespace {

constexpr unsigned bit(DeviceOption option) {
  return 1U << static_cast<unsigned>(option);
}

struct OptionName {
  DeviceOption option;
  std::string_view name;
};
constexpr OptionName kDeviceOptions[] = {{DeviceOption::model, "--model"},
                                         {DeviceOption::count, "--count"},
                                         {DeviceOption::power, "--power"},
                                         {DeviceOption::memory, "--memory"},
                                         {DeviceOption::instance, "--instance"}};

bool needs_hours(const DeviceSpec& said) {
  return !said.energy && said.intervals.empty();
}

/// How many of what has the entry's power there are: devices, or, where memory counts by its
/// capacity in a host, hosts.
double units_of(const Context& context, const Entry& entry) {
  const DeviceSpec& said = entry.said;
  const bool of_instance = context.instance_of(entry.index) != nullptr;
  const double hosts = of_instance ? context.parts[entry.index].servers : context.hosts;
  if (counts_by_capacity(said)) return hosts;
  const double count = said.count.value_or(1);
  return is_per_host(said.kind) ? count * hosts : count;
}

/// Servers that work as long as the accelerators do err with them. The bands are kept as moves in
/// hours until all accelerators are known; few enough for a component's factors, so that further
/// groups join the last one, which never narrows an interval.
void remember_hours_factor(Context& context, const Factor& factor, Duration spent) {
  constexpr std::size_t kMost = 2;
  std::vector<Factor>& all = context.hours_factors;
  auto at = std::find_if(all.begin(), all.end(),
                         [&](const Factor& known) { return known.group == factor.group; });
  if (at == all.end() && all.size() == kMost) --at;
  if (at == all.end()) at = all.insert(at, {factor.group, 0, 0});
  at->low += as_hours(spent) * (factor.low - 1);
  at->high += as_hours(spent) * (factor.high - 1);
}

/// Hours from a FLOP count that is still to be computed.
std::optional<Duration> hours_of_flop(Context& context, const Entry& entry) {
  if (!entry.said.flop) return std::nullopt;
  if (!entry.said.achieved_flop_per_s) {
    context.problem(entry.where(), "has \"flop\" but no \"achieved\"",
                    "add the throughput of one device, such as \"achieved\": \"120 TFLOP/s\"");
    return std::nullopt;
  }
  const Range<double>& achieved = *entry.said.achieved_flop_per_s;
  entry.component.inputs.flop = *entry.said.flop;
  entry.component.inputs.achieved_flop_per_s = achieved.mid;
  const Basis basis = entry.said.basis.value_or(Basis::reported);
  const bool guessed = basis == Basis::modelled || basis == Basis::assumed;
  const ModelRow& band = guessed ? context.model.flop_assumed : context.model.unlogged;
  if (!achieved.has_band()) context.use(band);
  const bool own = achieved.has_band();
  const Duration spent = seconds(*entry.said.flop / achieved.mid);
  // Faster means fewer hours, so the bounds change places.
  const Factor factor{stated_group(context, Cause::throughput, PowerClass::none, entry.said.source),
                      own ? achieved.mid / achieved.high : band.low,
                      own ? achieved.mid / achieved.low : band.high};
  entry.component.factors.add(factor);
  if (is_accelerator(entry.said.kind)) remember_hours_factor(context, factor, spent);
  return spent;
}

void check_hours(const Context& context, const Entry& entry, Duration stated, double count) {
  if (!context.run.duration) return;
  const Duration expected = *context.run.duration * count;
  if (!(expected > Duration{})) return;
  const double ratio = stated / expected;
  constexpr double kTolerance = 0.01;
  if (std::abs(ratio - 1) <= kTolerance) return;
  if (count > 1 && std::abs(ratio / count - 1) <= kTolerance) {
    context.note(NoteCode::hours_multiplied, entry.where(), {}, as_hours(stated), count);
  } else {
    context.note(NoteCode::device_hours_mismatch, entry.where(), {}, as_hours(stated),
                 as_hours(expected));
  }
}

/// Hours of all devices of an entry, which is named, by the first rule that applies.
std::optional<Duration> hours_of(Context& context, const Entry& entry) {
  const DeviceSpec& said = entry.said;
  const double count = said.count.value_or(1);
  if (said.device_hours) {
    const bool is_beside = context.instance_of(entry.index) != nullptr && is_per_host(said.kind);
    if (entry.component.count && !is_beside)
      check_hours(context, entry, hours(*said.device_hours), count);
    return hours(*said.device_hours);
  }
  if (const auto planned = hours_of_flop(context, entry)) return planned;
  if (entry.component.count && context.run.duration) {
    const std::optional<Range<Duration>>& stated = context.said.duration;
    if (stated && stated->has_band() && stated->mid > Duration{}) {
      entry.component.factors.add({stated_group(context, Cause::throughput, PowerClass::stated, {}),
                                   stated->low / stated->mid, stated->high / stated->mid});
    }
    return *context.run.duration * *entry.component.count;
  }
  return std::nullopt;
}

/// Servers work while their accelerators do, where nothing else says how long.
std::optional<Duration> hours_beside_accelerators(const Context& context, const Entry& entry) {
  if (!is_per_host(entry.said.kind) || !context.run.device_hours) return std::nullopt;
  const double all = as_hours(*context.run.device_hours);
  for (const Factor& moves : context.hours_factors) {
    if (all > 0) {
      entry.component.factors.add({moves.group, 1 + moves.low / all, 1 + moves.high / all});
    }
  }
  const double per_host = units_of(context, entry) / context.hosts;
  return *context.run.device_hours * (per_host / context.devices_per_host);
}

/// Where options had a part in the figure: "--model, --hours"; empty where they had none.
std::string options_behind(const Context& context, const DeviceSpec& said) {
  const bool by_hours =
      needs_hours(said) && context.said.origin_of(Field::time) == OriginKind::flag;
  if (said.said_by_flag == 0 && !by_hours) return {};
  std::string options;
  for (const auto& [option, name] : kDeviceOptions) {
    if ((said.said_by_flag & bit(option)) == 0) continue;
    options.append(options.empty() ? "" : ", ").append(name);
  }
  if (by_hours) options.append(options.empty() ? "" : ", ").append("--hours");
  return options;
}

/// The option that gave the power or what it is modelled from, else the file; beside it the options
/// that changed something else.
void set_origin(const Context& context, const DeviceSpec& said, Origin& origin) {
  origin.kind = context.said.origin_of(Field::devices);
  const std::string options = options_behind(context, said);
  if (options.empty()) return;
  const bool has_figure = said.power || said.energy || !said.intervals.empty();
  const unsigned evidence = bit(DeviceOption::power) | bit(DeviceOption::memory) |
                            bit(DeviceOption::instance) |
                            (has_figure ? 0U : bit(DeviceOption::model));
  const bool by_flag = (said.said_by_flag & evidence) != 0;
  if (by_flag) origin.kind = OriginKind::flag;
  origin.detail = by_flag ? options : "with " + options;
}

/// What is known of a part of an instance: whose it is, and where the run says no power of it the
/// row of the model that its power is.
void name_part(Context& context, const Part& part, ResolvedComponent& component) {
  Origin& origin = component.origin;
  if (part.thread_w != nullptr) {
    const bool by_flag = origin.kind == OriginKind::flag;
    if (!origin.detail.empty()) origin.detail.insert(0, by_flag ? ", by flag " : ", ");
    origin.detail.insert(0, "W per thread");
    origin.kind = OriginKind::catalogue;
    origin.source_id = part.thread_w->source_id;
    component.tdp_source = part.thread_w->source_id;
    context.use(*part.thread_w);
  }
  origin.detail.append(origin.detail.empty() ? "(" : " (").append(part.instance->name).append(")");
}

void name_component(Context& context, const Entry& entry) {
  ResolvedComponent& component = entry.component;
  component.kind = entry.said.kind;
  component.model = entry.said.model;
  if (count_of(entry.said)) {
    component.count = units_of(context, entry);
  } else {
    component.count.reset();
  }
  set_origin(context, entry.said, component.origin);
  if (context.instance_of(entry.index) != nullptr)
    name_part(context, context.parts[entry.index], component);
  const PresetRow* price = entry.row != nullptr && !context.preset.empty()
                               ? context.preset_row("device_price", entry.row->id)
                               : nullptr;
  if (context.said.price && context.said.price->device_usd_per_h) {
    if (is_accelerator(component.kind)) {
      component.device_usd_per_h = context.said.price->device_usd_per_h;
    }
  } else if (price != nullptr && price->low && price->high) {
    component.device_usd_per_h = Range<double>{*price->low, *price->low, *price->high};
  }
  const bool published = entry.row != nullptr && entry.row->embodied;
  const double cards = entry.row != nullptr ? entry.row->share_of_card() : 1;
  component.embodied_per_device =
      published ? *entry.row->embodied : kilograms(context.model.embodied_device_kg.mid * cards);
  const std::optional<EmbodiedSpec>& said = context.said.embodied;
  const bool asked = said && !said->per_device && said->per_device_name.empty();
  if (!asked || !is_accelerator(component.kind)) return;
  context.use(context.model.embodied_device_kg);  // its band holds for published values too
  if (published) component.embodied_source = entry.row->source_of("embodied_kg");
}

void resolve_device(Context& context, const Entry& entry) {
  name_component(context, entry);
  std::optional<Duration> spent = hours_of(context, entry);
  if (!spent) spent = hours_beside_accelerators(context, entry);
  if (!spent && needs_hours(entry.said)) {
    context.problem(entry.where(), "has no time",
                    "add \"duration\" to the run, or \"device_hours\" to the entry");
  }
  entry.component.inputs.device_hours = spent.value_or(Duration{});
  if (is_accelerator(entry.component.kind)) {
    context.hours_known = context.hours_known && spent.has_value();
    if (spent) context.run.device_hours = context.run.device_hours.value_or(Duration{}) + *spent;
  }
  resolve_evidence(context, entry);
}

}  // namespace

void resolve_devices(Context& context) {
  const auto& devices = context.said.devices;
  context.run.components.resize(devices.size());
  for (ResolvedComponent& component : context.run.components)
    component.clear();
  if (devices.empty()) {
    context.problem("/devices", "is empty",
                    "name what used energy: `co2est init` writes an example");
    return;
  }
  // Accelerators first: servers without a time of their own worked as long as they did.
  for (const bool accelerators : {true, false}) {
    for (std::size_t i = 0; i < devices.size(); ++i) {
      if (is_accelerator(devices[i].kind) != accelerators) continue;
      const DeviceSpec& said = devices[i];
      const Accelerator* row = context.row_of(i);
      const Entry entry{
          said, row, context.cpu_of(i), context.run.components[i], i, context.place_of(i)};
      const bool has_own = said.power || said.energy || !said.intervals.empty();
      if (is_accelerator(said.kind) && !said.model.empty() && row == nullptr && has_own) {
        context.note(NoteCode::model_unknown, entry.where(), said.model);
      }
      resolve_device(context, entry);
    }
  }
  if (!context.hours_known) context.run.device_hours.reset();
}

}  // namespace co2est
