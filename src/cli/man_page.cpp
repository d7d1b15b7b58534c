// Knows roff: the manual page, from the same rows as help and completions.
#include <fmt/core.h>

#include <string>
#include <string_view>

#include "cli/command.hpp"
#include "cli/completion.hpp"
#include "cli/help.hpp"
#include "text/version.hpp"

namespace co2est::cli {
namespace {

/// Text that roff takes as it stands.
std::string plain(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\')
      out += "\\e";
    else if (c == '-')
      out += "\\-";
    else
      out += c;
  }
  if (out.starts_with('.') || out.starts_with('\'')) out.insert(0, "\\&");
  return out;
}

std::string option_text(const Option& row) {
  std::string head = option_head(row);
  head.erase(0, head.find_first_not_of(' '));
  return fmt::format(".TP\n.B {}\n{}\n", plain(head), plain(option_meaning(row)));
}

std::string command_text(const Command& command) {
  const CommandLine line = command.define();
  std::string text =
      fmt::format(".SS {}\n{}.\n.PP\n.B {}\n.PP\n{}\n", command.name, plain(command.synopsis),
                  plain(usage_of(command, line)), plain(command.details));
  if (!line.operands.meaning.empty()) {
    text +=
        fmt::format(".TP\n.I {}\n{}\n", plain(line.operands.name), plain(line.operands.meaning));
  }
  for (const Option& row : line.options)
    text += option_text(row);
  text += option_text(help_option());
  return text + fmt::format(".PP\nExample:\n.PP\n.RS\n{}\n.RE\n", plain(command.example));
}

}  // namespace

std::string man_page() {
  std::string text = fmt::format(
      ".TH CO2EST 1 \"\" \"co2est {}\" \"User Commands\"\n.SH NAME\nco2est \\- the CO2e of "
      "training "
      "a machine\\-learning model\n.SH SYNOPSIS\n.B co2est\n.I FILE...\n.br\n.B co2est\n.I "
      "COMMAND\n"
      "[\\fIOPTION\\fR]...\n.br\n.B co2est \\-\\-version\n.SH DESCRIPTION\nTurns the description "
      "of "
      "a training run into energy and CO2e, with an interval and the origin of every number. "
      "Without a command, \\fBestimate\\fR is meant. Nothing is ever sent anywhere.\n.SH "
      "COMMANDS\n",
      kVersion);
  for (const Command& command : commands())
    text += command_text(command);
  text += ".SH EXIT STATUS\n";
  for (const auto& [status, meaning] : exit_meanings()) {
    text += fmt::format(".TP\n.B {}\n{}\n", status, plain(meaning));
  }
  text +=
      ".SH ENVIRONMENT\n.TP\n.B NO_COLOR\nno colours, whatever the terminal\n"
      ".TP\n.B COLUMNS\nwidth of the text\n"
      ".TP\n.B LC_ALL, LC_CTYPE, LANG\nwhether the terminal shows UTF\\-8\n";
  return text;
}

}  // namespace co2est::cli
