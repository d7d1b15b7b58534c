// Knows the command `factors`: which subcommands there are and which words each takes.
#include "cli/factors.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "cli/completion_words.hpp"
#include "co2est/error.hpp"
#include "text/suggest.hpp"

namespace co2est::cli {
namespace {

struct Subcommand {
  std::string_view name;
  std::string_view operand;  ///< what may follow; empty: nothing
  bool needs_operand;
  std::string_view options;  ///< those that it takes beside --data-dir
  std::string_view hint;     ///< where the operand is missing
  int (*run)(const FactorsWords&);
};

constexpr auto kSubcommands = std::to_array<Subcommand>({
    {"list", "TABLE", false, "--json --csv", "", factors_list},
    {"show", "NAME", true, "--json --csv", "such as `co2est factors show DE`", factors_show},
    {"diff", "DIR", true, "--json --tolerance", "the directory of the other tables", factors_diff},
    {"export", "DIR", true, "--force", "the directory to write to", factors_export},
    {"verify", "DIR", false, "--json", "", factors_verify},
    {"sources", "", false, "--json --csv", "", factors_sources},
});

[[noreturn]] void refuse(const std::string& what, const std::string& hint) {
  throw Error(ErrorKind::input, Problem{"factors", what, hint});
}

const Subcommand& subcommand_named(const std::string& name) {
  std::vector<std::string_view> names;
  std::string list;
  for (const Subcommand& row : kSubcommands) {
    if (row.name == name) return row;
    names.push_back(row.name);
    list.append(list.empty() ? "" : ", ").append(row.name);
  }
  const std::string hint = did_you_mean(name, names);
  refuse("\"" + name + "\" is not known", hint.empty() ? "one of " + list : hint);
}

void check_options(const FactorsWords& words, const Subcommand& subcommand) {
  const auto check = [&](bool given, std::string_view option) {
    if (!given || subcommand.options.find(option) != std::string_view::npos) return;
    refuse("\"" + std::string(subcommand.name) + "\" does not take " + std::string(option),
           subcommand.options.empty() ? "" : "it takes " + std::string(subcommand.options));
  };
  check(words.json, "--json");
  check(words.csv, "--csv");
  check(words.force, "--force");
  check(words.tolerance.has_value(), "--tolerance");
  if (words.json && words.csv) refuse("--json and --csv exclude each other", "keep one of them");
}

int run_factors(const FactorsWords& said) {
  FactorsWords words = said;
  if (words.words.empty()) words.words = {"list"};
  const Subcommand& subcommand = subcommand_named(words.words.front());
  const std::string name = "\"" + std::string(subcommand.name) + "\"";
  const bool is_empty = words.words.size() > 1 && words.words[1].empty();
  if (is_empty) refuse(name + " is given an empty name", "name it, or leave it out");
  if (subcommand.needs_operand && words.words.size() < 2)
    refuse(name + " needs a name", std::string(subcommand.hint));
  if (subcommand.operand.empty() && words.words.size() > 1)
    refuse(name + " takes no name, but \"" + words.words[1] + "\" is given", "leave it out");
  check_options(words, subcommand);
  return subcommand.run(words);
}

/// Which words complete what comes behind each subcommand.
std::vector<Following> followings() {
  std::vector<Following> rows;
  for (const Subcommand& row : kSubcommands) {
    Words words;
    if (row.operand == "TABLE") words = listed_names();
    Words options = split(std::string(row.options), ' ');
    options.emplace_back("--data-dir");
    rows.push_back(
        {std::string(row.name), std::move(words), row.operand == "DIR", std::move(options)});
  }
  return rows;
}

}  // namespace

CommandLine define_factors() {
  const auto words = std::make_shared<FactorsWords>();
  CommandLine line;
  line.options = {
      {"--json", "", "as JSON; show: every table that has the name, and what a run gets",
       &words->json},
      {"--csv", "",
       "as CSV, every column (list, show, sources); show: one table, the rows that list has "
       "of the name",
       &words->csv},
      {"--tolerance", "PERCENT",
       "diff: exit 3 where a figure changed by more, or anything else that results "
       "depend on; remarks, sources and new rows do not count",
       &words->tolerance},
      {"--force", "", "export: into a folder that holds files", &words->force},
      {"--data-dir", "DIR", "CSV tables that replace those of the same name", &words->data_dir},
  };
  line.operands = {"WHAT [NAME]",
                   "list [TABLE], show NAME, diff DIR, export DIR, verify [DIR], or sources",
                   &words->words, 0, 2};
  line.operands.follow = followings;
  line.action = [words] { return run_factors(*words); };
  return line;
}

}  // namespace co2est::cli
