#include "parse/time.hpp"

#include <chrono>

#include "text/bytes.hpp"

namespace co2est {
namespace {

/// `digits` decimal digits at `at`, moved past; -1 where there are other characters.
int take_digits(std::string_view text, std::size_t& at, std::size_t digits) {
  if (at + digits > text.size()) return -1;
  int value = 0;
  for (std::size_t end = at + digits; at < end; ++at) {
    if (text[at] < '0' || text[at] > '9') return -1;
    value = value * 10 + (text[at] - '0');
  }
  return value;
}

bool take(std::string_view text, std::size_t& at, char c) {
  if (at >= text.size() || text[at] != c) return false;
  ++at;
  return true;
}

std::optional<int> take_fraction_ms(std::string_view text, std::size_t& at) {
  if (!take(text, at, '.')) return 0;
  int ms = 0;
  int weight = 100;
  const std::size_t begin = at;
  for (; at < text.size() && is_digit(text[at]); ++at) {
    ms += (text[at] - '0') * weight;
    weight /= 10;
  }
  if (at == begin) return std::nullopt;
  return ms;
}

std::optional<std::chrono::minutes> take_offset(std::string_view text, std::size_t& at) {
  if (take(text, at, 'Z') || take(text, at, 'z')) return std::chrono::minutes{0};
  const bool east = take(text, at, '+');
  if (!east && !take(text, at, '-')) return std::nullopt;
  const int hour = take_digits(text, at, 2);
  if (hour < 0 || hour > 23 || !take(text, at, ':')) return std::nullopt;
  const int minute = take_digits(text, at, 2);
  if (minute < 0 || minute > 59) return std::nullopt;
  return std::chrono::minutes{(east ? 1 : -1) * (hour * 60 + minute)};
}

/// What every instant begins with; a fraction and the offset follow.
constexpr std::string_view kFixed = "YYYY-MM-DDTHH:MM:SS";

bool has_separators(std::string_view text) {
  const bool date = text[4] == '-' && text[7] == '-';
  const bool time = text[13] == ':' && text[16] == ':';
  return date && time && (text[10] == 'T' || text[10] == 't' || text[10] == ' ');
}

}  // namespace

std::optional<UtcTime> parse_time(std::string_view text) {
  using namespace std::chrono;
  std::size_t at = kFixed.size();
  if (text.size() <= at) return std::nullopt;
  unsigned wrong = 0;
  const auto number = [&](std::size_t begin, std::size_t digits) {
    int value = 0;
    for (std::size_t i = begin; i < begin + digits; ++i) {
      const auto digit = static_cast<unsigned char>(text[i] - '0');
      wrong |= static_cast<unsigned>(digit > 9);
      value = value * 10 + digit;
    }
    return value;
  };
  const year_month_day date{year{number(0, 4)}, month{static_cast<unsigned>(number(5, 2))},
                            day{static_cast<unsigned>(number(8, 2))}};
  const int hour = number(11, 2), minute = number(14, 2), second = number(17, 2);
  if (wrong != 0 || !has_separators(text) || !date.ok()) return std::nullopt;
  if (hour > 23 || minute > 59 || second > 60) return std::nullopt;
  const auto fraction = take_fraction_ms(text, at);
  const auto offset = take_offset(text, at);
  if (!fraction || !offset || at != text.size()) return std::nullopt;
  return UtcTime{sys_days{date}} + std::chrono::hours{hour} + minutes{minute} +
         std::chrono::seconds{second} + milliseconds{*fraction} - *offset;
}

}  // namespace co2est
