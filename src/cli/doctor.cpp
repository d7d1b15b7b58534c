// Knows the command `doctor`: which sources of energy figures this machine has, and what helps
// where one may not be read.
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "cli/command.hpp"
#include "cli/doctor_report.hpp"
#include "cli/failure.hpp"
#include "cli/output.hpp"
#include "cli/sensor_words.hpp"
#include "cli/terminal.hpp"
#include "meter/survey.hpp"

namespace co2est::cli {
namespace {

struct DoctorWords {
  Words operands;
  SensorWords sensors;
  bool json = false;
};

int run_doctor(const DoctorWords& words) {
  const meter::Machine machine = words.sensors.machine();
  std::vector<meter::Survey> surveys;
  for (const meter::SourceKind& kind : meter::source_kinds())
    surveys.push_back(meter::survey(kind, machine));
  const Diagnosis diagnosis =
      diagnosis_of(std::move(surveys), meter::host_facts(machine).cpu_model);
  write_stdout(words.json ? as_json(diagnosis) : as_text(diagnosis, style_for(1, "never")));
  int status = kDone;
  for (const std::string& name : words.sensors.required) {
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
  line.options = words->sensors.options("exit status 4 where it gives no figure");
  line.options.insert(line.options.begin(), {"--json", "", "print JSON", &words->json});
  line.operands = {"", "", &words->operands, 0, 0};
  line.action = [words] { return run_doctor(*words); };
  return line;
}

}  // namespace co2est::cli
