// Knows the arithmetic of `extrapolate`: mean power of the slice, times the hours of the whole.
#include "cli/slice.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "co2est/error.hpp"
#include "co2est/resolve.hpp"
#include "text/record.hpp"
#include "text/which.hpp"

namespace co2est::cli {
namespace {

bool has_figure(const DeviceSpec& device) {
  return device.energy || !device.intervals.empty() || device.power;
}

/// Independent factors on one figure: their logs add in quadrature.
class Band {
 public:
  void widen(double low, double high) {
    down_ += std::log(low) * std::log(low);
    up_ += std::log(high) * std::log(high);
  }
  [[nodiscard]] std::pair<double, double> factors() const {
    return {std::exp(-std::sqrt(down_)), std::exp(std::sqrt(up_))};
  }

 private:
  double down_ = 0, up_ = 0;
};

class Extrapolation {
 public:
  Extrapolation(const RunSpec& slice, const Plan& plan, const Catalogue& catalogue)
      : slice_(slice), plan_(plan), catalogue_(catalogue), resolved_(resolve(slice, catalogue)) {}

  RunSpec whole() {
    find_scaled_entry();
    RunSpec run = slice_;
    run.end.reset();
    run.duration = Range<Duration>::exact(plan_.duration ? *plan_.duration : slice_duration());
    for (std::size_t i = 0; i < run.devices.size(); ++i)
      scale(i, run.devices[i], run.duration->mid);
    scale_hosts(run);
    if (plan_.jobs != 1 || run.repeat) run.repeat = run.repeat.value_or(1) * plan_.jobs;
    run.record = record();
    run.name = plan_.name;
    return run;
  }

 private:
  [[noreturn]] void refuse(const std::string& what, const std::string& hint) const {
    throw Error(ErrorKind::input, Problem{slice_.where, what, hint});
  }

  /// The entry that --count and --model are about: the only accelerator, else the only node.
  void find_scaled_entry() {
    const auto& devices = slice_.devices;
    const auto instance = [](const DeviceSpec& d) { return !d.instance.empty(); };
    if (std::any_of(devices.begin(), devices.end(), instance)) {
      refuse("the slice names an instance", "name its devices one by one, as they were measured");
    }
    if (std::none_of(devices.begin(), devices.end(), has_figure)) {
      refuse("the slice holds no measured power or energy",
             "`co2est estimate` works from a model alone; there is nothing to extrapolate");
    }
    const auto count = [&](auto wanted) {
      return std::count_if(devices.begin(), devices.end(), wanted);
    };
    const auto accelerator = [](const DeviceSpec& d) { return is_accelerator(d.kind); };
    const auto node = [](const DeviceSpec& d) { return d.kind == DeviceKind::node; };
    const bool has_accelerator = count(accelerator) > 0;
    const auto found = has_accelerator ? std::find_if(devices.begin(), devices.end(), accelerator)
                                       : std::find_if(devices.begin(), devices.end(), node);
    const bool only = (has_accelerator ? count(accelerator) : count(node)) == 1;
    if (only) {
      scaled_ = static_cast<std::size_t>(found - devices.begin());
    } else if (plan_.count || plan_.model) {
      refuse("--count and --model need one gpu, tpu or node entry to apply to",
             has_accelerator ? "the slice has several; split it" : "the slice has none");
    }
  }

  /// How long the slice took, where it says so.
  [[nodiscard]] std::optional<Duration> known_duration() const {
    if (resolved_.duration) return resolved_.duration;
    if (!scaled_) return std::nullopt;
    const DeviceSpec& device = slice_.devices[*scaled_];
    if (device.device_hours) return hours(*device.device_hours / device.count.value_or(1));
    const Duration span = span_of(device.intervals);
    return span > Duration{} ? std::optional(span) : std::nullopt;
  }

  [[nodiscard]] Duration slice_duration() const {
    if (const std::optional<Duration> known = known_duration()) return *known;
    refuse("the slice does not say how long it took", "add \"duration\" or \"start\" and \"end\"");
  }

  static Duration span_of(const std::vector<EnergyInterval>& intervals) {
    using Hours = std::chrono::duration<double, std::ratio<3600>>;
    Duration span{};
    for (const EnergyInterval& item : intervals)
      span += hours(Hours(item.end - item.start).count());
    return span;
  }

  /// Mean power of one device of an entry whose energy was stated.
  [[nodiscard]] Power mean_power(std::size_t i) const {
    const ResolvedComponent& component = resolved_.components.at(i);
    const Duration span = span_of(slice_.devices[i].intervals);
    if (span > Duration{}) return component.inputs.energy / (span * component.count.value_or(1));
    if (component.inputs.device_hours > Duration{}) {
      return component.inputs.energy / component.inputs.device_hours;
    }
    return component.inputs.energy / (slice_duration() * component.count.value_or(1));
  }

  void scale(std::size_t i, DeviceSpec& device, Duration whole) const {
    const DeviceSpec& said = slice_.devices[i];
    const bool is_scaled = scaled_ == i;
    device.range = range_of(i);
    if (device.kind == DeviceKind::facility) {
      if (plan_.count) refuse("a facility entry does not scale with --count", "scale --hours only");
      if (!said.power) {
        const Energy total = mean_power(i) * whole * resolved_.components.at(i).count.value_or(1);
        device.energy = Range<Energy>::exact(total);
      }
    } else if (said.energy || !said.intervals.empty()) {
      device.energy.reset();
      device.power = Range<Power>::exact(mean_power(i));
    }
    if (has_figure(said)) {
      device.basis = std::max(resolved_.components.at(i).basis, Basis::modelled);
    }
    device.intervals.clear();
    device.device_hours.reset();
    device.flop.reset();
    device.achieved_flop_per_s.reset();
    device.id.clear();
    device.host.clear();
    if (is_scaled && plan_.model) change_model(device);
    if (is_scaled && plan_.count) device.count = plan_.count;
  }

  /// Power goes with the TDP; the band for another device says how loosely.
  void change_model(DeviceSpec& device) const {
    const std::string before = device.model;
    device.model = *plan_.model;
    if (!device.power) return;
    const auto from = catalogue_.find_accelerator(before);
    const auto to = catalogue_.find_accelerator(device.model);
    if (!from || !from.row->tdp)
      refuse("the TDP of \"" + before + "\" is not known", unknown(from));
    if (!to || !to.row->tdp)
      refuse("the TDP of \"" + device.model + "\" is not known", unknown(to));
    const double ratio = *to.row->tdp / *from.row->tdp;
    device.power->low *= ratio;
    device.power->mid *= ratio;
    device.power->high *= ratio;
  }

  static std::string unknown(const Found<Accelerator>& found) {
    return hint_for(found, "accelerators");
  }

  [[nodiscard]] std::pair<double, double> range_of(std::size_t i) const {
    Band band;
    const auto widen_by = [&](const char* id) {
      const Range<double>& value = catalogue_.parameter(id).value;
      band.widen(value.low, value.high);
    };
    for (const Factor& factor : resolved_.components.at(i).factors) {
      band.widen(factor.low, factor.high);
    }
    widen_by(plan_.model && scaled_ == i ? "extrapolate.other-device" : "extrapolate.same");
    if (plan_.duration && !plan_.logged) widen_by("extrapolate.unlogged");
    const auto [low, high] = block_spread(slice_.devices[i].intervals);
    band.widen(low, high);
    return band.factors();
  }

  /// Servers come with the accelerators that stand in them.
  void scale_hosts(RunSpec& run) const {
    if (!scaled_ || !plan_.count) return;
    const double before = slice_.devices[*scaled_].count.value_or(1);
    const double hosts = slice_.hosts.value_or(1);
    const double per_host = slice_.devices_per_host.value_or(before / hosts);
    const bool has_hosts = std::any_of(run.devices.begin(), run.devices.end(),
                                       [](const DeviceSpec& d) { return is_per_host(d.kind); });
    if (!has_hosts && !slice_.hosts) return;
    if (slice_.devices[*scaled_].kind == DeviceKind::node) return;
    run.hosts = std::max(1.0, std::ceil(*plan_.count / per_host));
    run.devices_per_host = per_host;
  }

  [[nodiscard]] std::string record() const {
    nlohmann::ordered_json json{{"derived_from", plan_.file}, {"method", kExtrapolatedSlice}};
    if (const auto known = known_duration()) json["slice_duration_h"] = as_hours(*known);
    if (scaled_) {
      const DeviceSpec& device = slice_.devices[*scaled_];
      json["slice_count"] = device.count.value_or(1);
      if (!device.model.empty()) json["slice_model"] = device.model;
    }
    json["hours_logged"] = plan_.logged || !plan_.duration;
    return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
  }

  const RunSpec& slice_;
  const Plan& plan_;
  const Catalogue& catalogue_;
  ResolvedRun resolved_;
  std::optional<std::size_t> scaled_;
};

}  // namespace

std::pair<double, double> block_spread(const std::vector<EnergyInterval>& intervals) {
  std::vector<double> powers;
  for (const EnergyInterval& item : intervals) {
    const double length = std::chrono::duration<double>(item.end - item.start).count();
    if (length > 0) powers.push_back(as_kwh(item.energy) / length);
  }
  const auto n = static_cast<double>(powers.size());
  double mean = 0, squares = 0;
  for (const double power : powers)
    mean += power / n;
  for (const double power : powers)
    squares += (power - mean) * (power - mean);
  if (powers.size() < 2 || !(mean > 0)) return {1, 1};
  // Standard error of the mean of n blocks; 1.645 of them hold 90 % of a normal distribution.
  constexpr double kQuantile = 1.645;
  const double spread = kQuantile * std::sqrt(squares / (n - 1) / n) / mean;
  return {std::exp(-spread), std::exp(spread)};
}

std::string name_of_whole(const RunSpec& slice) {
  return slice.name.empty() ? "extrapolated slice" : "extrapolated from " + slice.name;
}

RunSpec extrapolate(const RunSpec& slice, const Plan& plan, const Catalogue& catalogue) {
  return Extrapolation(slice, plan, catalogue).whole();
}

}  // namespace co2est::cli
