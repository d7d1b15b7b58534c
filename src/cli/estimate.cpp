// Knows the command `estimate`: run files in, a report out.
#include <fmt/core.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "cli/command.hpp"
#include "cli/equivalent_names.hpp"
#include "cli/equivalents.hpp"
#include "cli/output.hpp"
#include "cli/pipeline.hpp"
#include "cli/terminal.hpp"
#include "co2est/error.hpp"
#include "co2est/render.hpp"
#include "render/ndjson_line.hpp"

namespace co2est::cli {
namespace {

struct EstimateWords : CommonWords {
  std::optional<std::string> format, output;
  EquivalentWords equivalents;
  bool total = false, strict = false, require_measured = false, allow_mixed = false;

  [[nodiscard]] Format chosen_format() const {
    for (const FormatRow& row : formats()) {
      if (format && row.name == *format) return row.format;
    }
    return Format::text;
  }
  [[nodiscard]] bool streams() const { return chosen_format() == Format::ndjson && !total; }
};

void demand(Part& part, const ResolvedRun& resolved, std::string what, std::string hint) {
  constexpr std::size_t kFew = 20;
  ++part.evidence_runs;
  if (part.evidence.size() < kFew) {
    part.evidence.push_back({placed(resolved.where, part), std::move(what), std::move(hint)});
  }
}

void check_evidence(const EstimateWords& words, const ResolvedRun& resolved, const Estimate& run,
                    Part& part) {
  if (words.strict && !run.energy) {
    demand(part, resolved, "the energy is unknown", "--strict demands a power of every device");
  }
  if (!words.require_measured) return;
  const auto found =
      std::find_if(run.components.begin(), run.components.end(),
                   [](const ComponentFigure& figure) { return figure.basis != Basis::measured; });
  if (found != run.components.end()) {
    demand(part, resolved,
           fmt::format("{}{}{} is {}", to_text(found->kind), found->model.empty() ? "" : " ",
                       found->model, to_text(found->basis)),
           "--require-measured demands measured figures");
  }
}

Visit visit_for(const EstimateWords& words, const Catalogue& catalogue) {
  return [&](const ResolvedRun& resolved, const Estimate& run, Part& part) {
    check_evidence(words, resolved, run, part);
    if (words.streams()) {
      append_ndjson_line(run, catalogue, part.text);
    } else if (!words.total || !part.many) {
      keep_run(resolved, run, part);
    }
  };
}

/// "run 3 (final)"
std::string words_for(const std::optional<NumberedRun>& run) {
  if (!run) return "no run";
  return fmt::format("run {}{}", run->number, run->name.empty() ? "" : " (" + run->name + ")");
}

/// What a sum over different accountings means is up to the user, once he knows of it.
void refuse_mixed(const EstimateWords& words, const Total& total) {
  if (words.allow_mixed || !total.mixed_accounting()) return;
  throw Error(
      ErrorKind::input,
      Problem{"",
              fmt::format("the total would add direct to lifecycle intensities: {} is "
                          "direct, {} is lifecycle",
                          words_for(total.first_direct()), words_for(total.first_lifecycle())),
              "state one \"accounting\" for all runs, or --allow-mixed-accounting"});
}

std::string report_on(const EstimateWords& words, Results& results, const Catalogue& catalogue,
                      int descriptor) {
  const TextStyle style = style_for(descriptor, words.colour);
  Report report{.runs = {}, .equivalents_asked = words.equivalents.list.has_value()};
  if (!results.many && results.runs.size() == 1) {
    report.total = &results.runs.front();
    return render(report, words.chosen_format(), catalogue, style);
  }
  refuse_mixed(words, results.total);
  const Estimate total = results.total.finish(results.name);
  report.total = &total;
  report.many = true;
  if (!words.total) report.runs = results.runs;
  return render(report, words.chosen_format(), catalogue, style);
}

int run_estimate(const EstimateWords& words) {
  const Overrides overrides(words.overrides);
  const unsigned threads = words.thread_count();
  const Catalogue catalogue = words.load();
  const std::optional<std::vector<Equivalent>> equivalents = words.equivalents.rows(catalogue);
  refuse_to_replace(words.output, words.files, words.data_dir);
  Output output(words.output);
  // parse, resolve and estimate, run by run
  const Work work{.catalogue = catalogue,
                  .overrides = overrides,
                  .visit = visit_for(words, catalogue),
                  .threads = threads,
                  .total_only = words.total,
                  .adds_up = !words.streams(),
                  .visits_many = !words.total || words.strict || words.require_measured,
                  .equivalents = equivalents ? &*equivalents : nullptr};
  Results results = run_all(words, work, [&](std::string_view lines) { output.write(lines); });
  if (!words.streams()) {
    if (results.status != kDone) return refuse_report(results);
    output.write(report_on(words, results, catalogue, output.descriptor()));
  }
  output.finish();
  return results.status;
}

}  // namespace

CommandLine define_estimate() {
  const auto words = std::make_shared<EstimateWords>();
  CommandLine line;
  Words names;
  for (const FormatRow& row : formats())
    names.emplace_back(row.name);
  line.options = {
      {"-f,--format", "FORMAT", "layout of the result", &words->format, names},
      {"-o,--output", "FILE", "write to FILE, which appears only when it is whole", &words->output},
      suggesting(words->equivalents.option(), equivalent_names),
      {"--total", "", "the total alone, without the runs", &words->total},
      {"--strict", "", "exit status 4 where an energy is unknown", &words->strict},
      {"--require-measured", "", "exit status 4 where a device is not measured",
       &words->require_measured},
      {"--allow-mixed-accounting", "", "add direct and lifecycle figures all the same",
       &words->allow_mixed},
      {"--color", "WHEN", "colours on a terminal", &words->colour, {"auto", "always", "never"}},
  };
  words->add_to(line);
  line.action = [words] { return run_estimate(*words); };
  return line;
}

}  // namespace co2est::cli
