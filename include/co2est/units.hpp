// Knows the quantities of the method (energy, time, power, mass, intensity) and their units.
//
// A bare double becomes a quantity only through a named maker and leaves only through a named
// reader. Stored units are kWh, h and g: kW x h = kWh and g/kWh x kWh = g hold without factors, so
// a catalogue figure such as 475 g/kWh is read back bit for bit.
#pragma once

#include <compare>

namespace co2est {

/// A physical quantity: exponents of energy (kWh), time (h) and mass (g CO2e).
template <int E, int T, int M>
class Quantity {
 public:
  constexpr Quantity() = default;
  static constexpr Quantity from_base(double value) { return Quantity(value); }
  [[nodiscard]] constexpr double base() const { return value_; }

  constexpr Quantity& operator+=(Quantity other) {
    value_ += other.value_;
    return *this;
  }
  constexpr Quantity& operator-=(Quantity other) {
    value_ -= other.value_;
    return *this;
  }
  constexpr Quantity& operator*=(double factor) {
    value_ *= factor;
    return *this;
  }
  friend constexpr Quantity operator+(Quantity a, Quantity b) { return a += b; }
  friend constexpr Quantity operator-(Quantity a, Quantity b) { return a -= b; }
  friend constexpr Quantity operator*(Quantity a, double factor) { return a *= factor; }
  friend constexpr Quantity operator*(double factor, Quantity a) { return a *= factor; }
  friend constexpr Quantity operator/(Quantity a, double divisor) {
    return Quantity(a.value_ / divisor);
  }
  friend constexpr auto operator<=>(Quantity, Quantity) = default;

 private:
  constexpr explicit Quantity(double value) : value_(value) {}
  double value_ = 0.0;
};

using Energy = Quantity<1, 0, 0>;      // stored in kWh
using Duration = Quantity<0, 1, 0>;    // stored in h
using Power = Quantity<1, -1, 0>;      // stored in kW
using Mass = Quantity<0, 0, 1>;        // stored in g CO2e (of hardware: g CO2e embodied in it)
using Intensity = Quantity<-1, 0, 1>;  // stored in g CO2e per kWh

template <int E1, int T1, int M1, int E2, int T2, int M2>
constexpr auto operator*(Quantity<E1, T1, M1> a, Quantity<E2, T2, M2> b) {
  if constexpr (E1 + E2 == 0 && T1 + T2 == 0 && M1 + M2 == 0) {
    return a.base() * b.base();
  } else {
    return Quantity<E1 + E2, T1 + T2, M1 + M2>::from_base(a.base() * b.base());
  }
}

template <int E1, int T1, int M1, int E2, int T2, int M2>
constexpr auto operator/(Quantity<E1, T1, M1> a, Quantity<E2, T2, M2> b) {
  if constexpr (E1 == E2 && T1 == T2 && M1 == M2) {
    return a.base() / b.base();
  } else {
    return Quantity<E1 - E2, T1 - T2, M1 - M2>::from_base(a.base() / b.base());
  }
}

/// Amounts of different currencies are never added or converted.
enum class Currency : unsigned char { usd, eur };

inline constexpr double kJoulesPerKwh = 3'600'000.0;
inline constexpr double kSecondsPerHour = 3600.0;
inline constexpr double kHoursPerYear = 8760.0;           // the calendar year of 365 days
inline constexpr double kKilogramsPerPound = 0.45359237;  // exact: international pound

constexpr Energy kwh(double v) {
  return Energy::from_base(v);
}
constexpr Energy joules(double v) {
  return Energy::from_base(v / kJoulesPerKwh);
}
constexpr Duration hours(double v) {
  return Duration::from_base(v);
}
constexpr Duration seconds(double v) {
  return Duration::from_base(v / kSecondsPerHour);
}
constexpr Power watts(double v) {
  return Power::from_base(v / 1000.0);
}
constexpr Mass grams(double v) {
  return Mass::from_base(v);
}
constexpr Mass kilograms(double v) {
  return Mass::from_base(v * 1000.0);
}
constexpr Intensity g_per_kwh(double v) {
  return Intensity::from_base(v);
}

constexpr double as_kwh(Energy q) {
  return q.base();
}
constexpr double as_hours(Duration q) {
  return q.base();
}
constexpr double as_watts(Power q) {
  return q.base() * 1000.0;
}
constexpr double as_grams(Mass q) {
  return q.base();
}
constexpr double as_kilograms(Mass q) {
  return q.base() / 1000.0;
}
constexpr double as_g_per_kwh(Intensity q) {
  return q.base();
}

/// A value with its band: the 5th percentile, median and 95th of a two-piece log-normal.
/// Without a band low == mid == high. Always low <= mid <= high.
template <typename T>
struct Range {
  T low{};
  T mid{};
  T high{};

  static constexpr Range exact(T value) { return {value, value, value}; }
  [[nodiscard]] constexpr bool has_band() const { return low != mid || high != mid; }
  friend constexpr bool operator==(const Range&, const Range&) = default;
};

}  // namespace co2est
