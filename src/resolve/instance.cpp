// Knows what a cloud instance stands for: its accelerators, its share of the CPUs, its memory.
#include <algorithm>
#include <string>
#include <utility>

#include "resolve/context.hpp"

namespace co2est {
namespace {

constexpr double kBytesPerGib = 1073741824.0, kBytesPerGb = 1e9;

bool names_instance(const DeviceSpec& device) {
  return !device.instance.empty();
}

bool says_kind(const RunSpec& run, DeviceKind kind) {
  return std::any_of(run.devices.begin(), run.devices.end(), [&](const DeviceSpec& device) {
    return !names_instance(device) && device.kind == kind;
  });
}

double threads_of(const Instance& row) {
  return row.threads ? *row.threads : row.vcpu.value_or(0);
}

double slices_of(const Instance& row) {
  const double threads = threads_of(row);
  return threads > 0 && row.host_threads ? *row.host_threads / threads : 1;
}

/// The accelerators of the whole server, of which the instance may have a part.
double accelerators_of_host(const Instance& row) {
  return row.accelerators * slices_of(row);
}

bool has_own_hours(const DeviceSpec& said) {
  return said.device_hours || said.flop;
}

/// The entry of the accelerators: all that was said is theirs, but for the number of instances.
DeviceSpec accelerators_in(const DeviceSpec& said, const Instance& row, Memo& memo) {
  DeviceSpec part = said;
  part.instance.clear();
  part.model = row.accelerator_id;
  const Accelerator* found = memo.accelerator(row.accelerator_id).row;
  if (found != nullptr) {
    part.kind = found->kind == "tpu" ? DeviceKind::tpu : DeviceKind::gpu;
    if (memo.accelerator(found->name).row == found) part.model = found->name;
  }
  if (said.count || !has_own_hours(said)) part.count = said.count.value_or(1) * row.accelerators;
  if (said.device_hours) part.device_hours = *said.device_hours * row.accelerators;
  return part;
}

/// An entry for `units` of what stands beside the accelerators of one instance, working as long.
DeviceSpec part_beside(const DeviceSpec& said, const Instance& row, DeviceKind kind, double units) {
  DeviceSpec part;
  part.kind = kind;
  part.said_by_flag = said.said_by_flag;
  part.source = said.source;  // hours from a throughput err with the accelerators'
  if (said.device_hours) part.device_hours = *said.device_hours * units;
  if (said.flop && row.accelerators > 0) {
    part.flop = *said.flop * units / row.accelerators;
    part.achieved_flop_per_s = said.achieved_flop_per_s;
  }
  return part;
}

/// W of one hardware thread, by the CPUs' micro-architecture where the catalogue has it.
const Parameter& thread_power(const Instance& row, const Catalogue& catalogue) {
  constexpr std::string_view kPrefix = "vcpu.w.";
  const auto& all = catalogue.parameters();
  const auto known = std::find_if(all.begin(), all.end(), [&](const Parameter& parameter) {
    return parameter.id.starts_with(kPrefix) && parameter.id.substr(kPrefix.size()) == row.platform;
  });
  return known == all.end() ? catalogue.parameter("vcpu.w.unknown") : *known;
}

/// Sockets by their TDP where the model of the CPU and the size of the server are known, else
/// hardware threads by their power, whose row `origin` then names.
DeviceSpec cpus_in(const DeviceSpec& said, Part& origin, Memo& memo, const Catalogue& catalogue) {
  const Instance& row = *origin.instance;
  const double threads = threads_of(row);
  const Cpu* cpu = row.cpu_id.empty() ? nullptr : memo.cpu(row.cpu_id).row;
  if (cpu != nullptr && row.host_cpus && row.host_threads) {
    const double sockets = *row.host_cpus * threads / *row.host_threads;
    DeviceSpec part = part_beside(said, row, DeviceKind::cpu, sockets);
    part.model = cpu->name;
    part.count = sockets;
    return part;
  }
  DeviceSpec part = part_beside(said, row, DeviceKind::cpu, threads);
  origin.thread_w = &thread_power(row, catalogue);
  const Range<double>& w = origin.thread_w->value;
  part.model = "CPU thread";
  part.count = threads;
  part.power = Range<Power>{watts(w.low), watts(w.mid), watts(w.high)};
  part.basis = Basis::modelled;
  return part;
}

DeviceSpec memory_in(const DeviceSpec& said, const Instance& row) {
  DeviceSpec part = part_beside(said, row, DeviceKind::dram, 1);
  part.memory_gb = Range<double>::exact(*row.memory_gib * kBytesPerGib / kBytesPerGb);
  return part;
}

/// What of the servers is modelled part by part.
struct Wanted {
  bool cpus = false, memory = false;
};

Wanted wanted_of(const RunSpec& said) {
  // The factor of a modelled host and a figure with the host inside contain CPUs and memory.
  if (said.host != HostSaid::nothing) return {};
  return {!says_kind(said, DeviceKind::cpu), !says_kind(said, DeviceKind::dram)};
}

/// Appends the parts of one entry.
void expand(const DeviceSpec& said, const Part& part, Wanted wanted, Memo& memo,
            const Catalogue& catalogue, Expanded& to) {
  const Instance& row = *part.instance;
  const auto add = [&](DeviceSpec device, const Part& origin) {
    to.run.devices.push_back(std::move(device));
    to.parts.push_back(origin);
  };
  if (row.accelerators > 0) add(accelerators_in(said, row, memo), part);
  if (wanted.cpus && threads_of(row) > 0) {
    Part cpus = part;
    add(cpus_in(said, cpus, memo, catalogue), cpus);
  }
  if (wanted.memory && row.memory_gib) add(memory_in(said, row), part);
}

/// How many instances there are, and the most accelerators that a server of theirs has.
void count_hosts(const RunSpec& said, const Expanded& expanded, RunSpec& run) {
  double hosts = 0;
  double most = 0;
  std::size_t before = said.devices.size();
  for (const Part& part : expanded.parts) {
    if (part.instance == nullptr || part.place == before) continue;
    before = part.place;
    hosts += part.servers;
    most = std::max(most, accelerators_of_host(*part.instance));
  }
  if (!said.hosts && hosts > 0) run.hosts = hosts;
  if (!said.devices_per_host && most > 0) run.devices_per_host = most;
}

/// The first key that an instance leaves no meaning to, or none.
std::string_view refused_key(const DeviceSpec& said, const Instance& row) {
  if (!said.model.empty()) return "model";
  if (said.memory_gb) return "memory";
  if (row.accelerators > 0) return {};
  if (said.energy || !said.intervals.empty()) return said.energy ? "energy" : "intervals";
  if (said.power || said.power_unknown) return "power";
  if (said.utilization) return "utilization";
  return said.flop ? "flop" : "";
}

void check_entry(Context& context, const DeviceSpec& said, const std::string& where) {
  const Found<Instance>& found = context.memo.instance(said.instance);
  if (!found) {
    const std::string name = '"' + said.instance + '"';
    context.problem(where + "/instance",
                    found.candidates.empty() ? "unknown instance " + name : name + " is ambiguous",
                    hint_for(found, "instances"));
    return;
  }
  const Instance& row = *found.row;
  if (const std::string_view key = refused_key(said, row); !key.empty()) {
    const bool own = key == "model" || key == "memory";
    context.problem(where + "/" + std::string(key), "stands beside \"instance\"",
                    own ? "the instance says it; or name its devices one by one"
                        : std::string(row.name) +
                              " has no accelerators of its own: name them in "
                              "an entry of their own, with this key");
  }
  context.cite(row.source_id);
  if (!row.unverified.empty()) context.note(NoteCode::instance_unverified, where, row.name);
}

}  // namespace

double Part::slices() const {
  return instance == nullptr ? 1 : slices_of(*instance);
}

const RunSpec& with_devices(const RunSpec& said, Memo& memo, const Catalogue& catalogue,
                            Expanded& expanded) {
  expanded.parts.clear();
  if (std::none_of(said.devices.begin(), said.devices.end(), names_instance)) return said;
  RunSpec& run = expanded.run;
  run = said;
  run.devices.clear();
  const Wanted wanted = wanted_of(said);
  for (std::size_t i = 0; i < said.devices.size(); ++i) {
    const DeviceSpec& device = said.devices[i];
    const Instance* row = names_instance(device) ? memo.instance(device.instance).row : nullptr;
    const Part part{i, row, device.count.value_or(1), nullptr};
    if (row != nullptr) {
      expand(device, part, wanted, memo, catalogue, expanded);
      continue;
    }
    run.devices.push_back(device);
    run.devices.back().power_unknown = device.power_unknown || names_instance(device);
    expanded.parts.push_back(part);
  }
  if (run.devices.empty()) {  // without accelerators there is nothing that a host is modelled by
    run.devices.push_back(said.devices.front());
    run.devices.back().power_unknown = true;
    expanded.parts.push_back({});
  }
  count_hosts(said, expanded, run);
  return run;
}

/// Where `host` leaves out the CPUs and memory that all its instances consist of.
void check_host(Context& context, const RunSpec& said) {
  if (said.host == HostSaid::nothing) return;
  for (const DeviceSpec& device : said.devices) {
    const Instance* row = context.memo.instance(device.instance).row;
    if (row == nullptr || row->accelerators > 0) return;
  }
  context.problem("/host", "leaves nothing of " + said.devices.front().instance,
                  "it stands in place of CPUs and memory, and the run names no accelerators: leave "
                  "it out, or add the GPUs that are attached");
}

void resolve_instances(Context& context, const RunSpec& said) {
  if (context.parts.empty()) return;
  check_host(context, said);
  double servers = 0;
  for (std::size_t i = 0; i < said.devices.size(); ++i) {
    const DeviceSpec& device = said.devices[i];
    if (!names_instance(device)) continue;
    servers += device.count.value_or(1);
    check_entry(context, device, "/devices/" + std::to_string(i));
  }
  if (said.hosts && *said.hosts != servers) {
    context.problem("/hosts", "differs from the number of instances",
                    "leave it out: the \"count\" of an instance says how many there are");
  }
}

}  // namespace co2est
