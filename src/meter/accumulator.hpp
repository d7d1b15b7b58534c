// Knows how the readings of one channel become its energy: a counter's steps, or the area under
// its power, with what was missing said.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "meter/source.hpp"

namespace co2est::meter {

/// What one channel has given so far. All grow with time.
struct Sums {
  double counter_j = 0;  ///< J by the counter, wraps unrolled
  double power_j = 0;    ///< J, trapezoids under the power
  double covered_s = 0;  ///< s between readings that both held
  double gap_s = 0;      ///< s of steps that were too long to trust a power (Gap)
  std::uint32_t readings = 0;
  std::uint32_t faults = 0;  ///< readings without a figure
  std::uint32_t gaps = 0;
  std::uint32_t restarts = 0;  ///< the counter began anew
  std::uint32_t rejected = 0;  ///< steps of the counter that no device can draw
  double peak_w = 0;
  double least_w = 0;  ///< W, the least mean of ten seconds without a fault; 0: not known
  bool has_counter = false;
  bool has_power = false;

  friend bool operator==(const Sums&, const Sums&) = default;
};

/// Adds up one channel.
///
/// Counter: the step is b - a; where b < a, b - a + range for a counter that wraps, else the
/// counter has restarted and the power bridges the step. A step above 2 x limit x time is rejected
/// and bridged alike. Power: trapezoids between readings. A step is a gap where it is longer than
/// max(10 s, 5 x the median step): the energy stands (a counter misses nothing, a power is taken
/// as a straight line), the seconds are told. So is a step of power over readings that failed.
/// While a counter is missing the power stands in for it. A counter that is lower after the machine
/// slept has restarted: what wraps in time does not stand still meanwhile.
class Accumulator {
 public:
  explicit Accumulator(const Channel& channel);

  void add(const Reading& reading);
  /// A reading of what another rank counts: it gave a figure, and no energy of ours.
  void pass(const Reading& reading);
  /// The machine was suspended since the last reading.
  void slept() { slept_ = true; }
  [[nodiscard]] const Sums& sums() const { return sums_; }
  /// The last fault, empty where the last reading held.
  [[nodiscard]] std::string_view fault() const { return fault_; }

 private:
  void add_counter(double energy_j, double seconds, double bridge_j);
  /// J under the power since it was last read.
  double add_power(double watts, std::int64_t at_ns);
  void add_time(const Reading& reading);
  [[nodiscard]] bool is_gap(double seconds);
  void watch_least(std::int64_t at_ns);

  /// Ten seconds, or the one step that is longer, whose mean power is known.
  struct Window {
    std::int64_t begin_ns = 0;
    double begin_j = 0;
    std::uint32_t repairs = 0;  ///< by then
    bool by_counter = false;
  };

  double range_j_, step_j_, limit_w_;
  Sums sums_;
  std::optional<Reading> last_;         ///< the last that held
  std::optional<double> last_counter_;  ///< J
  std::int64_t last_counter_ns_ = 0;
  std::optional<double> last_power_;  ///< W
  std::int64_t last_power_ns_ = 0;
  std::vector<double> steps_;  ///< s, the first of them, for the median
  double bridged_j_ = 0;       ///< J by power since the counter was last read
  bool missed_ = false;        ///< readings without a figure since the last that held
  bool slept_ = false;         ///< since the counter was last read
  std::optional<Window> window_;
  std::string_view fault_;
};

}  // namespace co2est::meter
