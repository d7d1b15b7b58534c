#include "parse/time.hpp"

#include <chrono>

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
  for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at) {
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

}  // namespace

std::optional<UtcTime> parse_time(std::string_view text) {
  using namespace std::chrono;
  std::size_t at = 0;
  const int y = take_digits(text, at, 4);
  if (y < 0 || !take(text, at, '-')) return std::nullopt;
  const int m = take_digits(text, at, 2);
  if (m < 0 || !take(text, at, '-')) return std::nullopt;
  const int d = take_digits(text, at, 2);
  const year_month_day date{year{y}, month{static_cast<unsigned>(m)},
                            day{static_cast<unsigned>(d)}};
  if (d < 0 || !date.ok()) return std::nullopt;
  if (!take(text, at, 'T') && !take(text, at, 't') && !take(text, at, ' ')) return std::nullopt;
  const int hour = take_digits(text, at, 2);
  if (hour < 0 || hour > 23 || !take(text, at, ':')) return std::nullopt;
  const int minute = take_digits(text, at, 2);
  if (minute < 0 || minute > 59 || !take(text, at, ':')) return std::nullopt;
  const int second = take_digits(text, at, 2);
  if (second < 0 || second > 60) return std::nullopt;
  const auto fraction = take_fraction_ms(text, at);
  const auto offset = take_offset(text, at);
  if (!fraction || !offset || at != text.size()) return std::nullopt;
  return UtcTime{sys_days{date}} + std::chrono::hours{hour} + minutes{minute} +
         std::chrono::seconds{second} + milliseconds{*fraction} - *offset;
}

}  // namespace co2est
