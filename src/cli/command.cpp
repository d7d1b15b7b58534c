// Knows the table of commands and how the words of the command line find theirs.
#include "cli/command.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "cli/failure.hpp"
#include "cli/help.hpp"
#include "cli/output.hpp"
#include "cli/words.hpp"
#include "co2est/catalogue.hpp"
#include "co2est/error.hpp"
#include "text/version.hpp"

namespace co2est::cli {
namespace {

constexpr std::array kCommands{
    Command{"estimate", "run files to a CO2e figure with its interval (the default command)",
            "FILE is a run file, NDJSON with one run a line, a directory (its *.json and *.ndjson) "
            "or - for standard input. Options replace what a file says; with --model or --power "
            "and --hours no file is needed.",
            "co2est estimate data/examples/first.json", define_estimate},
    Command{"check", "a gate for CI: exit status 3 where a limit is exceeded",
            "Limits hold for the total, or for each run with --each. The figure is operational, "
            "location-based CO2e; energy is that of the facility. Without a limit the input is "
            "validated.",
            "co2est check data/examples/first.json --max-co2e 500kg", define_check},
    Command{"explain", "the same estimate as a derivation, each number with its origin",
            "Prints each formula with its numbers, units and where they come from.",
            "co2est explain data/examples/first.json", define_explain},
    Command{"extrapolate", "a measured slice to the whole training, as a run file",
            "RUN is the run file of a slice, such as one device for a day. The result is a run "
            "file on standard output, with a range that says how far a slice can be trusted.",
            "co2est extrapolate data/examples/first.json --hours 840 --count 64",
            define_extrapolate},
    Command{"measure", "run a command, measure its energy, write a run file",
            "The command runs as if nobody stood in between; its exit status is handed back. What "
            "it used goes to a run file, line by line to a journal beside it while it runs. 125 is "
            "a failure of ours before the start, 126 a command that cannot be run, 127 one that is "
            "not there.",
            "co2est measure --grid DE -- sleep 1", define_measure, kNotStarted},
    Command{"mark", "tell the measuring process that a phase begins, such as epoch 3",
            "For use within a command that `co2est measure` runs; elsewhere it does nothing. Any "
            "language can write the same words as a line to the FIFO that CO2EST_MARK names.",
            "co2est mark epoch 3/90", define_mark},
    Command{
        "factors", "what is in the catalogue: grids, devices, PUE, sources",
        "list [TABLE] lists the tables, or one of them, or what a category holds: grids, cloud, "
        "accelerators, cpus, instances, pue, equivalents, sources. show NAME prints everything "
        "about a "
        "grid, region, device, facility, preset or source: the row, its years, what a run gets "
        "by default, what other sources say. diff DIR compares these tables with those of a "
        "folder; export DIR writes them as CSV for --data-dir; verify [DIR] puts them through "
        "every check; sources prints the credit that licences ask for.",
        "co2est factors show DE", define_factors},
    Command{"doctor", "which power sensors there are, readable or not, and the exact fix",
            "Opens every source of energy figures as a measurement would, reads it for a moment "
            "and tells what it gives, how fine, how long until it wraps, what overlaps, and the "
            "line that lifts a refusal. Nothing is changed.",
            "co2est doctor", define_doctor},
    Command{"init", "a starter run file to fill in",
            "Writes a commented run file to standard output, or to FILE, which must not exist.",
            "co2est init", define_init},
    Command{"schema", "JSON Schema of the run file or of the estimate",
            "Prints a schema (draft 2020-12).", "co2est schema run", define_schema},
    Command{"completion", "completions for bash, zsh or fish, or the man page",
            "Prints a script to load in the shell, or with `man` the manual page as roff.",
            "co2est completion bash", define_completion},
};

/// The words before the first "--" are read; what follows are operands as they stand.
Words split_tail(Words& words) {
  const auto dashes = std::find(words.begin(), words.end(), "--");
  if (dashes == words.end()) return {};
  Words tail(dashes + 1, words.end());
  words.erase(dashes, words.end());
  return tail;
}

int run(const Command& command, Words words) {
  const Words tail = split_tail(words);
  CommandLine line = command.define();
  if (!read_words(command, line, std::move(words), tail)) {
    write_stdout(command_help(command, line));
    return kDone;
  }
  return line.action();
}

std::string version_line() {
  return "co2est " + std::string(kVersion) + " (catalogue " + load_catalogue().fingerprint() +
         ")\n";
}

}  // namespace

std::span<const Command> commands() {
  return kCommands;
}

const Command* find_command(std::string_view name) {
  const auto found = std::find_if(kCommands.begin(), kCommands.end(),
                                  [&](const Command& row) { return row.name == name; });
  return found == kCommands.end() ? nullptr : &*found;
}

std::vector<std::string_view> command_names() {
  std::vector<std::string_view> names;
  for (const Command& row : kCommands)
    names.push_back(row.name);
  return names;
}

int run_command_line(Words words) {
  if (words.empty()) {
    write_stdout(program_help());
    return kUsage;
  }
  if (words.front() == "--help" || words.front() == "-h") {
    write_stdout(program_help());
    return kDone;
  }
  if (words.front() == "--version") {
    write_stdout(version_line());
    return kDone;
  }
  const Command* command = find_command(words.front());
  if (command == nullptr) {
    command = find_command("estimate");
  } else {
    words.erase(words.begin());
  }
  if (command->failed == 0) return run(*command, std::move(words));
  try {
    return run(*command, std::move(words));
  } catch (const Error& error) {
    report(error);
    return command->failed;
  }
}

}  // namespace co2est::cli
