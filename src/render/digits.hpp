// Knows how a double stands in JSON and CSV: fifteen significant digits, all that a double keeps.
//
// Every decimal of up to 15 digits survives a double (std::numeric_limits<double>::digits10); the
// 16th and 17th only tell its neighbours apart and would print 734.8 as 734.8000000000001.
#pragma once

#include <cstddef>
#include <string>

namespace co2est::rendering {

inline constexpr std::size_t kNumberRoom = 40;

/// Writes a finite value and returns where it ends. All `kNumberRoom` bytes may be written.
char* write_number(char* at, double value);

/// The value as it is written.
double as_written(double value);

/// The same digits without an exponent.
std::string full_digits(double value);

}  // namespace co2est::rendering
