// Knows the languages of shells: how each is told which words may follow.
#include "cli/completion.hpp"

#include <fmt/core.h>

#include <memory>
#include <string_view>

#include "cli/command.hpp"
#include "cli/completion_words.hpp"
#include "cli/help.hpp"
#include "cli/output.hpp"

namespace co2est::cli {
namespace {

/// Text inside single quotes of a shell.
std::string quoted(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\'')
      out += "'\\''";
    else
      out += c;
  }
  return out;
}

/// The options of a command, or those of them that go with a word behind it.
std::string all_names(const CommandLine& line, const Following* word = nullptr) {
  Words names = split(help_option().names);
  for (const Option& row : line.options) {
    if (word != nullptr && !takes(*word, row)) continue;
    for (const std::string& name : split(row.names))
      names.push_back(name);
  }
  return joined(names, " ");
}

bool takes_text(const Option& row) {
  return !row.value.empty() && row.value != "FILE" && !is_folder(row) && values_of(row).empty();
}

/// "list) options='--json' ;;": what goes with a subcommand.
std::string bash_options(const CommandLine& line) {
  std::string text;
  for (const Following& row : following_words(line))
    text += fmt::format("        {}) options='{}' ;;\n", row.word, all_names(line, &row));
  if (text.empty()) return text;
  return fmt::format("      case ${{COMP_WORDS[2]}} in\n{}      esac\n", text);
}

/// "list) words='grids' ;;": what may follow a subcommand.
std::string bash_following(const CommandLine& line) {
  std::string text;
  for (const Following& row : following_words(line)) {
    const std::string action = row.folder ? "_co2est_paths -d; return"
                               : row.words.empty()
                                   ? "return"
                                   : fmt::format("words='{}'", joined(row.words, " "));
    text += fmt::format("        {}:*) {} ;;\n", row.word, action);
  }
  if (text.empty()) return text;
  return fmt::format("      case $previous:$current in\n        *:-*) ;;\n{}      esac\n", text);
}

/// "--grid|--pue) return ;;": what may follow an option.
std::string bash_values(const CommandLine& line) {
  std::string text;
  for (const Option& row : line.options) {
    if (row.value.empty()) continue;
    const std::string pattern = joined(split(row.names), "|");
    if (const Words words = values_of(row); !words.empty()) {
      text += fmt::format("        {}) words='{}' ;;\n", pattern, joined(words, " "));
    } else if (takes_text(row)) {
      text += fmt::format("        {}) return ;;\n", pattern);
    } else {
      text += fmt::format("        {}) _co2est_paths -{}; return ;;\n", pattern,
                          is_folder(row) ? "d" : "f");
    }
  }
  return text;
}

std::string zsh_text(std::string_view text) {
  std::string out;
  for (const char c : quoted(text)) {
    if (c == '[' || c == ']' || c == ':') out += '\\';
    out += c;
  }
  return out;
}

std::string zsh_option(const Option& row) {
  std::string text;
  for (const std::string& name : split(row.names)) {
    std::string value;
    if (!row.value.empty()) {
      const Words words = values_of(row);
      const std::string action = !words.empty()        ? fmt::format("({})", joined(words, " "))
                                 : is_folder(row)      ? "_files -/"
                                 : row.value == "FILE" ? "_files"
                                                       : " ";
      value = fmt::format(":{}:{}", zsh_text(row.value), action);
    }
    const bool again = std::holds_alternative<Words*>(row.target);
    text += fmt::format(" \\\n        '{}{}[{}]{}'", again ? "*" : "", name, zsh_text(row.meaning),
                        value);
  }
  return text;
}

/// What `_arguments` is told of the options, of all or of those that go with a word.
std::string zsh_options(const CommandLine& line, const Following* word = nullptr) {
  std::string text = zsh_option(help_option());
  for (const Option& row : line.options) {
    if (word == nullptr || takes(*word, row)) text += zsh_option(row);
  }
  return text;
}

/// The second word behind a command, by the first: "'2:NAME:{case ...}'".
std::string zsh_following(const CommandLine& line) {
  std::string cases;
  for (const Following& row : following_words(line)) {
    if (row.folder)
      cases += fmt::format("{}) _files -/ ;; ", row.word);
    else if (!row.words.empty())
      cases += fmt::format("{}) compadd {} ;; ", row.word, joined(row.words, " "));
  }
  if (cases.empty()) return {};
  return fmt::format(" \\\n        '2:NAME:{{case ${{words[(r)({})]}} in {}esac}}'",
                     joined(first_words(line), "|"), cases);
}

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

std::string bash_completion() {
  std::string names, cases;
  for (const Command& command : commands()) {
    const CommandLine line = command.define();
    names.append(names.empty() ? "" : " ").append(command.name);
    cases += fmt::format("    {})\n      options='{}'\n", command.name, all_names(line));
    if (const Words words = first_words(line); !words.empty()) {
      cases += fmt::format("      operands='{}'\n", joined(words, " "));
    }
    cases += fmt::format("{}{}      case $previous in\n{}      esac ;;\n", bash_options(line),
                         bash_following(line), bash_values(line));
  }
  return fmt::format(R"(# bash completion for co2est; load it with: source <(co2est completion bash)
_co2est_paths() {{
  local IFS=$'\n'
  COMPREPLY=($(compgen "$1" -- "$current"))
}}
_co2est() {{
  local current=${{COMP_WORDS[COMP_CWORD]}} previous=${{COMP_WORDS[COMP_CWORD-1]}}
  local commands='{0}' command=estimate options='' operands='' words=''
  COMPREPLY=()
  if [ "$current" = '=' ]; then current=''
  elif [ "$previous" = '=' ]; then previous=${{COMP_WORDS[COMP_CWORD-2]}}; fi
  case " $commands " in *" ${{COMP_WORDS[1]}} "*) [ "$COMP_CWORD" -gt 1 ] && command=${{COMP_WORDS[1]}} ;; esac
  case $command in
{1}  esac
  if [ -n "$words" ]; then
    COMPREPLY=($(compgen -W "$words" -- "$current"))
    return
  fi
  case $current in
    -*) COMPREPLY=($(compgen -W "$options" -- "$current")) ;;
    *)
      [ -z "$operands" ] && _co2est_paths -f
      [ "$COMP_CWORD" -eq 1 ] && operands=$commands
      COMPREPLY+=($(compgen -W "$operands" -- "$current")) ;;
  esac
}}
complete -o filenames -F _co2est co2est
)",
                     names, cases);
}

std::string zsh_completion() {
  std::string list, cases;
  for (const Command& command : commands()) {
    const CommandLine line = command.define();
    list += fmt::format("    '{}:{}'\n", command.name, zsh_text(command.synopsis));
    const Words words = first_words(line);
    const std::string operands = words.empty() ? "_files" : fmt::format("({})", joined(words, " "));
    const std::string_view which = line.operands.follow ? "1" : "*";
    const std::string behind =
        fmt::format(" \\\n        '{}:{}:{}'{} ;;\n", which, zsh_text(line.operands.name), operands,
                    zsh_following(line));
    cases += fmt::format("    {})\n", command.name);
    const std::vector<Following> following = following_words(line);
    if (!following.empty()) cases += "      case ${words[2]} in\n";
    for (const Following& row : following)
      cases += fmt::format("      {}) _arguments{}{}", row.word, zsh_options(line, &row), behind);
    cases += fmt::format("      {}_arguments{}{}", following.empty() ? "" : "*) ",
                         zsh_options(line), behind);
    if (!following.empty()) cases += "      esac ;;\n";
  }
  return fmt::format(R"(#compdef co2est
# zsh completion for co2est; put it as _co2est into a folder of $fpath
_co2est() {{
  local -a commands
  commands=(
{0}  )
  local command=estimate
  if (( CURRENT == 2 )); then
    _describe command commands
  elif (( ${{commands[(I)${{words[2]}}:*]}} )); then
    command=${{words[2]}}
    shift words
    (( CURRENT-- ))
  fi
  case $command in
{1}  esac
}}
if [ "$funcstack[1]" = "_co2est" ]; then _co2est "$@"; else compdef _co2est co2est; fi
)",
                     list, cases);
}

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

CommandLine define_completion() {
  const auto which = std::make_shared<Words>();
  CommandLine line;
  line.operands = {"SHELL",     "bash, zsh or fish; or man, the manual page",
                   which.get(), 1,
                   1,           {"bash", "zsh", "fish", "man"}};
  line.action = [which] {
    const std::string& shell = which->front();
    write_stdout(shell == "bash"   ? bash_completion()
                 : shell == "zsh"  ? zsh_completion()
                 : shell == "fish" ? fish_completion()
                                   : man_page());
    return kDone;
  };
  return line;
}

}  // namespace co2est::cli
