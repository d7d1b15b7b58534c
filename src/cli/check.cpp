// Knows the command `check`: limits held against a total or against each run.
#include <fmt/core.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/command.hpp"
#include "cli/number.hpp"
#include "cli/output.hpp"
#include "cli/pipeline.hpp"
#include "co2est/error.hpp"

namespace co2est::cli {
namespace {

struct CheckWords : CommonWords {
  std::optional<std::string> max_co2e, max_energy, bound;
  bool each = false, allow_mixed = false;
};

struct Limits {
  std::optional<double> co2e_kg, energy_kwh;
  std::string bound;

  [[nodiscard]] bool any() const { return co2e_kg || energy_kwh; }
};

Limits limits_of(const CheckWords& words) {
  Limits limits{{}, {}, words.bound.value_or("mid")};
  if (words.max_co2e) limits.co2e_kg = read_limit("--max-co2e", *words.max_co2e, Dimension::mass);
  if (words.max_energy) {
    limits.energy_kwh = read_limit("--max-energy", *words.max_energy, Dimension::energy);
  }
  return limits;
}

template <typename T>
T bound_of(const Range<T>& range, const std::string& bound) {
  if (bound == "low") return range.low;
  return bound == "high" ? range.high : range.mid;
}

/// One line: what is compared, the value, the limit, the margin. Equal is within.
int judge(const std::string& what, double value, double limit, const char* unit,
          std::string& text) {
  const bool exceeded = value > limit;
  const double margin = exceeded ? value - limit : limit - value;
  text += fmt::format("{:<8}  {} {} {unit}, limit {} {unit}, {} by {} {unit}\n",
                      exceeded ? "EXCEEDED" : "ok", what, shown(value), shown(limit),
                      exceeded ? "over" : "under", shown(margin), fmt::arg("unit", unit));
  return exceeded ? kExceeded : kDone;
}

/// All limits against one estimate; `evidence` gets what cannot be judged.
int judge_all(const Limits& limits, const std::string& name, const Estimate& run, std::string& text,
              std::vector<Problem>& evidence) {
  if (!run.co2e || !run.facility_energy) {
    evidence.push_back({name, "the energy is unknown", "a limit cannot be held against it"});
    return kEvidence;
  }
  const std::string prefix = name.empty() ? "" : name + ": ";
  const std::string suffix = limits.bound == "mid" ? "" : " (" + limits.bound + ")";
  int status = kDone;
  if (limits.co2e_kg) {
    const double value = as_kilograms(bound_of(*run.co2e, limits.bound));
    status = worse(status, judge(prefix + "CO2e" + suffix, value, *limits.co2e_kg, "kg", text));
  }
  if (limits.energy_kwh) {
    const double value = as_kwh(bound_of(*run.facility_energy, limits.bound));
    status =
        worse(status, judge(prefix + "energy" + suffix, value, *limits.energy_kwh, "kWh", text));
  }
  return status;
}

Visit visit_for(const CheckWords& words, const Limits& limits) {
  if (!words.each || !limits.any()) return {};
  return [&limits](const ResolvedRun& resolved, const Estimate& run, Part& part) {
    const std::string name = run.name.empty() ? placed(resolved.where, part) : run.name;
    const std::size_t before = part.evidence.size();
    std::string text;
    part.status = worse(part.status, judge_all(limits, name, run, text, part.evidence));
    part.text.append(text);
    part.evidence_runs += part.evidence.size() - before;
  };
}

int judge_total(const CheckWords& words, const Limits& limits, Results& results) {
  if (results.total.mixed_accounting() && !words.allow_mixed && limits.co2e_kg) {
    throw Error(ErrorKind::input,
                Problem{"", "the total would add direct to lifecycle intensities",
                        "--each judges runs alone; --allow-mixed-accounting adds all the same"});
  }
  const Estimate total = results.total.finish(results.name);
  std::string text;
  std::vector<Problem> evidence;
  const int status = judge_all(limits, total.name, total, text, evidence);
  write_stdout(text);
  print(evidence);
  return worse(results.status, status);
}

int run_check(const CheckWords& words) {
  const Limits limits = limits_of(words);
  const Overrides overrides(words.overrides);
  const unsigned threads = words.thread_count();
  const Catalogue catalogue = words.load();
  Results results = run_all(words, {catalogue, overrides, visit_for(words, limits), threads},
                            [](std::string_view lines) { write_stdout(lines); });
  if (results.status == kUsage || results.status == kFailed) {
    return words.each ? results.status : refuse_report(results);
  }
  if (!limits.any()) {
    const std::uint64_t runs = results.total.runs();
    write_stdout(fmt::format("valid: {} run{}; no limit was given (--max-co2e, --max-energy)\n",
                             runs, runs == 1 ? "" : "s"));
    return results.status;
  }
  return words.each ? results.status : judge_total(words, limits, results);
}

}  // namespace

CommandLine define_check() {
  const auto words = std::make_shared<CheckWords>();
  CommandLine line;
  line.options = {
      {"--max-co2e", "MASS", "most operational CO2e, such as 10kg or \"1.5 t\"", &words->max_co2e},
      {"--max-energy", "ENERGY", "most energy of the facility, such as 50kWh", &words->max_energy},
      {"--bound",
       "WHICH",
       "the figure that counts (mid if not said)",
       &words->bound,
       {"low", "mid", "high"}},
      {"--each", "", "limits hold for each run, not for the total", &words->each},
      {"--allow-mixed-accounting", "", "add direct and lifecycle figures all the same",
       &words->allow_mixed},
  };
  words->add_to(line);
  line.action = [words] { return run_check(*words); };
  return line;
}

}  // namespace co2est::cli
