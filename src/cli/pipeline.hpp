// Knows the way from words on the command line to estimates and their sum.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command.hpp"
#include "cli/input.hpp"
#include "cli/part.hpp"
#include "cli/stream.hpp"

namespace co2est::cli {

/// The options that every command has that reads run files.
struct CommonWords {
  Words files;
  OverrideWords overrides;
  std::optional<std::string> data_dir, threads, colour;
  bool verbose = false;

  void add_to(CommandLine& line);
  /// Number of worker threads. Throws Error for what is no such number.
  [[nodiscard]] unsigned thread_count() const;
  [[nodiscard]] Catalogue load() const;
};

/// What all inputs gave together.
struct Results {
  Total total;
  std::vector<Estimate> runs;  ///< where the visit keeps them
  std::string name;            ///< for the total
  bool many = false;           ///< a project, lines or several inputs
  int status = 0;
  std::uint64_t evidence_runs = 0;
  std::uint64_t problems = 0;  ///< of the input
  std::uint64_t documents = 0;
};

/// Every input through parse, resolve and estimate; problems are printed as they come. `out`
/// gets what visits have written, in the order of the input.
Results run_all(const CommonWords& words, const Work& work,
                const std::function<void(std::string_view)>& out = {});

/// Says, where some of many runs had problems, that therefore nothing is printed. The status.
int refuse_report(const Results& results);

/// A visit that keeps estimates, for reports that list them.
void keep_run(const ResolvedRun& resolved, const Estimate& run, Part& part);

}  // namespace co2est::cli
