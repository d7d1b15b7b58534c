// Knows the two clocks of a record: one that only goes forward, for differences, and UTC beside it,
// for the grid of that hour.
#pragma once

#include <cstdint>
#include <ctime>

namespace co2est::meter {

inline std::int64_t nanoseconds_of(clockid_t clock) {
  constexpr std::int64_t kPerSecond = 1'000'000'000;
  struct timespec now {};
  ::clock_gettime(clock, &now);
  return now.tv_sec * kPerSecond + now.tv_nsec;
}

/// ns of CLOCK_MONOTONIC: the same in every process of this boot; it stands while suspended.
inline std::int64_t monotonic_ns() {
  return nanoseconds_of(CLOCK_MONOTONIC);
}
/// ms since 1970, UTC.
inline std::int64_t utc_ms() {
  return nanoseconds_of(CLOCK_REALTIME) / 1'000'000;
}
/// ns for which the machine slept since it was up.
inline std::int64_t suspended_ns() {
  return nanoseconds_of(CLOCK_BOOTTIME) - nanoseconds_of(CLOCK_MONOTONIC);
}

}  // namespace co2est::meter
