#include "resolve/evidence.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace co2est {
namespace {

bool is_intel(const Entry& entry) {
  if (entry.cpu != nullptr) return entry.cpu->vendor() == Vendor::intel;
  return entry.said.model.find("Intel") != std::string::npos;
}

/// A stated power that contains the server is no power of the board, so its TDP says nothing.
bool has_board_tdp(const Context& context, const Entry& entry) {
  return entry.row != nullptr && entry.row->tdp && context.said.host != HostSaid::included;
}

struct Class {
  PowerClass power_class;
  const ModelRow& band;
  bool stated;
};

/// Time in which one of the entry's devices was read.
Duration span_of(const Entry& entry) {
  const ResolvedComponent& component = entry.component;
  if (entry.said.intervals.empty())
    return component.inputs.device_hours / component.count.value_or(1);
  double span = 0;
  for (const EnergyInterval& interval : entry.said.intervals)
    span += std::chrono::duration<double>(interval.end - interval.start).count();
  return seconds(span);
}

/// A figure of a tool that measured nothing: TDP x load of a CPU, gigabytes of memory.
Class class_of_stated(const ModelParameters& model, const DeviceSpec& said) {
  const bool modelled = said.basis == Basis::modelled;
  if (modelled && said.kind == DeviceKind::cpu) return {PowerClass::load, model.cpu_load, false};
  if (modelled && said.kind == DeviceKind::dram) return {PowerClass::dram, model.dram, false};
  return {PowerClass::stated, model.stated, true};
}

/// The class of a power or energy that was given.
Class class_of(const Context& context, const Entry& entry) {
  const ModelParameters& model = context.model;
  if (entry.said.sensor == Sensor::none) return class_of_stated(model, entry.said);
  const Duration span = span_of(entry);
  const bool brief = span > Duration{} && span < seconds(60);
  switch (entry.said.sensor) {
    case Sensor::meter:
      return {PowerClass::meter, model.meter, false};
    case Sensor::counter: {
      const bool data_centre = entry.row != nullptr && entry.row->data_centre();
      return {PowerClass::counter,
              brief         ? model.sampled_coarse
              : data_centre ? model.counter_datacenter
                            : model.counter_consumer,
              false};
    }
    case Sensor::sampled:
      return {PowerClass::sampled, brief ? model.sampled_coarse : model.sampled, false};
    case Sensor::rapl:
      return {PowerClass::rapl, is_intel(entry) ? model.rapl_intel : model.rapl_other, false};
    case Sensor::none:
      break;
  }
  return class_of_stated(model, entry.said);
}

/// The band that the file itself gives, or the one of the class.
template <typename T>
Range<double> band_or(const Context& context, const Range<T>& said, const ModelRow& usual) {
  if (!said.has_band() || !(said.mid > T{})) return context.use(usual);
  return {said.low / said.mid, 1.0, said.high / said.mid};
}

void resolve_energy(Context& context, const Entry& entry) {
  Range<Energy> total = entry.said.energy.value_or(Range<Energy>{});
  if (!entry.said.energy) {
    for (const EnergyInterval& interval : entry.said.intervals)
      total.mid += interval.energy;
    total = Range<Energy>::exact(total.mid);
  }
  entry.component.inputs.energy = total.mid;
  entry.component.evidence = entry.said.energy ? Evidence::energy : Evidence::intervals;
  const Class found = class_of(context, entry);
  add_power_factor(context, entry, found.power_class, band_or(context, total, found.band),
                   found.stated);
}

/// What a stated power is held against: the TDP of the model.
struct Rating {
  Power tdp;
  std::string_view name, source_ids;
};

std::optional<Rating> rating_of(const Context& context, const Entry& entry) {
  if (entry.cpu != nullptr) return Rating{entry.cpu->tdp, entry.cpu->name, entry.cpu->source_id};
  if (!has_board_tdp(context, entry)) return std::nullopt;
  return Rating{*entry.row->tdp, entry.row->name, entry.row->tdp_source};
}

void resolve_power(Context& context, const Entry& entry) {
  ResolvedComponent& component = entry.component;
  const Range<Power>& power = *entry.said.power;
  component.inputs.power = power.mid;
  component.evidence = Evidence::power;
  const Class found = class_of(context, entry);
  constexpr double kSameAsTdp = 0.02;
  const std::optional<Rating> rating = rating_of(context, entry);
  if (rating && !power.has_band() && found.stated &&
      std::abs(power.mid / rating->tdp - 1) <= kSameAsTdp) {
    component.basis = Basis::assumed;
    component.tdp_source = rating->source_ids;
    context.note(NoteCode::power_at_tdp, entry.where(), rating->name, as_watts(power.mid));
    note_unverified_tdp(context, entry);
    add_power_factor(context, entry, PowerClass::at_tdp, context.use(context.model.stated_at_tdp),
                     true);
    return;
  }
  add_power_factor(context, entry, found.power_class, band_or(context, power, found.band),
                   found.stated);
}

void resolve_from_tdp(Context& context, const Entry& entry) {
  ResolvedComponent& component = entry.component;
  const bool amd = entry.row->vendor() == Vendor::amd;
  const bool busy_flag = entry.said.utilization && amd;  // AMD's utilization is a busy flag
  component.inputs.tdp = *entry.row->tdp;
  component.tdp_source = entry.row->tdp_source;
  component.basis = Basis::modelled;
  if (entry.said.utilization && !busy_flag) {
    component.evidence = Evidence::utilization;
    component.inputs.fraction = *entry.said.utilization;
    add_power_factor(context, entry, PowerClass::utilization,
                     context.use(context.model.utilization), false);
  } else {
    component.evidence = Evidence::model;
    component.inputs.fraction = context.use(context.model.tdp_fraction).mid;
    add_power_factor(context, entry, PowerClass::tdp,
                     context.use(amd ? context.model.tdp_amd : context.model.tdp), false);
  }
  note_unverified_tdp(context, entry);
}

constexpr double kFirstGb = 128;

/// Of a slice of the memory of a server, which `slices` of them fill: its part of what all draw,
/// because the first gigabytes of a server are there once.
Power memory_power(const ModelParameters& model, double gb, double slices) {
  const double all = gb * slices;
  return watts((model.dram_w_per_gb_first128.mid * std::min(all, kFirstGb) +
                model.dram_w_per_gb_beyond.mid * std::max(all - kFirstGb, 0.0)) /
               slices);
}

/// By gigabytes of a host, or by modules where their number is all that is known.
void resolve_memory(Context& context, const Entry& entry) {
  const ModelParameters& model = context.model;
  ResolvedComponent& component = entry.component;
  component.evidence = Evidence::memory;
  component.basis = Basis::modelled;
  if (!entry.said.memory_gb) {
    component.inputs.power = watts(context.use(model.dram_w_per_dimm).mid);
    return add_power_factor(context, entry, PowerClass::dram, context.use(model.dram_dimm), false);
  }
  const Range<double>& gb = *entry.said.memory_gb;
  component.inputs.memory_gb = gb.mid;
  const double slices = context.parts.empty() ? 1 : context.parts[entry.index].slices();
  if (slices != 1) component.origin.detail.append(", its part of what a whole server draws");
  component.inputs.power = memory_power(model, gb.mid, slices);
  const Range<Power> power{memory_power(model, gb.low, slices), component.inputs.power,
                           memory_power(model, gb.high, slices)};
  context.use(model.dram_w_per_gb_first128);
  if (gb.high * slices > kFirstGb) context.use(model.dram_w_per_gb_beyond);
  add_power_factor(context, entry, PowerClass::dram, context.use(model.dram), false);
  if (power.has_band()) {  // of the gigabytes; the power of each is as uncertain as ever
    component.factors.add(
        {stated_group(context, Cause::power, PowerClass::stated, entry.said.source),
         power.low / power.mid, power.high / power.mid});
  }
}

std::string hint_of_missing(DeviceKind kind) {
  switch (kind) {
    case DeviceKind::dram:
      return "add \"memory_gb\" of one host, or the \"count\" of its modules";
    case DeviceKind::cpu:
      return "add a \"model\", or \"power_w\", the mean of one socket";
    case DeviceKind::gpu:
    case DeviceKind::tpu:
      return "add \"power_w\", \"energy_kwh\" or a \"model\"";
    default:
      return "add \"power_w\" or \"energy_kwh\"";
  }
}

void no_evidence(Context& context, const Entry& entry) {
  const std::string kind(to_text(entry.said.kind));
  if (context.models[entry.index].cpu != nullptr) return no_cpu(context, entry);
  if (is_accelerator(entry.said.kind) && !entry.said.model.empty()) {
    const Found<Accelerator>& found = *context.models[entry.index].accelerator;
    const bool no_tdp = found.row != nullptr;
    const std::string name = "\"" + entry.said.model + "\"";
    const bool of_instance = context.instance_of(entry.index) != nullptr;
    context.problem(entry.where() + (of_instance ? "/instance" : "/model"),
                    no_tdp                     ? "no TDP of " + name + " is published"
                    : found.candidates.empty() ? "unknown " + kind + " " + name
                                               : name + " is ambiguous",
                    no_tdp ? "give its mean power, or \"power\": null where it is unknown"
                           : hint_for(found, "accelerators"));
    return;
  }
  context.problem(entry.where(), "says nothing about its energy", hint_of_missing(entry.said.kind));
}

}  // namespace

void note_unverified_tdp(const Context& context, const Entry& entry) {
  const bool recalled = entry.cpu != nullptr
                            ? entry.cpu->quality == "unverified"
                            : entry.row->unverified.find("tdp_w") != std::string_view::npos;
  if (!recalled) return;
  context.note(NoteCode::factor_unverified, entry.where(),
               entry.cpu != nullptr ? entry.cpu->name : entry.row->name);
}

void add_power_factor(Context& context, const Entry& entry, PowerClass power_class,
                      const Range<double>& band, bool stated) {
  ResolvedComponent& component = entry.component;
  const bool by_cpu = power_class == PowerClass::load && entry.cpu != nullptr;
  const Vendor vendor = entry.row != nullptr ? entry.row->vendor()
                        : by_cpu             ? entry.cpu->vendor()
                                             : Vendor::none;
  GroupKey group = stated ? stated_group(context, Cause::power, power_class, entry.said.source)
                          : GroupKey{Cause::power, power_class, vendor, 0, 0};
  double low = band.low;
  double high = band.high;
  if (entry.said.range) {
    low = entry.said.range->first;
    high = entry.said.range->second;
    group =
        stated_group(context, Cause::extrapolation, PowerClass::logged_range, entry.said.source);
  }
  if (has_board_tdp(context, entry)) {
    const Derivation& in = component.inputs;
    Power mean = in.power;
    if (component.evidence == Evidence::utilization || component.evidence == Evidence::model) {
      mean = in.tdp * in.fraction;
    } else if (component.evidence != Evidence::power && in.device_hours > Duration{}) {
      mean = in.energy / in.device_hours;
    }
    if (mean > Power{}) {
      const double cap = context.model.tdp_cap.mid * (*entry.row->tdp / mean);
      if (cap < high) {
        context.use(context.model.tdp_cap);
        component.tdp_source = entry.row->tdp_source;
      }
      high = std::clamp(cap, 1.0, std::max(1.0, high));
    }
  }
  component.factors.add({group, std::min(low, 1.0), std::max(high, 1.0)});
}

bool counts_by_capacity(const DeviceSpec& said) {
  const bool has_figure = said.energy || !said.intervals.empty() || said.power;
  return said.kind == DeviceKind::dram && said.memory_gb && !has_figure && !said.power_unknown;
}

void resolve_evidence(Context& context, const Entry& entry) {
  const DeviceSpec& said = entry.said;
  ResolvedComponent& component = entry.component;
  component.basis =
      said.basis.value_or(said.sensor == Sensor::none ? Basis::reported : Basis::measured);
  if (said.energy || !said.intervals.empty()) {
    resolve_energy(context, entry);
  } else if (said.power) {
    resolve_power(context, entry);
  } else if (said.power_unknown) {
    component.evidence = Evidence::none;
    component.energy_known = false;
    component.basis = Basis::assumed;
    context.note(NoteCode::power_unknown, entry.where(),
                 said.model.empty() ? to_text(said.kind) : std::string_view(said.model));
  } else if (entry.row != nullptr && entry.row->tdp && is_accelerator(said.kind)) {
    resolve_from_tdp(context, entry);
  } else if (entry.cpu != nullptr) {
    resolve_from_cpu(context, entry);
  } else if (said.kind == DeviceKind::dram && (said.memory_gb || said.count)) {
    resolve_memory(context, entry);
  } else {
    component.evidence = Evidence::none;
    no_evidence(context, entry);
  }
  component.share_measured = component.basis == Basis::measured ? 1 : 0;
}

}  // namespace co2est
