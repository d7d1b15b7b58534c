// Knows how help looks: the program's and each command's, from the same rows that are parsed.
#pragma once

#include <string>
#include <string_view>

#include "cli/command.hpp"

namespace co2est::cli {

std::string program_help();
std::string command_help(const Command& command, const CommandLine& line);

/// "-o, --output FILE"
std::string option_head(const Option& option);
/// The meaning with its choices: "layout: text, json".
std::string option_meaning(const Option& option);
/// "co2est check [OPTION]... FILE..."
std::string usage_of(const Command& command, const CommandLine& line);
/// The row "-h, --help" that every command has.
const Option& help_option();
/// What exit statuses mean, for help and man page: pairs of status and meaning.
std::span<const std::pair<std::string_view, std::string_view>> exit_meanings();

}  // namespace co2est::cli
