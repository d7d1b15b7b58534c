// Knows the rounding of figures for display: digits follow the interval, units follow the size.
#include "render/number.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

namespace co2est::rendering {
namespace {

constexpr int kMostDigits = 6;            // of a figure whose interval is very narrow
constexpr double kAlmostOne = 1 - 1e-12;  // a rounded value may miss its last bit

struct Scale {
  std::string_view unit;
  double size;  ///< of one unit, in the stored unit
};

constexpr std::array<Scale, 4> kEnergyScale{{{"GWh", 1e6}, {"MWh", 1e3}, {"kWh", 1}, {"Wh", 1e-3}}};
constexpr std::array<Scale, 3> kMassScale{{{"t", 1e6}, {"kg", 1e3}, {"g", 1}}};

int magnitude(double value) {
  return static_cast<int>(std::floor(std::log10(std::abs(value))));
}

/// The largest unit of which the value, as it will be printed, is at least one. `place` gives the
/// place to which it is rounded in a unit.
template <typename Place>
const Scale& scale_of(std::span<const Scale> scales, double value, Place place) {
  const Scale* larger = nullptr;
  for (const Scale& scale : scales) {
    const double step = std::pow(10.0, place(scale)) * scale.size;
    const double printed = std::round(std::abs(value) / step) * step;
    if (larger != nullptr && printed >= larger->size * kAlmostOne) return *larger;
    if (std::abs(value) >= scale.size) return scale;
    larger = &scale;
  }
  return scales.back();
}

Scale usd_scale(double usd) {
  if (usd >= 999'500) return {"M", 1e6};
  if (usd >= 9'995) return {"k", 1e3};
  return {"", 1};
}

Shown scaled(std::span<const Scale> scales, const Range<double>& range) {
  const auto in_units_of = [&range](const Scale& scale) {
    return Range<double>{range.low / scale.size, range.mid / scale.size, range.high / scale.size};
  };
  const Scale& scale = scale_of(scales, range.mid == 0 ? range.high : range.mid,
                                [&](const Scale& unit) { return place_of(in_units_of(unit)); });
  return show(in_units_of(scale), scale.unit);
}

Shown scaled(std::span<const Scale> scales, double value, int digits) {
  const Scale& scale = scale_of(
      scales, value, [&](const Scale& unit) { return place_of(value / unit.size, digits); });
  return {significant_exactly(value / scale.size, digits), {}, {}, scale.unit};
}

std::string grouped(std::string text) {
  const std::size_t first = text.find_first_of("0123456789");
  const std::size_t end = std::min(text.find('.'), text.size());
  if (first == std::string::npos || end - first < 5) return text;
  for (std::size_t at = end; at > first + 3;) {
    at -= 3;
    text.insert(at, 1, ' ');
  }
  return text;
}

void drop_trailing_zeros(std::string& text) {
  if (text.find('.') == std::string::npos) return;
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
}

}  // namespace

std::string Shown::value() const {
  return unit.empty() ? mid : fmt::format("{} {}", mid, unit);
}

std::string Shown::interval() const {
  if (!has_band()) return {};
  return unit.empty() ? fmt::format("{} to {}", low, high)
                      : fmt::format("{} to {} {}", low, high, unit);
}

std::string to_place_plain(double value, int place) {
  if (value == 0) return "0";
  if (place <= 0) {
    // a tie goes away from 0, as it does among the places before the point
    const double scale = std::pow(10.0, -place);
    const double scaled = value * scale;
    const double rounded = std::abs(scaled) < 1e15 ? std::round(scaled) / scale : value;
    return fmt::format("{:.{}f}", rounded, -place);
  }
  const double step = std::pow(10.0, place);
  return fmt::format("{:.0f}", std::round(value / step) * step);
}

std::string to_place(double value, int place) {
  return grouped(to_place_plain(value, place));
}

int place_of(double value, int digits) {
  if (value == 0 || !std::isfinite(value)) return 0;
  const int place = magnitude(value) - digits + 1;
  // 9.996 to three digits is 10.0: one place fewer
  const double rounded = std::round(value / std::pow(10.0, place));
  return std::abs(rounded) >= std::pow(10.0, digits) ? place + 1 : place;
}

int place_of(const Range<double>& range) {
  const double width = range.high - range.low;
  if (!(width > 0) || !std::isfinite(width)) return place_of(range.mid, 3);
  int place = place_of(width, 2);
  // a very wide interval must not print its mid or low as 0, a very narrow one not 15 digits
  for (const double value : {range.mid, range.low}) {
    if (value != 0) place = std::min(place, place_of(value, 1));
  }
  return std::max(place, place_of(range.mid, kMostDigits));
}

int digits_of(const Range<double>& range) {
  if (!range.has_band() || !(range.mid > 0)) return kPlainDigits;
  return std::clamp(magnitude(range.mid) - place_of(range) + 1, 2, 4);
}

std::string significant_exactly(double value, int digits) {
  return to_place(value, place_of(value, digits));
}

std::string significant(double value, int digits) {
  std::string text = to_place_plain(value, place_of(value, digits));
  drop_trailing_zeros(text);
  return grouped(std::move(text));
}

Shown show(const Range<double>& range, std::string_view unit) {
  const int place = place_of(range);
  Shown shown;
  shown.unit = unit;
  if (!range.has_band()) {
    shown.mid = to_place(range.mid, place);
    return shown;
  }
  shown.mid = to_place(range.mid, place);
  shown.low = to_place(range.low, place);
  shown.high = to_place(range.high, place);
  return shown;
}

Shown show(const Range<Energy>& range) {
  return scaled(kEnergyScale, {as_kwh(range.low), as_kwh(range.mid), as_kwh(range.high)});
}

Shown show(const Range<Mass>& range) {
  return scaled(kMassScale, {as_grams(range.low), as_grams(range.mid), as_grams(range.high)});
}

Shown show(Energy energy, int digits) {
  return scaled(kEnergyScale, as_kwh(energy), digits);
}
Shown show(Mass mass, int digits) {
  return scaled(kMassScale, as_grams(mass), digits);
}

Shown show(const Range<Intensity>& range) {
  return show(
      Range<double>{as_g_per_kwh(range.low), as_g_per_kwh(range.mid), as_g_per_kwh(range.high)},
      "g/kWh");
}

std::string show_hours(Duration duration) {
  const double hours = as_hours(duration);
  if (hours > 0 && hours < 0.1) return significant(hours * 60) + " min";
  return significant(hours, hours >= 100 ? std::max(3, magnitude(hours) + 1) : 3) + " h";
}

std::string show_share(double share) {
  if (share > 0 && share < 0.005) return "<1 %";
  return fmt::format("{:.0f} %", share * 100);
}

std::string_view mark_of(Currency currency) {
  return currency == Currency::usd ? "$" : "EUR ";
}

namespace {

std::string show_money(double amount, Currency currency) {
  const Scale scale = usd_scale(amount);
  return scale.size == 1
             ? fmt::format("{}{}", mark_of(currency), significant(amount))
             : fmt::format("{}{}{}", mark_of(currency),
                           significant_exactly(amount / scale.size, kPlainDigits), scale.unit);
}

}  // namespace

std::string show_usd(double usd) {
  return show_money(usd, Currency::usd);
}

Shown show_bill(const Range<double>& bill, Currency currency) {
  if (!bill.has_band()) return {show_money(bill.mid, currency), {}, {}, {}};
  const Scale scale = usd_scale(bill.mid);
  const Shown plain =
      show({bill.low / scale.size, bill.mid / scale.size, bill.high / scale.size}, {});
  const auto money = [&](const std::string& text) {
    return fmt::format("{}{}{}", mark_of(currency), text, scale.unit);
  };
  return {money(plain.mid), money(plain.low), money(plain.high), {}};
}

std::string show_usd(const Range<double>& range) {
  // prices of a list, not an interval: each bound keeps its own digits
  if (!range.has_band()) return show_usd(range.mid);
  return fmt::format("{} to {}", show_usd(range.low), show_usd(range.high));
}

std::string counted(std::size_t count, std::string_view singular, std::string_view plural) {
  return fmt::format("{} {}", to_place(static_cast<double>(count), 0),
                     count == 1 ? singular : plural);
}

}  // namespace co2est::rendering
