// Knows how the words of the command line become the values of a command's options.
#pragma once

#include "cli/command.hpp"

namespace co2est::cli {

/// Fills the targets of `line`; `tail` are operands that stood behind "--". False where help was
/// asked for. Throws Error (input) with one problem that has a hint.
bool read_words(const Command& command, CommandLine& line, Words words, const Words& tail);

}  // namespace co2est::cli
