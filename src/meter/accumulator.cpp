#include "meter/accumulator.hpp"

#include <algorithm>

namespace co2est::meter {
namespace {

constexpr double kNanosecond = 1e-9;
constexpr std::size_t kStepsForMedian = 63;

/// W, more than any such device draws, where nobody says its limit: a decrease of a counter that
/// wraps must not become a whole turn of it.
double limit_of(const Channel& channel) {
  constexpr double kPackage = 1000, kMemory = 300, kBoard = 2000;
  if (channel.limit_w) return *channel.limit_w;
  if (channel.counter_range_j <= 0) return 0;
  if (channel.scope == Scope::dram) return kMemory;
  const bool part = channel.scope == Scope::package || channel.scope == Scope::core ||
                    channel.scope == Scope::uncore;
  return part ? kPackage : kBoard;
}

double seconds_between(std::int64_t begin_ns, std::int64_t end_ns) {
  return static_cast<double>(end_ns - begin_ns) * kNanosecond;
}

}  // namespace

Accumulator::Accumulator(const Channel& channel)
    : range_j_(channel.counter_range_j),
      step_j_(channel.counter_step_j),
      limit_w_(limit_of(channel)) {}

bool Accumulator::is_gap(double seconds) {
  constexpr double kLeast = 10, kMedians = 5;
  if (steps_.size() < kStepsForMedian) steps_.push_back(seconds);
  if (seconds <= kLeast) return false;
  const auto middle = steps_.begin() + static_cast<std::ptrdiff_t>(steps_.size() / 2);
  std::nth_element(steps_.begin(), middle, steps_.end());
  return seconds > kMedians * *middle;
}

void Accumulator::add_counter(double energy_j, double seconds, double bridge_j) {
  double step = energy_j - *last_counter_;
  if (step < 0 && range_j_ > 0 && !slept_) {
    step += range_j_;
  } else if (step < 0) {
    ++sums_.restarts;
    step = bridge_j;
  }
  constexpr double kBeyondDoubt = 2;
  // Reads that follow each other closely see the coarse steps of a counter.
  const double most = limit_w_ * kBeyondDoubt * std::max(seconds, 1.0);
  if (most > 0 && step > most + step_j_) {
    ++sums_.rejected;
    step = bridge_j;
  }
  sums_.counter_j += step;
}

/// A mean over steps that were lost or bridged would be no bound of what the device takes idle.
void Accumulator::watch_least(std::int64_t at_ns) {
  constexpr double kLength = 10;  // s
  const std::uint32_t repairs = sums_.restarts + sums_.rejected + sums_.faults + sums_.gaps;
  const Window now{at_ns, sums_.has_counter ? sums_.counter_j : sums_.power_j, repairs,
                   sums_.has_counter};
  if (window_ && window_->repairs == repairs && window_->by_counter == now.by_counter) {
    const double seconds = seconds_between(window_->begin_ns, at_ns);
    if (seconds < kLength) return;
    const double watts = (now.begin_j - window_->begin_j) / seconds;
    if (watts > 0 && (sums_.least_w <= 0 || watts < sums_.least_w)) sums_.least_w = watts;
  }
  window_ = now;
}

void Accumulator::pass(const Reading& reading) {
  const bool figure = reading.energy_j.value_or(0) > 0 || reading.power_w.value_or(0) > 0;
  ++sums_.readings;
  if (!figure) ++sums_.faults;
}

double Accumulator::add_power(double watts, std::int64_t at_ns) {
  const double seconds = seconds_between(last_power_ns_, at_ns);
  const double bridge_j = last_power_ ? (*last_power_ + watts) / 2 * seconds : 0;
  sums_.power_j += bridge_j;
  sums_.peak_w = std::max(sums_.peak_w, watts);
  sums_.has_power = true;
  last_power_ = watts;
  last_power_ns_ = at_ns;
  return bridge_j;
}

void Accumulator::add_time(const Reading& reading) {
  if (!last_) return;
  const double seconds = seconds_between(last_->at_ns, reading.at_ns);
  sums_.covered_s += seconds;
  const bool straight = missed_ && !reading.energy_j;  // a line drawn over what was not read
  if (is_gap(seconds) || straight) {
    ++sums_.gaps;
    sums_.gap_s += seconds;
  }
}

void Accumulator::add(const Reading& reading) {
  ++sums_.readings;
  fault_ = reading.fault;
  if (!reading.energy_j && !reading.power_w) {
    ++sums_.faults;
    missed_ = true;
    return;
  }
  const double bridge_j = reading.power_w ? add_power(*reading.power_w, reading.at_ns) : 0;
  if (last_counter_ && !reading.energy_j) {  // until the counter is back, if ever
    ++sums_.faults;
    sums_.counter_j += bridge_j;
    bridged_j_ += bridge_j;
  }
  if (reading.energy_j) {
    const double seconds = seconds_between(last_counter_ns_, reading.at_ns);
    sums_.counter_j -= bridged_j_;
    if (last_counter_) add_counter(*reading.energy_j, seconds, bridged_j_ + bridge_j);
    bridged_j_ = 0;
    slept_ = false;
    sums_.has_counter = true;
    last_counter_ = reading.energy_j;
    last_counter_ns_ = reading.at_ns;
  }
  add_time(reading);
  missed_ = false;
  last_ = reading;
  watch_least(reading.at_ns);
}

}  // namespace co2est::meter
