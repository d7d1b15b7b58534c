// Knows the subcommands of `factors`: factors.cpp has them as a table, a file has each.
#pragma once

#include <optional>
#include <string>

#include "cli/command.hpp"

namespace co2est::cli {

/// What may be said behind `factors`. `words` begins with the subcommand.
struct FactorsWords {
  Words words;
  std::optional<std::string> data_dir, tolerance;
  bool json = false, csv = false, force = false;

  /// The word behind the subcommand; empty where there is none.
  [[nodiscard]] std::string name() const { return words.size() > 1 ? words[1] : std::string(); }
};

/// Each returns the exit status and throws Error as commands do.
int factors_list(const FactorsWords& words);
int factors_show(const FactorsWords& words);
int factors_diff(const FactorsWords& words);
int factors_export(const FactorsWords& words);
int factors_verify(const FactorsWords& words);
int factors_sources(const FactorsWords& words);

/// What `list` takes: the categories and the tables.
Words listed_names();

}  // namespace co2est::cli
