// Knows the words of options and subcommands as all shells complete them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/command.hpp"

namespace co2est::cli {

/// "-o,--output" as its names.
Words split(const std::string& names, char between = ',');
std::string joined(const Words& words, std::string_view between);
/// Whether the option's value is a folder.
bool is_folder(const Option& row);
/// The words that completions offer for the value of an option.
Words values_of(const Option& row);
/// Whether the option goes with the word.
bool takes(const Following& word, const Option& row);
/// What comes behind each subcommand; empty for a command without.
std::vector<Following> following_words(const CommandLine& line);
/// The words that may come first behind a command; empty: any file.
Words first_words(const CommandLine& line);

}  // namespace co2est::cli
