// Knows the scripts and the page that are generated from the table of commands.
#pragma once

#include <string>

namespace co2est::cli {

std::string bash_completion();
std::string zsh_completion();
std::string fish_completion();
/// The manual page as roff.
std::string man_page();

}  // namespace co2est::cli
