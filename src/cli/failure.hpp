// Knows how problems are told to the user and which exit status they mean.
#pragma once

#include <string>
#include <vector>

#include "co2est/error.hpp"

namespace co2est::cli {

[[nodiscard]] int status_of(ErrorKind kind);
/// The status of two causes: 2, then 1, 4, 3, 0.
[[nodiscard]] int worse(int a, int b);
/// One line per problem on stderr.
void print(const std::vector<Problem>& problems);
/// Prints the problems; returns the exit status.
int report(const Error& error);

}  // namespace co2est::cli
