// Knows the commands of the program: what each is called, which words it takes, what it runs.
#pragma once

#include <cstddef>
#include <functional>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace co2est::cli {

/// Exit statuses, a promise to users. Several causes: usage, then failed, evidence, exceeded.
inline constexpr int kDone = 0, kFailed = 1, kUsage = 2, kExceeded = 3, kEvidence = 4;

/// `measure` hands back the command's status, so its own failures have these.
inline constexpr int kNotStarted = 125, kNotExecutable = 126, kNotFound = 127;

using Words = std::vector<std::string>;

/// Where the value of an option goes: a switch, a value, or a value that may come again.
using OptionTarget = std::variant<bool*, std::optional<std::string>*, Words*>;

/// One option. Help, man page, completions and the parser read the same row.
struct Option {
  std::string names;    ///< "-o,--output"
  std::string value;    ///< "FILE"; empty for a switch
  std::string meaning;  ///< one line, lower case, no full stop
  OptionTarget target;
  Words choices{};  ///< empty: any text
  /// Words of a value that may be others too. Asked for by completions alone.
  std::function<Words()> suggest{};
};

/// What may come behind a word, for completions alone.
struct Following {
  std::string word;
  Words words{};        ///< these
  bool folder = false;  ///< or a folder
  Words options{};      ///< the options that go with the word
};

/// The words after the options.
struct Operands {
  std::string name;  ///< "FILE..."
  std::string meaning;
  Words* target = nullptr;
  std::size_t least = 0;
  std::size_t most = std::numeric_limits<std::size_t>::max();
  Words choices{};
  /// For a command with subcommands: each with what follows it. Asked for by completions alone.
  std::function<std::vector<Following>()> follow{};
};

/// What a command takes and does. `action` returns the exit status and keeps the targets alive.
struct CommandLine {
  std::vector<Option> options;
  Operands operands;
  std::function<int()> action;
};

/// A row of the table of commands.
struct Command {
  std::string_view name;
  std::string_view synopsis;
  std::string_view details;  ///< a paragraph for the command's own help
  std::string_view example;
  CommandLine (*define)();
  int failed = 0;  ///< exit status of every failure of ours; 0: by its kind
};

/// Every command, in the order in which help lists them.
std::span<const Command> commands();
const Command* find_command(std::string_view name);
std::vector<std::string_view> command_names();

CommandLine define_estimate();
CommandLine define_check();
CommandLine define_explain();
CommandLine define_extrapolate();
CommandLine define_factors();
CommandLine define_doctor();
CommandLine define_init();
CommandLine define_mark();
CommandLine define_measure();
CommandLine define_schema();
CommandLine define_completion();

/// The command line as a whole: words without the program's name. Returns the exit status.
int run_command_line(Words words);

}  // namespace co2est::cli
