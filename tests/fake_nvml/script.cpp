#include "script.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <limits>
#include <sstream>
#include <stdexcept>

namespace fake_nvml {
namespace {

constexpr double kPerSecond = 1e9;

/// J between two times of the script under a staircase of power.
double energy_j(const std::vector<Step>& steps, double begin_s, double end_s) {
  double sum = 0;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const double until =
        i + 1 < steps.size() ? steps[i + 1].from_s : std::numeric_limits<double>::infinity();
    const double from = std::max(begin_s, steps[i].from_s), to = std::min(end_s, until);
    if (to > from) sum += steps[i].watts * (to - from);
  }
  return sum;
}

std::string rest_of(std::istringstream& words) {
  std::string text;
  std::getline(words >> std::ws, text);
  return text;
}

void read_fault(Gpu& gpu, std::istringstream& words) {
  Fault fault{0, std::numeric_limits<double>::infinity(), 0, ""};
  words >> fault.from_s >> fault.code >> fault.query;
  if (!words) return;
  double until = 0;
  if (words >> until) fault.until_s = until;
  words.clear();
  gpu.faults.push_back(fault);
}

void read_processes(Gpu& gpu, const std::string& verb, std::istringstream& words) {
  Process process{};
  if (verb == "processes") {
    words >> gpu.processes;
  } else {
    words >> process.from_s >> process.pid;
    gpu.named.push_back(process);
  }
}

/// A statement about a GPU; false where there is no such one.
bool read_of_gpu(Gpu& gpu, const std::string& verb, std::istringstream& words) {
  double from = 0, figure = 0;
  if (verb == "pci") {
    words >> gpu.pci;
  } else if (verb == "limit") {
    words >> gpu.limit_w;
  } else if (verb == "start") {
    words >> gpu.start_j;
  } else if (verb == "slices") {
    words >> gpu.slices;
  } else if (verb.starts_with("process")) {
    read_processes(gpu, verb, words);
  } else if (verb == "power" || verb == "module") {
    words >> from >> figure;
    (verb == "power" ? gpu.power : gpu.module).push_back({from, figure});
  } else if (verb == "restart") {
    words >> from;
    gpu.restarts.push_back(from);
  } else if (verb == "fail") {
    read_fault(gpu, words);
  } else if (verb == "hang") {
    std::string query;
    words >> from >> figure >> query;
    gpu.hangs.push_back({from, figure, query, false});
  } else if (verb == "crash") {
    std::string query;
    words >> from >> query;
    gpu.crashes.push_back({from, query});
  } else if (verb == "mig") {
    Unit unit;
    words >> unit.uuid >> unit.gpu_instance >> unit.compute_instance >> unit.slices;
    gpu.instances.push_back(unit);
    gpu.in_mig_mode = true;
  } else if (verb == "mig-mode") {
    gpu.in_mig_mode = true;
  } else {
    return false;
  }
  return true;
}

bool read_line(Script& script, const std::string& verb, std::istringstream& words) {
  if (verb == "init") {
    words >> script.init_code;
  } else if (verb == "clock") {
    std::string clock;
    words >> clock;
    script.manual = clock == "manual";
    if (!script.manual) script.began_ns = std::stoll(clock);
  } else if (verb == "gpu") {
    Gpu& gpu = script.gpus.emplace_back();
    words >> gpu.unit.uuid;
    gpu.name = rest_of(words);
  } else {
    return !script.gpus.empty() && read_of_gpu(script.gpus.back(), verb, words);
  }
  return true;
}

}  // namespace

Script read_script(const std::string& path, std::int64_t now_ns) {
  std::ifstream file(path);
  if (!file) throw std::runtime_error("cannot read the script '" + path + "'");
  Script script;
  script.began_ns = now_ns;
  for (std::string line; std::getline(file, line);) {
    std::istringstream words(line.substr(0, line.find('#')));
    std::string verb;
    if (!(words >> verb)) continue;
    if (!read_line(script, verb, words) || words.fail())
      throw std::runtime_error("the script has '" + line + "'");
  }
  for (Gpu& gpu : script.gpus) {
    for (Unit& instance : gpu.instances)
      instance.parent = &gpu;
  }
  return script;
}

std::uint64_t energy_mj(const Gpu& gpu, const std::vector<Step>& steps, std::int64_t now_ns) {
  const double now = static_cast<double>(now_ns) / kPerSecond;
  double begin = 0, start = gpu.start_j;
  for (const double restart : gpu.restarts) {
    if (restart > now || restart < begin) continue;
    begin = restart;
    start = 0;
  }
  return static_cast<std::uint64_t>(
      std::floor((start + energy_j(steps, begin, now)) * 1000 + 1e-6));
}

unsigned power_mw(const std::vector<Step>& steps, std::int64_t now_ns) {
  const double now = static_cast<double>(now_ns) / kPerSecond;
  double watts = 0;
  for (const Step& step : steps) {
    if (step.from_s <= now) watts = step.watts;
  }
  return static_cast<unsigned>(std::lround(watts * 1000));
}

}  // namespace fake_nvml
