// Knows how a double stands in JSON and CSV: with the fewest digits that read back as the same.
#pragma once

#include <cstddef>
#include <string>

namespace co2est::rendering {

inline constexpr std::size_t kNumberRoom = 48;

/// Writes a value, null where it is not finite, and returns where it ends. All `kNumberRoom` bytes
/// may be written.
char* write_number(char* at, double value);

/// The same digits without an exponent.
std::string full_digits(double value);

}  // namespace co2est::rendering
