// Knows how many digits of a figure a person is shown, and under which unit.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "co2est/units.hpp"

namespace co2est::rendering {

/// A figure with its interval under one unit; without a band low and high are empty.
struct Shown {
  std::string mid, low, high;
  std::string_view unit;

  [[nodiscard]] bool has_band() const { return !low.empty(); }
  [[nodiscard]] std::string value() const;     ///< "87 kg"
  [[nodiscard]] std::string interval() const;  ///< "74 to 104 kg", or empty
};

/// Plain decimal, never an exponent, rounded to 10^place. Integers of five digits and more are
/// grouped by spaces.
std::string to_place(double value, int place);
/// The same without grouping, for files that programs read.
std::string to_place_plain(double value, int place);
/// The place to which three figures are rounded: two digits of high - low, else three of mid.
int place_of(const Range<double>& range);
inline constexpr int kPlainDigits = 3;  // of a figure without an interval
/// How many significant digits the middle of a range is printed with, within reason.
int digits_of(const Range<double>& range);
/// The place of the last of `digits` significant digits.
int place_of(double value, int digits);

/// `digits` significant digits, trailing zeros of a fraction dropped.
std::string significant(double value, int digits = kPlainDigits);
/// The same with the trailing zeros, which say how exact the figure is.
std::string significant_exactly(double value, int digits);

Shown show(const Range<double>& range, std::string_view unit);
Shown show(const Range<Energy>& range);
Shown show(const Range<Mass>& range);
Shown show(Energy energy, int digits = kPlainDigits);
Shown show(Mass mass, int digits = kPlainDigits);
/// An intensity in g/kWh.
Shown show(const Range<Intensity>& range);
std::string show_hours(Duration duration);
/// "0 %", "<1 %", "95 %".
std::string show_share(double share);
/// US dollars: "$24.1", "$943k", "$3.20M".
std::string show_usd(double usd);
/// "$" or "EUR ", which stands before the amount.
std::string_view mark_of(Currency currency);
/// A figure with its interval: "$24.1", "$20.5 to $29.0".
Shown show_bill(const Range<double>& amount, Currency currency);
/// "$289 to $981".
std::string show_usd(const Range<double>& range);
/// "1 run", "7 runs".
std::string counted(std::size_t count, std::string_view singular, std::string_view plural);

}  // namespace co2est::rendering
