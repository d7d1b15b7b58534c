// Knows how a double becomes the digits that read back as the same double.
#include "render/digits.hpp"

#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <optional>
#include <utility>

namespace co2est::rendering {
namespace {

constexpr int kDigits = 17;                    // as many as any double needs
constexpr double kLeast = 1e-5, kMost = 1e15;  // written without an exponent between them
// Products with a power of ten are rounded once, by less than 1/100 of the 17th digit.
constexpr bool kIsWide = std::numeric_limits<long double>::digits >= 64;

/// 10^0 to 10^22: exact, as 5^27 fits into 64 bits.
constexpr std::array<long double, 23> kPowers{
    1e0L,  1e1L,  1e2L,  1e3L,  1e4L,  1e5L,  1e6L,  1e7L,  1e8L,  1e9L,  1e10L, 1e11L,
    1e12L, 1e13L, 1e14L, 1e15L, 1e16L, 1e17L, 1e18L, 1e19L, 1e20L, 1e21L, 1e22L};

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

int binary_exponent(double value) {
  constexpr int kBias = 1023, kMantissaBits = 52;
  return static_cast<int>(std::bit_cast<std::uint64_t>(value) >> kMantissaBits) - kBias;
}

/// floor(log10) of a value between kLeast and kMost; may be one less just at a power of ten.
int magnitude_of(double value) {
  const int least = binary_exponent(value) * 1233 >> 12;  // 1233 / 4096: just below log10(2)
  const double next = kThresholds[static_cast<std::size_t>(least + 1 - kFirst)];
  return least + static_cast<int>(value >= next);
}

/// 17 digits of a positive value as an integer, and the power of ten of the first.
struct Decimal {
  std::int64_t digits;
  int magnitude;
};

/// The fewest of 15, 16 and 17 digits that read back as the same double: those nearer than half
/// the distance to the next. Nothing where that is too close to tell.
std::optional<Decimal> decimal_of(double value) {
  constexpr std::int64_t kEnd = 100'000'000'000'000'000;  // 10^17
  constexpr int kMantissaBits = 52, kBias = 1023;
  int magnitude = magnitude_of(value);
  if (std::llrint(value * kPowers[static_cast<std::size_t>(kDigits - 1 - magnitude)]) >= kEnd) {
    ++magnitude;
  }
  const long double power = kPowers[static_cast<std::size_t>(kDigits - 1 - magnitude)];
  const long double exact = value * power;
  const auto spacing = std::bit_cast<double>(
      static_cast<std::uint64_t>(binary_exponent(value) - kMantissaBits + kBias) << kMantissaBits);
  const long double half = spacing / 2 * power;
  for (const auto& [unit, per_unit] : {std::pair(100, 0.01L), std::pair(10, 0.1L)}) {
    const std::int64_t fewer = std::llrint(exact * per_unit) * unit;
    const long double off = std::abs(static_cast<long double>(fewer) - exact) / half;
    constexpr long double kError = 0.002L;
    if (off < 1 - kError) return Decimal{fewer, magnitude};
    if (off < 1 + kError) return std::nullopt;
  }
  return Decimal{std::llrint(exact), magnitude};
}

char* write_fixed(char* at, const Decimal& decimal) {
  constexpr std::int64_t kEight = 100'000'000;
  const auto low = static_cast<std::uint32_t>(decimal.digits % kEight);
  const std::int64_t rest = decimal.digits / kEight;
  std::array<char, 40> text{};  // the digits, then what copies of one size reach
  text[0] = static_cast<char>('0' + rest / kEight);
  write_eight(text.data() + 1, static_cast<std::uint32_t>(rest % kEight));
  write_eight(text.data() + 9, low);
  const char* const first = text.data();
  const char* last = low == 0 ? first + 9 : first + kDigits;
  while (last > first + 1 && last[-1] == '0')
    --last;
  if (decimal.magnitude < 0) {
    std::memcpy(at, "0.00000", 7);
    at += 1 - decimal.magnitude;
    std::memcpy(at, first, kDigits);
    return at + (last - first);
  }
  const auto whole = static_cast<std::size_t>(decimal.magnitude) + 1;
  std::memcpy(at, first, kDigits);
  if (last <= first + whole) return at + whole;
  at[whole] = '.';
  std::memcpy(at + whole + 1, first + whole, kDigits);
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
  if (kIsWide && value >= kLeast && value < kMost) {
    if (const auto decimal = decimal_of(value)) return write_fixed(at, *decimal);
  }
  return std::to_chars(at, at + kNumberRoom - 1, value).ptr;
}

std::string full_digits(double value) {
  std::array<char, 400> text;
  const auto end =
      std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
  return {text.data(), end.ptr};
}

}  // namespace co2est::rendering
