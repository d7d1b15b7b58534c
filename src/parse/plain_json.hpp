// Knows plain JSON, as programs write it, and reads it in one pass; all else it declines.
//
// A million lines are read at the speed of this file, and every other text by RapidJSON, which
// also says where a text is wrong: the two agree on each text that this one accepts.
#pragma once

#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "text/bytes.hpp"

namespace co2est {

template <typename Handler>
class PlainJson {
 public:
  /// `text` is UTF-8.
  PlainJson(std::string_view text, Handler& handler)
      : at_(text.data()), end_(text.data() + text.size()), handler_(handler) {}

  /// Sends the events of the text, as RapidJSON's reader would. False: the text has an escape, a
  /// number beyond double or a fault, or the handler stopped; the events sent so far are void.
  bool read() {
    skip_space();
    if (!value()) return false;
    skip_space();
    return at_ == end_;
  }

 private:
  [[nodiscard]] char next() const { return at_ < end_ ? *at_ : '\0'; }
  bool take(char expected) {
    if (next() != expected) return false;
    ++at_;
    return true;
  }
  void skip_space() {
    for (; at_ < end_ && *at_ <= ' '; ++at_) {
      if (*at_ != ' ' && *at_ != '\n' && *at_ != '\r' && *at_ != '\t') return;
    }
  }

  // The handler refuses the 65th level, and so bounds the recursion.
  bool value() {
    switch (next()) {
      case '"': {
        std::string_view text;
        return string(text) &&
               handler_.String(text.data(), static_cast<unsigned>(text.size()), false);
      }
      case '{':
        return object();
      case '[':
        return array();
      case 't':
        return word("true") && handler_.Bool(true);
      case 'f':
        return word("false") && handler_.Bool(false);
      case 'n':
        return word("null") && handler_.Null();
      default:
        return number();
    }
  }

  bool object() {
    ++at_;
    if (!handler_.StartObject()) return false;
    skip_space();
    unsigned count = 0;
    if (take('}')) return handler_.EndObject(count);
    for (;;) {
      if (next() != '"' || !key()) return false;
      skip_space();
      if (!take(':')) return false;
      skip_space();
      if (!value()) return false;
      ++count;
      skip_space();
      if (take('}')) return handler_.EndObject(count);
      if (!take(',')) return false;
      skip_space();
    }
  }

  bool array() {
    ++at_;
    if (!handler_.StartArray()) return false;
    skip_space();
    unsigned count = 0;
    if (take(']')) return handler_.EndArray(count);
    for (;;) {
      if (!value()) return false;
      ++count;
      skip_space();
      if (take(']')) return handler_.EndArray(count);
      if (!take(',')) return false;
      skip_space();
    }
  }

  /// At a quote: the key that the handler expects, or any other.
  bool key() {
    const std::string_view rest(at_ + 1, static_cast<std::size_t>(end_ - at_ - 1));
    const std::size_t expected = handler_.ExpectedKey(rest);
    if (expected > 0) {
      at_ += expected + 2;
      return true;
    }
    std::string_view name;
    return string(name) && handler_.Key(name.data(), static_cast<unsigned>(name.size()), false);
  }

  bool string(std::string_view& text) {
    const char* const begin = ++at_;
    at_ = end_of_plain_string(begin, end_);
    text = {begin, static_cast<std::size_t>(at_ - begin)};
    return take('"');
  }

  bool word(std::string_view expected) {
    if (!std::string_view(at_, static_cast<std::size_t>(end_ - at_)).starts_with(expected)) {
      return false;
    }
    at_ += expected.size();
    return true;
  }

  static bool is_digit(char c) { return c >= '0' && c <= '9'; }

  /// Digits into `mantissa`, which wraps beyond 19 of them; how many they were.
  std::ptrdiff_t digits(std::uint64_t& mantissa) {
    const char* const begin = at_;
    const char* at = begin;
    for (; at < end_ && is_digit(*at); ++at)
      mantissa = mantissa * 10 + static_cast<unsigned char>(*at - '0');
    at_ = at;
    return at - begin;
  }

  /// The exponent after an "e"; false where it is none, or where RapidJSON is to judge it.
  bool exponent(std::ptrdiff_t& power) {
    ++at_;
    const bool negative = take('-');
    if (!negative) take('+');
    std::uint64_t size = 0;
    const std::ptrdiff_t count = digits(size);
    constexpr std::uint64_t kMost = 300;
    if (count == 0 || count > 3 || size > kMost) return false;
    power += negative ? -static_cast<std::ptrdiff_t>(size) : static_cast<std::ptrdiff_t>(size);
    return true;
  }

  bool number() {
    const char* const begin = at_;
    const bool negative = take('-');
    const bool leading_zero = next() == '0';
    std::uint64_t mantissa = 0;
    std::ptrdiff_t count = digits(mantissa);
    if (count == 0 || (leading_zero && count > 1)) return false;
    std::ptrdiff_t power = 0;
    if (take('.')) {
      const std::ptrdiff_t fraction = digits(mantissa);
      if (fraction == 0) return false;
      count += fraction;
      power = -fraction;
    }
    if ((next() == 'e' || next() == 'E') && !exponent(power)) return false;
    double result = 0;
    if (!exact(mantissa, count, power, result)) {
      const auto read = std::from_chars(begin, at_, result);
      if (read.ec != std::errc{} || read.ptr != at_) return false;
    } else if (negative) {
      result = -result;
    }
    return handler_.Number(result, {begin, static_cast<std::size_t>(at_ - begin)});
  }

  /// Both factors and so the rounded result are exact: W. D. Clinger, "How to read floating point
  /// numbers accurately", PLDI 1990, section 3.
  static bool exact(std::uint64_t mantissa, std::ptrdiff_t count, std::ptrdiff_t power,
                    double& result) {
    constexpr std::array<double, 23> kPowers{1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                             1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                             1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    constexpr std::uint64_t kWhole = std::uint64_t{1} << 53;
    constexpr std::ptrdiff_t kMostPower = 22, kMostDigits = 19;
    if (count > kMostDigits || mantissa > kWhole || power < -kMostPower || power > kMostPower) {
      return false;
    }
    result = static_cast<double>(mantissa);
    if (power < 0) {
      result /= kPowers[static_cast<std::size_t>(-power)];
    } else {
      result *= kPowers[static_cast<std::size_t>(power)];
    }
    return true;
  }

  const char* at_;
  const char* end_;
  Handler& handler_;
};

}  // namespace co2est
