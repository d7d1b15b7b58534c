// Knows the command `explain`: the same estimate as a derivation.
#include <memory>
#include <optional>
#include <string>

#include "cli/command.hpp"
#include "cli/equivalent_names.hpp"
#include "cli/equivalents.hpp"
#include "cli/output.hpp"
#include "cli/pipeline.hpp"
#include "cli/terminal.hpp"
#include "co2est/render.hpp"

namespace co2est::cli {
namespace {

struct ExplainWords : CommonWords {
  std::optional<std::string> output;
  EquivalentWords equivalents;
};

int run_explain(const ExplainWords& words) {
  const Overrides overrides(words.overrides);
  const unsigned threads = words.thread_count();
  const Catalogue catalogue = words.load();
  const std::optional<std::vector<Equivalent>> equivalents = words.equivalents.rows(catalogue);
  refuse_to_replace(words.output, words.files, words.data_dir);
  Output output(words.output);
  Results results = run_all(words, {.catalogue = catalogue,
                                    .overrides = overrides,
                                    .visit = keep_run,
                                    .threads = threads,
                                    .equivalents = equivalents ? &*equivalents : nullptr});
  if (results.status != kDone) return refuse_report(results);
  const TextStyle style = style_for(output.descriptor(), words.colour);
  if (!results.many && results.runs.size() == 1) {
    const Report report{.total = &results.runs.front(), .runs = {}, .many = false};
    output.write(render_explanation(report, catalogue, style));
  } else {
    const Estimate total = results.total.finish(results.name);
    const Report report{.total = &total, .runs = results.runs, .many = true};
    output.write(render_explanation(report, catalogue, style));
  }
  output.finish();
  return kDone;
}

}  // namespace

CommandLine define_explain() {
  const auto words = std::make_shared<ExplainWords>();
  CommandLine line;
  line.options = {
      {"-o,--output", "FILE", "write to FILE, which appears only when it is whole", &words->output},
      suggesting(words->equivalents.option(), equivalent_names),
      {"--color", "WHEN", "colours on a terminal", &words->colour, {"auto", "always", "never"}},
  };
  words->add_to(line);
  line.action = [words] { return run_explain(*words); };
  return line;
}

}  // namespace co2est::cli
