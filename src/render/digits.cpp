// Knows how a double becomes the digits that read back as the same double.
#include "render/digits.hpp"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstring>

namespace co2est::rendering {
namespace {

constexpr int kDigits = 17;                    // as many as any double needs
constexpr double kLeast = 1e-5, kMost = 1e15;  // written without an exponent between them
constexpr int kMantissaBits = 52;

/// Where a magnitude begins: 10^kFirst, then by tens.
constexpr int kFirst = -5;
constexpr std::array<double, 22> kThresholds{1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1e0, 1e1, 1e2,
                                             1e3,  1e4,  1e5,  1e6,  1e7,  1e8, 1e9, 1e10,
                                             1e11, 1e12, 1e13, 1e14, 1e15, 1e16};

constexpr auto kPowersOfFive = [] {
  std::array<std::uint64_t, 22> powers{1};
  for (std::size_t i = 1; i < powers.size(); ++i)
    powers[i] = 5 * powers[i - 1];
  return powers;
}();

int binary_exponent(double value) {
  constexpr int kBias = 1023;
  return static_cast<int>(std::bit_cast<std::uint64_t>(value) >> kMantissaBits) - kBias;
}

/// floor(log10) of a value between kLeast and kMost. No double just below a power of ten rounds to
/// it, and the doubles of the negative powers are none below them.
int magnitude_of(double value) {
  const int least = binary_exponent(value) * 1233 >> 12;  // 1233 / 4096: just below log10(2)
  const double next = kThresholds[static_cast<std::size_t>(least + 1 - kFirst)];
  return least + static_cast<int>(value >= next);
}

/// value x 10^(16 - magnitude), exactly: `digits`, an integer of 17 digits, and `fraction` x 2^-57.
struct Scaled {
  std::uint64_t digits, fraction;
  std::uint64_t limit;  ///< an integer reads back as the value where it is less than that far off
};

/// The upper and the lower half of a product of two words.
struct Product {
  std::uint64_t upper, lower;
};

Product multiplied(std::uint64_t a, std::uint64_t b) {
#ifdef __SIZEOF_INT128__
  __extension__ using Wide = unsigned __int128;
  const Wide product = Wide{a} * b;
  return {static_cast<std::uint64_t>(product >> 64U), static_cast<std::uint64_t>(product)};
#else
  const auto low_of = [](std::uint64_t word) { return word & 0xFFFF'FFFFU; };
  const std::uint64_t low = low_of(a) * low_of(b), crossed = low_of(a) * (b >> 32U);
  const std::uint64_t middle = (a >> 32U) * low_of(b) + low_of(crossed) + (low >> 32U);
  return {(a >> 32U) * (b >> 32U) + (crossed >> 32U) + (middle >> 32U),
          middle << 32U | low_of(low)};
#endif
}

constexpr std::uint64_t kUnit = std::uint64_t{1} << 57;  // of `digits`, in those of `fraction`

/// The product of the mantissa as 64 bits and 5^2 to 5^21, shifted to less than 59 bits: `digits`
/// are its upper half; of the lower half 17 bits at least are 0. Half the distance to the next
/// double is the limit, which no integer meets: what lies halfway has a fraction.
Scaled scaled(double value, int magnitude) {
  const int power = kDigits - 1 - magnitude;
  const auto bits = std::bit_cast<std::uint64_t>(value);
  const std::uint64_t mantissa = bits << 11U | std::uint64_t{1} << 63U;
  const std::uint64_t factor = kPowersOfFive[static_cast<std::size_t>(power)]
                               << (binary_exponent(value) + power + 1);
  const Product product = multiplied(mantissa, factor);
  return {product.upper, product.lower >> 7U, factor << 3U};
}

/// A choice that is as likely as not: without a branch.
std::uint64_t either(bool first, std::uint64_t a, std::uint64_t b) {
  return b ^ ((a ^ b) & (0 - std::uint64_t{first}));
}

/// The fewest of 15, 16 and 17 digits that read back as the same double; of two that are equally
/// near, the even one. A power of two, whose neighbours are not equally far, has 15 digits or less.
std::uint64_t shortest(const Scaled& exact) {
  const std::uint64_t hundreds = exact.digits / 100;
  const std::uint64_t above = (exact.digits % 100) * kUnit + exact.fraction;
  if (above < exact.limit) return hundreds * 100;
  if (100 * kUnit - above < exact.limit) return hundreds * 100 + 100;
  const std::uint64_t tens = exact.digits / 10;
  const std::uint64_t down = (exact.digits % 10) * kUnit + exact.fraction, up = 10 * kUnit - down;
  const bool rises = down + tens % 2 > up;
  const std::uint64_t sixteen = (tens + std::uint64_t{rises}) * 10;
  const std::uint64_t seventeen =
      exact.digits + std::uint64_t{exact.fraction + exact.digits % 2 > kUnit / 2};
  return either(either(rises, up, down) < exact.limit, sixteen, seventeen);
}

/// Writes 16 digits and returns how many of them stand before the zeros at the end.
#ifdef __SSE2__
int write_sixteen(char* at, std::uint64_t high, std::uint64_t low) {
  const auto in_each = [](int number) { return _mm_set1_epi16(static_cast<short>(number)); };
  const __m128i eights =
      _mm_set_epi64x(static_cast<std::int64_t>(low), static_cast<std::int64_t>(high));
  // 3'518'437'209 / 2^45, 5243 / 2^19 and 6554 / 2^16 divide by 10'000, 100 and 10
  const __m128i upper = _mm_srli_epi64(_mm_mul_epu32(eights, _mm_set1_epi64x(3'518'437'209)), 45);
  const __m128i lower = _mm_sub_epi64(eights, _mm_mul_epu32(upper, _mm_set1_epi64x(10'000)));
  const __m128i fours = _mm_or_si128(upper, _mm_slli_epi64(lower, 32));
  const __m128i hundreds = _mm_srli_epi16(_mm_mulhi_epu16(fours, in_each(5243)), 3);
  // of each four digits abcd: abcd - 100 x ab
  const __m128i units = _mm_madd_epi16(_mm_or_si128(hundreds, _mm_slli_epi32(fours, 16)),
                                       _mm_set1_epi32((1 << 16) | (-100 & 0xFFFF)));
  const __m128i twos = _mm_or_si128(hundreds, _mm_slli_epi32(units, 16));
  const __m128i tens = _mm_mulhi_epu16(twos, in_each(6554));
  // tens + 256 x (twos - 10 x tens)
  const __m128i digits =
      _mm_add_epi16(_mm_slli_epi16(twos, 8), _mm_mullo_epi16(tens, in_each(1 - 256 * 10)));
  _mm_storeu_si128(reinterpret_cast<__m128i*>(at), _mm_add_epi8(digits, _mm_set1_epi8('0')));
  const __m128i positive = _mm_cmpgt_epi8(digits, _mm_setzero_si128());
  const auto mask = static_cast<unsigned>(_mm_movemask_epi8(positive));
  return static_cast<int>(std::bit_width(2 * mask + 1)) - 1;
}
#else
int write_sixteen(char* at, std::uint64_t high, std::uint64_t low) {
  for (int i = 8; i-- > 0; high /= 10, low /= 10) {
    at[i] = static_cast<char>('0' + high % 10);
    at[i + 8] = static_cast<char>('0' + low % 10);
  }
  int size = 16;
  while (size > 0 && at[size - 1] == '0')
    --size;
  return size;
}
#endif

/// The text of 17 digits without the zeros at the end. The value is no integer.
char* write_fixed(char* at, std::uint64_t digits, int magnitude) {
  constexpr std::uint64_t kEight = 100'000'000;
  const std::uint64_t upper = digits / kEight, first = upper / kEight;
  if (magnitude < 0) {
    std::memcpy(at, "0.00000", 7);
    at += 1 - magnitude;
  }
  *at = static_cast<char>('0' + first);
  const int size = 1 + write_sixteen(at + 1, upper - first * kEight, digits - upper * kEight);
  if (magnitude >= 0) {
    char* const point = at + magnitude + 1;
    std::memmove(point + 1, point, 16);
    *point = '.';
    ++at;
  }
  return at + size;
}

}  // namespace

char* write_number(char* at, double value) {
  if (std::signbit(value)) {
    if (value < 0 && std::isfinite(value)) *at++ = '-';
    value = -value;
  }
  if (value < kMost) {
    const auto whole = static_cast<std::int64_t>(value);
    if (value == static_cast<double>(whole)) {
      if (whole >= 10) return std::to_chars(at, at + kNumberRoom - 1, whole).ptr;
      *at = static_cast<char>('0' + whole);
      return at + 1;
    }
    if (value >= kLeast) {
      const int magnitude = magnitude_of(value);
      return write_fixed(at, shortest(scaled(value, magnitude)), magnitude);
    }
  }
  if (!std::isfinite(value)) return std::copy_n("null", 4, at);
  return std::to_chars(at, at + kNumberRoom - 1, value).ptr;
}

std::string full_digits(double value) {
  std::array<char, 400> text;
  const auto end =
      std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
  return {text.data(), end.ptr};
}

}  // namespace co2est::rendering
