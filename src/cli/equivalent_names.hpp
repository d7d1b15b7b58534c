// Knows the words that completions offer for --equivalents.
#pragma once

#include "cli/command.hpp"

namespace co2est::cli {

/// "all", "none" and the id of each row of the embedded table.
Words equivalent_names();

/// The option with words that completions offer; others are taken too.
Option suggesting(Option option, Words (*words)());

}  // namespace co2est::cli
