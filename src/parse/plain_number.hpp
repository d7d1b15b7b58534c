// Knows how a JSON number of usual size becomes the nearest double.
#pragma once

#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace co2est {

/// Whether reading a number within a text stops before the end of the text at the latest.
inline bool ends_numbers(std::string_view text) {
  return !text.empty() && (text.back() <= ' ' || text.back() == '}');
}

// What follows begins within such a text and reads on until a byte is no part of a number.

/// Digits into `mantissa`, which wraps beyond 19 of them; how many they were.
inline std::ptrdiff_t read_digits(const char*& at, std::uint64_t& mantissa) {
  const char* const begin = at;
  for (unsigned digit = 0; (digit = static_cast<unsigned char>(*at) - unsigned{'0'}) <= 9; ++at)
    mantissa = mantissa * 10 + digit;
  return at - begin;
}

/// mantissa x 10^power where both are exact doubles, and so is the result rounded once: W. D.
/// Clinger, "How to read floating point numbers accurately", PLDI 1990, section 3.
inline bool exact_product(std::uint64_t mantissa, std::ptrdiff_t power, double& result) {
  constexpr std::uint64_t kWhole = std::uint64_t{1} << 53;
  static constexpr std::array<double, 23> kPowers{1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                                  1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                                  1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
  constexpr std::ptrdiff_t kMost = 22;
  if (mantissa > kWhole || power < -kMost || power > kMost) return false;
  result = static_cast<double>(mantissa);
  if (power < 0) {
    result /= kPowers[static_cast<std::size_t>(-power)];
  } else {
    result *= kPowers[static_cast<std::size_t>(power)];
  }
  return true;
}

/// The exponent behind an "e"; false where there is none, or where RapidJSON is to judge it.
inline bool read_exponent(const char*& at, std::ptrdiff_t& power) {
  const bool negative = *at == '-';
  if (*at == '-' || *at == '+') ++at;
  std::uint64_t size = 0;
  const std::ptrdiff_t count = read_digits(at, size);
  constexpr std::uint64_t kMost = 300;
  if (count == 0 || count > 3 || size > kMost) return false;
  power += negative ? -static_cast<std::ptrdiff_t>(size) : static_cast<std::ptrdiff_t>(size);
  return true;
}

/// Moves `at` behind the number. False where there is none, or an unusual one.
inline bool read_plain_number(const char*& at, double& value) {
  const char* const begin = at;
  const bool negative = *at == '-';
  if (negative) ++at;
  const bool leading_zero = *at == '0';
  std::uint64_t mantissa = 0;
  std::ptrdiff_t count = read_digits(at, mantissa);
  if (count == 0 || (leading_zero && count > 1)) return false;
  std::ptrdiff_t power = 0;
  if (*at == '.') {
    const std::ptrdiff_t fraction = read_digits(++at, mantissa);
    if (fraction == 0) return false;
    count += fraction;
    power = -fraction;
  }
  if ((*at == 'e' || *at == 'E') && !read_exponent(++at, power)) return false;
  constexpr std::ptrdiff_t kMostDigits = 19;  // of a mantissa that has not wrapped
  if (count > kMostDigits || !exact_product(mantissa, power, value)) {
    const auto read = std::from_chars(begin, at, value);
    return read.ec == std::errc{} && read.ptr == at;
  }
  if (negative) value = -value;
  return true;
}

}  // namespace co2est
