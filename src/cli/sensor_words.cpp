#include "cli/sensor_words.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <string_view>

#include "meter/names.hpp"
#include "text/suggest.hpp"

namespace co2est::cli {
namespace {

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

constexpr std::array<std::string_view, 3> kGpuSources{"nvml", "amdgpu", "intel_gpu"};

/// What became of the GPUs that --gpus names; nothing where a source has them.
std::vector<Problem> lack_of_gpus(const meter::Machine& machine) {
  std::vector<Problem> problems;
  for (const std::string_view name : kGpuSources) {
    const meter::Survey survey = meter::survey(*meter::find_source_kind(name), machine);
    if (survey.gives()) return {};
    if (survey.standing() != meter::Standing::absent) problems.push_back(lack_of(survey));
  }
  if (problems.empty())
    problems.push_back(
        {"--gpus", "this machine has no GPU that can be read", "see `co2est doctor`"});
  for (Problem& problem : problems)
    problem.where = "--gpus";
  return problems;
}

}  // namespace

std::vector<Option> SensorWords::options(const std::string& require_meaning) {
  return {
      {"--require", "SOURCE", require_meaning + "; may come again", &required, source_names()},
      {"--sysroot", "DIR", "look for sys, proc and dev below this folder", &sysroot},
      {"--nvml", "FILE", "the library to open in place of libnvidia-ml.so.1", &nvml},
  };
}

meter::Machine SensorWords::machine() const {
  check_names(required);
  meter::Machine machine = meter::this_machine();
  if (sysroot && !std::filesystem::is_directory(*sysroot))
    throw Error(ErrorKind::input, Problem{"--sysroot", "\"" + *sysroot + "\" is no folder", ""});
  machine.root = sysroot.value_or("");
  while (machine.root.ends_with('/'))
    machine.root.pop_back();
  if (nvml) machine.nvml = *nvml;
  return machine;
}

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

void demand_sensors(const Words& required, const meter::Machine& machine) {
  std::vector<Problem> problems;
  for (const std::string& name : required) {
    const meter::Survey survey = meter::survey(*meter::find_source_kind(name), machine);
    if (!survey.gives()) problems.push_back(lack_of(survey));
  }
  if (!machine.gpus.empty()) {
    for (Problem& problem : lack_of_gpus(machine))
      problems.push_back(std::move(problem));
  }
  if (!problems.empty()) throw Error(ErrorKind::evidence, std::move(problems));
}

}  // namespace co2est::cli
