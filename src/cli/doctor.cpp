// Knows the command `doctor`: which sources of energy figures this machine has, and what helps
// where one may not be read.
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cli/command.hpp"
#include "cli/doctor_report.hpp"
#include "cli/failure.hpp"
#include "cli/output.hpp"
#include "cli/terminal.hpp"
#include "co2est/error.hpp"
#include "meter/names.hpp"
#include "meter/survey.hpp"
#include "text/suggest.hpp"

namespace co2est::cli {
namespace {

struct DoctorWords {
  Words operands, required;
  std::optional<std::string> sysroot, nvml;
  bool json = false;
};

Words source_names() {
  Words names;
  for (const meter::SourceKind& kind : meter::source_kinds())
    names.emplace_back(kind.name);
  return names;
}

void check_names(const Words& required) {
  const Words names = source_names();
  const std::vector<std::string_view> known(names.begin(), names.end());
  for (const std::string& name : required) {
    if (meter::find_source_kind(name) != nullptr) continue;
    const std::string near = did_you_mean(name, known);
    throw Error(ErrorKind::input, Problem{"--require", "\"" + name + "\" is no source",
                                          near.empty() ? "`co2est doctor` lists them" : near});
  }
}

meter::Machine machine_of(const DoctorWords& words) {
  meter::Machine machine = meter::this_machine();
  if (words.sysroot && !std::filesystem::is_directory(*words.sysroot)) {
    throw Error(ErrorKind::input,
                Problem{"--sysroot", "\"" + *words.sysroot + "\" is no folder", ""});
  }
  if (words.sysroot) machine.root = *words.sysroot;
  while (machine.root.ends_with('/'))
    machine.root.pop_back();
  if (words.nvml) machine.nvml = *words.nvml;
  return machine;
}

/// What stands in the way of a source that was demanded.
Problem lack_of(const meter::Survey& survey) {
  const meter::Standing standing = survey.standing();
  Problem problem{"--require " + std::string(survey.kind->name),
                  std::string(name_in(meter::kStandingNames, standing)), ""};
  for (const meter::Finding& finding : survey.findings) {
    if (finding.standing != standing) continue;
    problem.what += ": " + finding.what + (finding.reason.empty() ? "" : ": ") + finding.reason;
    problem.hint = finding.remedy.substr(0, finding.remedy.find('\n'));
    break;
  }
  return problem;
}

int run_doctor(const DoctorWords& words) {
  check_names(words.required);
  const meter::Machine machine = machine_of(words);
  std::vector<meter::Survey> surveys;
  for (const meter::SourceKind& kind : meter::source_kinds())
    surveys.push_back(meter::survey(kind, machine));
  const Diagnosis diagnosis =
      diagnosis_of(std::move(surveys), meter::host_facts(machine).cpu_model);
  write_stdout(words.json ? as_json(diagnosis) : as_text(diagnosis, style_for(1, "never")));
  int status = kDone;
  for (const std::string& name : words.required) {
    for (const meter::Survey& survey : diagnosis.surveys) {
      if (survey.kind->name != name || survey.gives()) continue;
      print({lack_of(survey)});
      status = kEvidence;
    }
  }
  return status;
}

}  // namespace

CommandLine define_doctor() {
  const auto words = std::make_shared<DoctorWords>();
  CommandLine line;
  line.options = {
      {"--json", "", "print JSON", &words->json},
      {"--require", "SOURCE", "exit status 4 where it gives no figure; may come again",
       &words->required, source_names()},
      {"--sysroot", "DIR", "look for sys, proc and dev below this folder", &words->sysroot},
      {"--nvml", "FILE", "the library to open in place of libnvidia-ml.so.1", &words->nvml},
  };
  line.operands = {"", "", &words->operands, 0, 0};
  line.action = [words] { return run_doctor(*words); };
  return line;
}

}  // namespace co2est::cli
