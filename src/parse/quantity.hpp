// Knows units: how a quantity is written as text, and its value in the unit that suffixes name.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace co2est {

/// What a quantity measures; values are in the unit in the comment, which is also the suffix.
enum class Dimension : std::uint8_t {
  none,          // plain number
  duration,      // h
  power,         // W
  energy,        // kWh
  memory,        // GB
  throughput,    // FLOP/s
  intensity,     // g/kWh
  water,         // L/kWh
  energy_price,  // USD/kWh
  device_price,  // USD/h
  mass,          // kg
};

/// The result of reading a quantity: a value, or what is wrong with the text.
struct Quantified {
  double value = 0;
  std::string_view problem;  ///< empty where the value counts
  std::string hint;
};

/// "330 W", "2h30m", "0.954 lb/kWh". Units are case-sensitive, the space is optional, the number
/// is finite and in the C locale. Negative values are read; bounds are the caller's.
Quantified parse_quantity(std::string_view text, Dimension dimension);

/// The unit that a bare number of the dimension has: "W".
std::string_view base_unit(Dimension dimension);
/// The key suffix of that unit: "_w".
std::string_view base_suffix(Dimension dimension);
/// "W, kW, MW"
std::string units_of(Dimension dimension);
/// A regular expression (ECMA 262) that the texts of the dimension match.
std::string pattern_of(Dimension dimension);

}  // namespace co2est
