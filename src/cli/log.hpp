// Knows whether the program tells what it does, and how it is told.
#pragma once

#include <string_view>

namespace co2est::cli {

/// From now on `log` prints to standard error.
void log_verbosely();
[[nodiscard]] bool logs();
/// One line about what the program does; costs nothing until `log_verbosely`.
void log(std::string_view message);

}  // namespace co2est::cli
