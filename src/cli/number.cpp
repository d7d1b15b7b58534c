// Knows digits: as many as say something.
#include "cli/number.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "co2est/error.hpp"

namespace co2est::cli {

double read_limit(const std::string& option, const std::string& word, Dimension dimension) {
  const Quantified limit = parse_quantity(word, dimension);
  if (!limit.problem.empty()) {
    throw Error(ErrorKind::input,
                Problem{option, "\"" + word + "\" " + std::string(limit.problem), limit.hint});
  }
  if (limit.value < 0) {
    throw Error(ErrorKind::input, Problem{option, "\"" + word + "\" is negative", ""});
  }
  return limit.value;
}

namespace {

std::string with_decimals(double value, int least) {
  if (value == 0) return "0";
  constexpr int kDigits = 4, kMostDecimals = 12;
  const int before = static_cast<int>(std::floor(std::log10(std::abs(value)))) + 1;
  std::string text =
      fmt::format("{:.{}f}", value, std::clamp(kDigits - before, least, kMostDecimals));
  if (text.find('.') != std::string::npos) {
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.')) text.pop_back();
  }
  return text;
}

}  // namespace

std::string shown(double value) {
  return with_decimals(value, 0);
}

std::string figure(double value) {
  return with_decimals(value, 2);
}

}  // namespace co2est::cli
