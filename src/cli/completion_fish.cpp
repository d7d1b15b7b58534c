// Knows the language of fish: how it is told which words may follow.
#include <fmt/core.h>

#include <string>
#include <string_view>

#include "cli/command.hpp"
#include "cli/completion.hpp"
#include "cli/completion_words.hpp"
#include "cli/help.hpp"

namespace co2est::cli {
namespace {

/// The subcommands that do not take an option, as a condition against them.
std::string fish_exceptions(const CommandLine& line, const Option& row) {
  std::string words;
  for (const Following& word : following_words(line)) {
    if (!takes(word, row)) words += " " + word.word;
  }
  return words.empty() ? words : "; and not __fish_seen_subcommand_from" + words;
}

void add_fish_option(std::string& text, std::string_view condition, const Option& row) {
  text += fmt::format("complete -c co2est -n '{}'", condition);
  for (const std::string& name : split(row.names)) {
    const bool is_long = name.starts_with("--");
    text += fmt::format(" -{} {}", is_long ? 'l' : 's', name.substr(is_long ? 2 : 1));
  }
  if (const Words words = values_of(row); !words.empty())
    text += fmt::format(" -x -a '{}'", joined(words, " "));
  else if (row.value == "FILE")
    text += " -r -F";
  else if (is_folder(row))
    text += " -x -a '(__fish_complete_directories)'";
  else if (!row.value.empty())
    text += " -x";
  std::string meaning;
  for (const char c : row.meaning)
    meaning += c == '\'' ? std::string("\\'") : std::string(1, c);
  text += " -d '" + meaning + "'\n";
}

}  // namespace

std::string fish_completion() {
  std::string text =
      "# fish completion for co2est; load it with: co2est completion fish | source\n";
  std::string names;
  for (const Command& command : commands())
    names.append(" ").append(command.name);
  const std::string none = "not __fish_seen_subcommand_from" + names;
  for (const Command& command : commands()) {
    text += fmt::format("complete -c co2est -n '{}' -a {} -d '{}'\n", none, command.name,
                        command.synopsis);
  }
  text += "complete -c co2est -n '" + none + "' -l version -d 'version and catalogue'\n";
  for (const Command& command : commands()) {
    const CommandLine line = command.define();
    const std::string chosen = fmt::format("__fish_seen_subcommand_from {}", command.name);
    const std::string condition = command.name == "estimate" ? none + "; or " + chosen : chosen;
    add_fish_option(text, condition, help_option());
    for (const Option& row : line.options)
      add_fish_option(text, condition + fish_exceptions(line, row), row);
    std::string first = chosen;
    for (const Following& row : following_words(line)) {
      first += "; and not __fish_seen_subcommand_from " + row.word;
      const std::string behind = chosen + "; and __fish_seen_subcommand_from " + row.word;
      text += fmt::format("complete -c co2est -f -n '{}'", behind);
      if (row.folder)
        text += " -a '(__fish_complete_directories)'";
      else if (!row.words.empty())
        text += fmt::format(" -a '{}'", joined(row.words, " "));
      text += "\n";
    }
    if (const Words words = first_words(line); !words.empty())
      text += fmt::format("complete -c co2est -f -n '{}' -a '{}'\n", first, joined(words, " "));
  }
  return text;
}

}  // namespace co2est::cli
