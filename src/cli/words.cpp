// Knows CLI11, and no other file does: rows of options in, values in their targets out.
#include "cli/words.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <utility>

#include "co2est/error.hpp"
#include "text/suggest.hpp"

namespace co2est::cli {
namespace {

std::string see_help(const Command& command) {
  return "see `co2est " + std::string(command.name) + " --help`";
}

[[noreturn]] void refuse(std::string where, std::string what, std::string hint) {
  throw Error(ErrorKind::input, Problem{std::move(where), std::move(what), std::move(hint)});
}

void add(CLI::App& app, const Option& row) {
  if (bool* const* on = std::get_if<bool*>(&row.target)) {
    app.add_flag(row.names, **on);
  } else if (auto* const* value = std::get_if<std::optional<std::string>*>(&row.target)) {
    std::optional<std::string>& target = **value;
    app.add_option_function<std::string>(row.names,
                                         [&target](const std::string& text) { target = text; });
  } else {
    Words& target = *std::get<Words*>(row.target);
    // allow_extra_args(false): one value each time the option comes, never the files after it.
    app.add_option(row.names, target)->expected(1)->take_all()->allow_extra_args(false);
  }
}

std::string long_name(const Option& row) {
  const std::size_t comma = row.names.rfind(',');
  return comma == std::string::npos ? row.names : row.names.substr(comma + 1);
}

/// A value that is not among the choices of its option.
void check_choice(const std::string& where, const Words& choices, const std::string& value) {
  if (choices.empty() || std::find(choices.begin(), choices.end(), value) != choices.end()) return;
  std::string list;
  for (const std::string& choice : choices)
    list += (list.empty() ? "" : ", ") + choice;
  const std::vector<std::string_view> names(choices.begin(), choices.end());
  std::string hint = did_you_mean(value, names);
  hint += (hint.empty() ? "" : " ") + std::string("it is one of ") + list;
  refuse(where, "\"" + value + "\" is not known", hint);
}

void check_choices(const CommandLine& line) {
  for (const Option& row : line.options) {
    if (auto* const* value = std::get_if<std::optional<std::string>*>(&row.target)) {
      if (!**value) continue;
      check_choice(long_name(row), row.choices, ***value);
      if (row.value == "DIR" && (**value)->empty())
        refuse(long_name(row), "is empty", "name a folder, or leave the option out");
    }
  }
  for (const std::string& word : *line.operands.target) {
    check_choice(line.operands.name, line.operands.choices, word);
  }
}

/// "`co2est check` has it", where another command has the option.
std::string other_command_with(const std::string& option) {
  for (const Command& command : commands()) {
    const CommandLine line = command.define();
    const bool has = std::any_of(line.options.begin(), line.options.end(), [&](const Option& row) {
      return row.names == option || row.names.ends_with("," + option);
    });
    if (has) return "`co2est " + std::string(command.name) + "` has it";
  }
  return {};
}

void check_extras(const Command& command, const CommandLine& line, const Words& extras) {
  for (const std::string& extra : extras) {
    if (extra.size() < 2 || extra.front() != '-') continue;
    const std::string name = extra.substr(0, extra.find('='));
    std::vector<std::string> known{"--help"};
    for (const Option& row : line.options)
      known.push_back(long_name(row));
    const std::vector<std::string_view> names(known.begin(), known.end());
    std::string hint = other_command_with(name);
    if (hint.empty()) hint = did_you_mean(name, names);
    refuse(std::string(command.name), "unknown option \"" + name + "\"",
           hint.empty() ? see_help(command) : hint);
  }
  if (!extras.empty()) {
    refuse(std::string(command.name), "unexpected \"" + extras.front() + "\"", see_help(command));
  }
}

void check_count(const Command& command, const Operands& operands) {
  const std::size_t count = operands.target->size();
  if (count < operands.least) {
    refuse(std::string(command.name), operands.name + " is missing", see_help(command));
  }
  if (count > operands.most) {
    refuse(std::string(command.name), "unexpected \"" + operands.target->back() + "\"",
           see_help(command));
  }
}

/// Hands the words to CLI11. False where help was asked for.
bool read_options(const Command& command, CommandLine& line, Words words) {
  CLI::App app;
  bool help = false;
  app.set_help_flag();
  app.add_flag("-h,--help", help);
  app.allow_extras();
  for (const Option& row : line.options)
    add(app, row);
  app.add_option("words", *line.operands.target);
  std::reverse(words.begin(), words.end());  // CLI11 takes them from the back
  try {
    app.parse(words);
  } catch (const CLI::ArgumentMismatch& error) {
    if (help) return false;
    const std::string text = error.what();  // "--hours: 1 required TEXT missing", "...: At Most 1"
    const bool twice = text.find("At Most") != std::string::npos;
    refuse(text.substr(0, text.find(':')), twice ? "is given twice" : "needs a value",
           twice ? "keep one of them" : see_help(command));
  } catch (const CLI::ParseError& error) {
    if (help) return false;
    refuse(std::string(command.name), error.what(), see_help(command));
  }
  if (help) return false;
  check_extras(command, line, app.remaining());
  return true;
}

}  // namespace

bool read_words(const Command& command, CommandLine& line, Words words, const Words& tail) {
  const bool has_options = std::any_of(words.begin(), words.end(), [](const std::string& word) {
    return word.size() > 1 && word.front() == '-';
  });
  if (!has_options) {  // the common case, without the cost of setting options up
    *line.operands.target = std::move(words);
  } else if (!read_options(command, line, std::move(words))) {
    return false;
  }
  line.operands.target->insert(line.operands.target->end(), tail.begin(), tail.end());
  check_count(command, line.operands);
  check_choices(line);
  return true;
}

}  // namespace co2est::cli
