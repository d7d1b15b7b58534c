#include "parse/quantity.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <utility>
#include <vector>

#include "co2est/units.hpp"
#include "text/bytes.hpp"
#include "text/suggest.hpp"

namespace co2est {
namespace {

struct UnitRow {
  Dimension dimension;
  std::string_view text;
  double factor;  // to the base unit of the dimension
};

constexpr double kGramsPerPound = kKilogramsPerPound * 1000.0;
constexpr double kGbPerGib = 1.073741824;

constexpr auto kUnits = std::to_array<UnitRow>({
    {Dimension::duration, "s", 1 / kSecondsPerHour},
    {Dimension::duration, "min", 1 / 60.0},
    {Dimension::duration, "h", 1},
    {Dimension::duration, "d", 24},
    {Dimension::duration, "y", kHoursPerYear},
    {Dimension::power, "W", 1},
    {Dimension::power, "kW", 1e3},
    {Dimension::power, "MW", 1e6},
    {Dimension::energy, "J", 1 / kJoulesPerKwh},
    {Dimension::energy, "kJ", 1e3 / kJoulesPerKwh},
    {Dimension::energy, "MJ", 1e6 / kJoulesPerKwh},
    {Dimension::energy, "Wh", 1e-3},
    {Dimension::energy, "kWh", 1},
    {Dimension::energy, "MWh", 1e3},
    {Dimension::energy, "GWh", 1e6},
    {Dimension::memory, "GB", 1},
    {Dimension::memory, "GiB", kGbPerGib},
    {Dimension::memory, "TB", 1e3},
    {Dimension::throughput, "FLOP/s", 1},
    {Dimension::throughput, "kFLOP/s", 1e3},
    {Dimension::throughput, "MFLOP/s", 1e6},
    {Dimension::throughput, "GFLOP/s", 1e9},
    {Dimension::throughput, "TFLOP/s", 1e12},
    {Dimension::throughput, "PFLOP/s", 1e15},
    {Dimension::throughput, "EFLOP/s", 1e18},
    {Dimension::intensity, "g/kWh", 1},
    {Dimension::intensity, "kg/kWh", 1e3},
    {Dimension::intensity, "t/kWh", 1e6},
    {Dimension::intensity, "lb/kWh", kGramsPerPound},
    {Dimension::intensity, "g/MWh", 1e-3},
    {Dimension::intensity, "kg/MWh", 1},
    {Dimension::intensity, "t/MWh", 1e3},
    {Dimension::intensity, "lb/MWh", kGramsPerPound / 1e3},
    {Dimension::water, "L/kWh", 1},
    {Dimension::water, "L/MWh", 1e-3},
    {Dimension::energy_price, "USD/kWh", 1},
    {Dimension::energy_price, "USD/MWh", 1e-3},
    {Dimension::device_price, "USD/h", 1},
    {Dimension::mass, "g", 1e-3},
    {Dimension::mass, "kg", 1},
    {Dimension::mass, "t", 1e3},
    {Dimension::mass, "lb", kKilogramsPerPound},
});

struct BaseRow {
  std::string_view unit;
  std::string_view suffix;
};

constexpr std::array<BaseRow, 11> kBases{{{"", ""},
                                          {"h", "_h"},
                                          {"W", "_w"},
                                          {"kWh", "_kwh"},
                                          {"GB", "_gb"},
                                          {"FLOP/s", "_flop_per_s"},
                                          {"g/kWh", "_g_per_kwh"},
                                          {"L/kWh", "_l_per_kwh"},
                                          {"USD/kWh", "_usd_per_kwh"},
                                          {"USD/h", "_usd_per_h"},
                                          {"kg", "_kg"}}};

bool is_space(char c) {
  return c == ' ' || c == '\t';
}

void skip_spaces(std::string_view& text) {
  while (!text.empty() && is_space(text.front()))
    text.remove_prefix(1);
}

/// A number at the begin of `text`, taken off it. False where there is none.
bool take_number(std::string_view& text, double& value) {
  const char* begin = text.data();
  if (!text.empty() && text.front() == '+') return false;
  const auto [end, error] = std::from_chars(begin, begin + text.size(), value);
  if (error != std::errc{} || !std::isfinite(value)) return false;
  text.remove_prefix(static_cast<std::size_t>(end - begin));
  return true;
}

std::string_view take_unit(std::string_view& text) {
  std::size_t end = 0;
  while (end < text.size() && !is_space(text[end]) && !is_digit(text[end]))
    ++end;
  const std::string_view unit = text.substr(0, end);
  text.remove_prefix(end);
  return unit;
}

const UnitRow* find_unit(Dimension dimension, std::string_view unit, bool after_hours) {
  if (dimension == Dimension::duration && after_hours && unit == "m") unit = "min";
  for (const UnitRow& row : kUnits) {
    if (row.dimension == dimension && row.text == unit) return &row;
  }
  return nullptr;
}

std::string unit_hint(Dimension dimension, std::string_view unit) {
  std::vector<std::string_view> names;
  for (const UnitRow& row : kUnits) {
    if (row.dimension != dimension) continue;
    names.push_back(row.text);
    if (fold_name(row.text) == fold_name(unit)) {
      return "units are case-sensitive: write \"" + std::string(row.text) + "\"";
    }
  }
  return "use one of: " + units_of(dimension);
}

}  // namespace

Quantified parse_quantity(std::string_view text, Dimension dimension) {
  Quantified result;
  skip_spaces(text);
  bool after_hours = false;
  bool first = true;
  do {
    double number = 0;
    if (!take_number(text, number)) {
      return {0, "is no number with a unit",
              "write for example \"12.5 " + std::string(base_unit(dimension)) + "\""};
    }
    skip_spaces(text);
    const std::string_view unit = take_unit(text);
    if (unit.empty()) return {0, "has no unit", "use one of: " + units_of(dimension)};
    const UnitRow* row = find_unit(dimension, unit, after_hours);
    if (row == nullptr) return {0, "has an unknown unit", unit_hint(dimension, unit)};
    result.value = first ? number * row->factor : result.value + number * row->factor;
    after_hours = row->text == "h";
    first = false;
    skip_spaces(text);
    // Only durations are written in parts: "2h30m".
    if (!text.empty() && dimension != Dimension::duration) {
      return {0, "has text after its unit", "write one number and one unit"};
    }
  } while (!text.empty());
  return result;
}

std::string_view base_unit(Dimension dimension) {
  return kBases.at(static_cast<std::size_t>(dimension)).unit;
}

std::string_view base_suffix(Dimension dimension) {
  return kBases.at(static_cast<std::size_t>(dimension)).suffix;
}

std::string units_of(Dimension dimension) {
  std::string list;
  for (const UnitRow& row : kUnits) {
    if (row.dimension != dimension) continue;
    if (!list.empty()) list += ", ";
    list += row.text;
  }
  return list;
}

std::string pattern_of(Dimension dimension) {
  std::string units;
  for (const UnitRow& row : kUnits) {
    // In a duration, "m" may stand for minutes right after hours: "2h30m".
    const bool is_hour = dimension == Dimension::duration && row.text == "h";
    if (row.dimension != dimension || is_hour) continue;
    if (!units.empty()) units += '|';
    units += row.text;
  }
  const std::string number = "([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?[ \\t]*";
  const std::string part = number + "(" + units + ")[ \\t]*";
  if (dimension != Dimension::duration) return "^[ \\t]*" + part + "$";
  const std::string hours_part = number + "h[ \\t]*(" + number + "m[ \\t]*)?";
  return "^[ \\t]*(" + part + "|" + hours_part + ")+$";
}

}  // namespace co2est
