// Knows what options change in the entries of a run, and what a change leaves of an entry.
#include <fmt/format.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "cli/overrides.hpp"
#include "co2est/error.hpp"
#include "text/suggest.hpp"
#include "text/vendor.hpp"

namespace co2est::cli {
namespace {

/// The only entry of `run` that `wanted` picks; nullptr where there is none.
DeviceSpec* only_entry(RunSpec& run, bool (*wanted)(DeviceKind), std::string_view options) {
  DeviceSpec* found = nullptr;
  for (DeviceSpec& device : run.devices) {
    if (!wanted(device.kind)) continue;
    if (found != nullptr) {
      throw Error(
          ErrorKind::input,
          Problem{run.where, std::string(options) + ": the run has more than one such entry",
                  "change the file: the option cannot tell which one is meant"});
    }
    found = &device;
  }
  return found;
}

/// What another device, or another power, leaves of an entry: what it is and how long it worked.
DeviceSpec without_figures(const DeviceSpec& device) {
  DeviceSpec bare;
  bare.kind = device.kind;
  bare.instance = device.instance;
  bare.model = device.model;
  bare.count = device.count;
  bare.device_hours = device.device_hours;
  bare.flop = device.flop;
  bare.achieved_flop_per_s = device.achieved_flop_per_s;
  return bare;
}

/// Refuses an option that energy which the entry states would leave without any effect.
void demand_no_energy(const RunSpec& run, const DeviceSpec& device, const std::string& option,
                      std::string_view what) {
  if (!device.energy && device.intervals.empty()) return;
  throw Error(ErrorKind::input,
              Problem{run.where,
                      fmt::format("{}: the {} entry states energy, which {} not change", option,
                                  to_text(device.kind), what),
                      "use --repeat to scale it, or edit the energy"});
}

}  // namespace

void Overrides::patch_accelerator(DeviceSpec& device) const {
  // A name for an entry that has none says which device its figures are of.
  const bool other_model = said_.model && !device.model.empty() &&
                           fold_device(device.model) != fold_device(device_.model);
  if (other_model || said_.power) device = without_figures(device);
  const auto mark = [&](const auto& word, DeviceOption option) {
    if (word) device.said_by_flag |= static_cast<std::uint8_t>(1U << static_cast<unsigned>(option));
    return word.has_value();
  };
  if (mark(said_.count, DeviceOption::count)) device.count = device_.count;
  if (mark(said_.model, DeviceOption::model)) device.model = device_.model;
  if (mark(said_.power, DeviceOption::power)) device.power = device_.power;
}

/// Another instance in place of the only entry, which names one; its count stays.
void Overrides::patch_instance(RunSpec& run) const {
  const bool is_only = run.devices.size() == 1 && (!run.devices.front().instance.empty() ||
                                                   run.devices.front() == DeviceSpec{});
  if (!is_only) {
    throw Error(ErrorKind::input,
                Problem{run.where, "--instance: the run names its devices one by one",
                        "use it with no file, or where one instance is the only entry"});
  }
  DeviceSpec& device = run.devices.front();
  if (fold_name(device.instance) != fold_name(device_.instance)) device = without_figures(device);
  device.instance = device_.instance;
  device.said_by_flag |=
      static_cast<std::uint8_t>(1U << static_cast<unsigned>(DeviceOption::instance));
}

void Overrides::patch_devices(RunSpec& run) const {
  if (said_.instance) patch_instance(run);
  if (said_.hours) {
    for (DeviceSpec& device : run.devices) {
      device.device_hours.reset();
      device.flop.reset();
      device.achieved_flop_per_s.reset();
    }
  }
  if (said_.count || said_.model || said_.power) {
    DeviceSpec* entry = only_entry(run, is_accelerator, "--model, --count, --power");
    if (entry == nullptr) {
      throw Error(ErrorKind::input,
                  Problem{run.where, "--model, --count, --power: the run has no gpu or tpu entry",
                          "change the file"});
    }
    patch_accelerator(*entry);
    if (said_.count) demand_no_energy(run, *entry, "--count", "a count does");
  }
  if (said_.memory) patch_memory(run);
  // After what drops energy: another model, a power.
  if (!said_.hours) return;
  for (const DeviceSpec& device : run.devices) {
    demand_no_energy(run, device, "--hours", "hours do");
  }
}

void Overrides::patch_memory(RunSpec& run) const {
  DeviceSpec* entry = only_entry(
      run, [](DeviceKind kind) { return kind == DeviceKind::dram; }, "--memory");
  if (entry != nullptr) {
    *entry = memory_;
  } else {
    run.devices.push_back(memory_);
  }
}

}  // namespace co2est::cli
