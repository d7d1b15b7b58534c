// Knows how rows of commands and options are laid out as help on 80 columns.
#include "cli/help.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <utility>

namespace co2est::cli {
namespace {

constexpr std::size_t kWidth = 80;
constexpr std::size_t kIndent = 28;

/// Breaks text at spaces; lines after the first begin with `indent` spaces.
std::string wrapped(std::string_view text, std::size_t indent, std::size_t column) {
  std::string out;
  while (!text.empty()) {
    const std::size_t space = text.find(' ');
    const std::string_view word = text.substr(0, space);
    if (column > indent && column + 1 + word.size() > kWidth) {
      out.append("\n").append(indent, ' ');
      column = indent;
    } else if (column > indent) {
      out += ' ';
      ++column;
    }
    out += word;
    column += word.size();
    text.remove_prefix(space == std::string_view::npos ? text.size() : space + 1);
  }
  return out + "\n";
}

std::string option_line(const Option& option) {
  std::string line = "  " + option_head(option);
  if (line.size() + 2 > kIndent) {
    line.append("\n").append(kIndent, ' ');
  } else {
    line.resize(kIndent, ' ');
  }
  return line + wrapped(option_meaning(option), kIndent, kIndent);
}

constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kExitMeanings{{
    {"0", "done, within the limits"},
    {"1", "a file, a device or the system failed"},
    {"2", "wrong usage or invalid input"},
    {"3", "a limit is exceeded"},
    {"4", "the data are not good enough for what was demanded"},
}};

}  // namespace

std::string option_head(const Option& option) {
  std::string head(option.names.starts_with("--") ? 4 : 0, ' ');  // below names with a letter
  head += option.names;
  const std::size_t comma = head.find(',');
  if (comma != std::string::npos) head.replace(comma, 1, ", ");
  return option.value.empty() ? head : head + " " + option.value;
}

std::string option_meaning(const Option& option) {
  std::string text = option.meaning;
  for (const std::string& choice : option.choices) {
    text += (&choice == option.choices.data() ? ": " : ", ") + choice;
  }
  return text;
}

std::string usage_of(const Command& command, const CommandLine& line) {
  return fmt::format(
      "co2est {} [OPTION]...{}{}", command.name, line.operands.name.empty() ? "" : " ",
      line.operands.least == 0 && !line.operands.name.empty() ? "[" + line.operands.name + "]"
                                                              : line.operands.name);
}

const Option& help_option() {
  static bool ignored = false;
  static const Option kRow{"-h,--help", "", "print this help", &ignored};
  return kRow;
}

std::span<const std::pair<std::string_view, std::string_view>> exit_meanings() {
  return kExitMeanings;
}

std::string program_help() {
  std::string text =
      "co2est: the CO2e of a machine-learning training run, with interval and origins.\n\n"
      "Usage: co2est FILE...          the same as: co2est estimate FILE...\n"
      "       co2est COMMAND ...      co2est COMMAND --help tells more\n"
      "       co2est --version\n\nCommands:\n";
  for (const Command& row : commands()) {
    text += fmt::format("  {:<13}{}", row.name, wrapped(row.synopsis, 15, 15));
  }
  text += "\nExit status:\n";
  for (const auto& [status, meaning] : kExitMeanings) {
    text += fmt::format("  {}  {}\n", status, meaning);
  }
  text += "\nExample: co2est data/examples/first.json\nNothing is ever sent anywhere.\n";
  return text;
}

std::string command_help(const Command& command, const CommandLine& line) {
  std::string text = wrapped(fmt::format("co2est {}: {}", command.name, command.synopsis), 0, 0);
  text += "\nUsage: " + usage_of(command, line) + "\n\n" + wrapped(command.details, 0, 0);
  if (!line.operands.meaning.empty()) {
    text += fmt::format("\n  {:<26}{}", line.operands.name,
                        wrapped(line.operands.meaning, kIndent, kIndent));
  }
  text += "\nOptions:\n";
  for (const Option& row : line.options)
    text += option_line(row);
  text += option_line(help_option());
  text += fmt::format("\nExample: {}\n", command.example);
  return text;
}

}  // namespace co2est::cli
