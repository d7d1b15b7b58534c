// Knows the languages of bash and zsh: how each is told which words may follow.
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
