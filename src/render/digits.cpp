#include "render/digits.hpp"

#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstring>

namespace co2est::rendering {
namespace {

constexpr int kDigits = 15;
constexpr double kLeast = 1e-5, kMost = 1e15;         // written without an exponent between them
constexpr std::int64_t kEnd = 1'000'000'000'000'000;  // 10^15

/// 10^0 to 10^22, which are exact.
constexpr std::array<double, 23> kPowers{1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                         1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                         1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

/// Where a magnitude begins: 10^kFirst, then by tens.
constexpr int kFirst = -5;
constexpr std::array<double, 22> kThresholds{1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1e0, 1e1, 1e2,
                                             1e3,  1e4,  1e5,  1e6,  1e7,  1e8, 1e9, 1e10,
                                             1e11, 1e12, 1e13, 1e14, 1e15, 1e16};

constexpr auto kPairs = [] {
  std::array<char, 200> pairs{};
  for (std::size_t i = 0; i < 100; ++i) {
    pairs[2 * i] = static_cast<char>('0' + i / 10);
    pairs[2 * i + 1] = static_cast<char>('0' + i % 10);
  }
  return pairs;
}();

/// Eight digits, the leading zeros among them.
void write_eight(char* at, std::uint32_t number) {
  const std::uint32_t high = number / 10'000, low = number % 10'000;
  std::memcpy(at, &kPairs[2 * (high / 100)], 2);
  std::memcpy(at + 2, &kPairs[2 * (high % 100)], 2);
  std::memcpy(at + 4, &kPairs[2 * (low / 100)], 2);
  std::memcpy(at + 6, &kPairs[2 * (low % 100)], 2);
}

/// floor(log10) of a value between kLeast and kMost; may be one less just at a power of ten.
int magnitude_of(double value) {
  constexpr int kBias = 1023, kMantissaBits = 52;
  const int exponent =
      static_cast<int>(std::bit_cast<std::uint64_t>(value) >> kMantissaBits) - kBias;
  const int least = exponent * 1233 >> 12;  // 1233 / 4096 is a little less than log10(2)
  const double next = kThresholds[static_cast<std::size_t>(least + 1 - kFirst)];
  return least + static_cast<int>(value >= next);
}

/// The first 15 digits of a positive value as an integer, and the power of ten of the first.
struct Decimal {
  std::int64_t digits;
  int magnitude;
};

Decimal decimal_of(double value) {
  int magnitude = magnitude_of(value);
  // The product is rounded once, by at most 1/16 of the last digit.
  const auto scaled = [&] {
    const auto power = static_cast<std::size_t>(kDigits - 1 - magnitude);
    return static_cast<std::int64_t>(value * kPowers[power] + 0.5);
  };
  std::int64_t digits = scaled();
  if (digits >= kEnd) {
    ++magnitude;
    digits = scaled();
  }
  return {digits, magnitude};
}

char* write_fixed(char* at, const Decimal& decimal) {
  constexpr std::int64_t kHalf = 100'000'000;
  const auto high = static_cast<std::uint32_t>(decimal.digits / kHalf);
  const auto low = static_cast<std::uint32_t>(decimal.digits % kHalf);
  std::array<char, 32> text{};  // a zero, then the digits, then what copies of one size reach
  write_eight(text.data(), high);
  write_eight(text.data() + 8, low);
  const char* const first = text.data() + 1;
  const char* last = low == 0 ? text.data() + 8 : first + kDigits;
  while (last > first + 1 && last[-1] == '0')
    --last;
  if (decimal.magnitude < 0) {
    std::memcpy(at, "0.00000", 7);
    at += 1 - decimal.magnitude;
    std::memcpy(at, first, 16);
    return at + (last - first);
  }
  const auto whole = static_cast<std::size_t>(decimal.magnitude) + 1;
  std::memcpy(at, first, 16);
  if (last <= first + whole) return at + whole;
  at[whole] = '.';
  std::memcpy(at + whole + 1, first + whole, 16);
  return at + (last - first) + 1;
}

}  // namespace

char* write_number(char* at, double value) {
  if (std::signbit(value) && value != 0) *at++ = '-';
  value = std::abs(value);
  constexpr double kSmall = 1e6;
  if (value < kSmall && value == static_cast<std::uint32_t>(value)) {
    return std::to_chars(at, at + kNumberRoom - 1, static_cast<std::uint32_t>(value)).ptr;
  }
  if (value >= kLeast && value < kMost) return write_fixed(at, decimal_of(value));
  return std::to_chars(at, at + kNumberRoom - 1, value, std::chars_format::general, kDigits).ptr;
}

double as_written(double value) {
  std::array<char, kNumberRoom> text;
  const char* const end = write_number(text.data(), value);
  double result = value;
  std::from_chars(text.data(), end, result);
  return result;
}

std::string full_digits(double value) {
  std::array<char, 400> text;
  const auto end = std::to_chars(text.data(), text.data() + text.size(), as_written(value),
                                 std::chars_format::fixed);
  return {text.data(), end.ptr};
}

}  // namespace co2est::rendering
