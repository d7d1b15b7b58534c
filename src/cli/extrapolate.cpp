// Knows the command `extrapolate`: from the run file of a slice to the run file of the whole.
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cli/command.hpp"
#include "cli/input.hpp"
#include "cli/number.hpp"
#include "cli/output.hpp"
#include "cli/run_writer.hpp"
#include "cli/slice.hpp"
#include "co2est/error.hpp"
#include "co2est/parse.hpp"
#include "parse/quantity.hpp"
#include "text/number_in.hpp"

namespace co2est::cli {
namespace {

struct ExtrapolateWords {
  Words files, jobs;
  std::optional<std::string> hours, count, model, name, output, data_dir;
  bool logged = false;
};

[[noreturn]] void refuse(const std::string& option, const std::string& word,
                         const std::string& hint) {
  throw Error(ErrorKind::input, Problem{option, "\"" + word + "\" is not possible", hint});
}

double read_number(const std::string& option, const std::string& word) {
  constexpr double kMost = 1e9;
  const std::optional<double> value = number_in(word);
  if (!value || *value <= 0 || *value > kMost) {
    refuse(option, word, "a number above 0, at most 1e9");
  }
  return *value;
}

/// "840", "840 h", "5 weeks" is none: units are those of the run file.
Duration read_hours(const std::string& option, const std::string& word) {
  constexpr std::string_view kNumber = "0123456789.eE+-";
  if (word.find_first_not_of(kNumber) == std::string::npos) return hours(read_number(option, word));
  const Quantified read = parse_quantity(word, Dimension::duration);
  if (!read.problem.empty()) {
    throw Error(ErrorKind::input,
                Problem{option, "\"" + word + "\" " + std::string(read.problem), read.hint});
  }
  constexpr double kMostHours = 1e9;
  if (!(read.value > 0) || read.value > kMostHours) refuse(option, word, "up to 1e9 h");
  return hours(read.value);
}

/// "24": so many jobs of --hours each; "3x120h": three jobs of 120 h. The run is named after them.
Plan plan_of(const Plan& base, const std::string& word) {
  Plan plan = base;
  const std::size_t times = word.find('x');
  plan.jobs = read_number("--jobs", word.substr(0, times));
  plan.name = shown(plan.jobs) + " jobs";
  if (times != std::string::npos) {
    plan.duration = read_hours("--jobs", word.substr(times + 1));
    plan.name += " of " + shown(as_hours(*plan.duration)) + " h";
  }
  return plan;
}

std::vector<Plan> plans_of(const ExtrapolateWords& words, const std::string& file,
                           const std::string& name) {
  Plan base;
  base.name = name;
  base.file = file;
  base.logged = words.logged;
  base.model = words.model;
  if (words.hours) base.duration = read_hours("--hours", *words.hours);
  if (words.count) base.count = read_number("--count", *words.count);
  if (words.jobs.empty()) return {base};
  std::vector<Plan> plans;
  for (const std::string& word : words.jobs)
    plans.push_back(plan_of(base, word));
  if (plans.size() == 1) plans.front().name = name;
  return plans;
}

RunSpec read_slice(Source& source) {
  Document document = parse_document(read_document(source), source.name());
  if (document.project) {
    throw Error(ErrorKind::input, Problem{source.name(), "is a project of runs",
                                          "extrapolate takes the run file of one slice"});
  }
  return std::move(document.runs.front());
}

int run_extrapolate(const ExtrapolateWords& words) {
  const std::vector<Input> inputs = find_inputs(words.files);
  if (inputs.size() != 1) {
    throw Error(ErrorKind::input, Problem{words.files.front(), "holds several run files",
                                          "extrapolate takes the run file of one slice"});
  }
  Source source(inputs.front());
  const RunSpec slice = read_slice(source);
  const std::string name = words.name.value_or(name_of_whole(slice));
  const Catalogue catalogue = load_catalogue(words.data_dir.value_or(std::string()));
  std::vector<RunSpec> runs;
  for (const Plan& plan : plans_of(words, source.name(), name)) {
    runs.push_back(extrapolate(slice, plan, catalogue));
  }
  refuse_to_replace(words.output, words.files, words.data_dir);
  Output output(words.output);
  output.write(runs.size() == 1 ? write_run(runs.front()) : write_project(name, runs));
  output.finish();
  return kDone;
}

}  // namespace

CommandLine define_extrapolate() {
  const auto words = std::make_shared<ExtrapolateWords>();
  CommandLine line;
  line.options = {
      {"--hours", "H", "hours of the whole training, such as 840 or \"35 d\"", &words->hours},
      {"--count,--devices", "N", "devices of the whole training, over all hosts", &words->count},
      {"--jobs", "N[xH]", "N such jobs, of H each if said; may come again, one run for each",
       &words->jobs},
      {"--model", "NAME", "another device than the one that was measured", &words->model},
      {"--logged", "", "the hours come from a log, so they add no uncertainty", &words->logged},
      {"--name", "NAME", "name of what is written; if not said, made from the slice's",
       &words->name},
      {"-o,--output", "FILE", "write to FILE, which appears only when it is whole", &words->output},
      {"--data-dir", "DIR", "CSV tables that replace those of the same name", &words->data_dir},
  };
  line.operands = {"RUN", "run file of the slice, or - for standard input", &words->files, 1, 1};
  line.action = [words] { return run_extrapolate(*words); };
  return line;
}

}  // namespace co2est::cli
