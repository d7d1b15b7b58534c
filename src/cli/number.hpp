// Knows how commands read a limit and print a figure in one line.
#pragma once

#include <string>

#include "parse/quantity.hpp"

namespace co2est::cli {

/// "10kg" as kg. Throws Error for what is no such quantity or negative.
double read_limit(const std::string& option, const std::string& word, Dimension dimension);

/// Four significant digits, never an exponent, no zeros behind the point that say nothing.
std::string shown(double value);

/// As `shown`, but all digits before the point and two behind it where there are more than four.
std::string figure(double value);

}  // namespace co2est::cli
