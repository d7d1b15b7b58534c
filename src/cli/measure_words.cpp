#include "cli/measure_words.hpp"

#include <fmt/chrono.h>
#include <signal.h>
#include <unistd.h>

#include <array>
#include <cctype>
#include <ctime>
#include <utility>

#include "cli/number.hpp"
#include "co2est/error.hpp"
#include "meter/clock.hpp"
#include "meter/launcher.hpp"
#include "meter/names.hpp"
#include "parse/quantity.hpp"

namespace co2est::cli {
namespace {

[[noreturn]] void refuse(const char* option, const std::string& word, const char* hint) {
  throw Error(ErrorKind::input, Problem{option, "\"" + word + "\" is not possible", hint});
}

double read_seconds(const char* option, const std::string& word, double least, double most,
                    const char* hint) {
  const bool bare = word.find_first_not_of("0123456789.") == std::string::npos;
  const Quantified read = parse_quantity(bare ? word + "s" : word, Dimension::duration);
  if (!read.problem.empty()) refuse(option, word, hint);
  const double seconds = read.value * 3600;
  if (seconds < least || seconds > most) refuse(option, word, hint);
  return seconds;
}

/// "USR1", "SIGUSR1" or a number.
int read_signal(const std::string& word) {
  constexpr std::array<std::pair<std::string_view, int>, 6> kSignals{{{"USR1", SIGUSR1},
                                                                      {"USR2", SIGUSR2},
                                                                      {"TERM", SIGTERM},
                                                                      {"INT", SIGINT},
                                                                      {"HUP", SIGHUP},
                                                                      {"KILL", SIGKILL}}};
  const std::string_view name =
      word.starts_with("SIG") ? std::string_view(word).substr(3) : std::string_view(word);
  for (const auto& [known, signal] : kSignals) {
    if (name == known || name == std::to_string(signal)) return signal;
  }
  refuse("--stop-signal", word, "USR1, USR2, TERM, INT, HUP or KILL");
}

/// "5kgCO2e", "5 kg", or an energy: "12kWh".
StopRule read_stop(const MeasureWords& words) {
  StopRule rule;
  rule.signal = read_signal(words.stop_signal.value_or("TERM"));
  rule.grace_s = words.grace ? read_seconds("--grace", *words.grace, 0, 86400, "up to 24 h") : 120;
  if (!words.stop_at) return rule;
  std::string word = *words.stop_at;
  for (const std::string_view suffix : {"CO2e", "CO2"}) {
    if (word.ends_with(suffix)) word.resize(word.size() - suffix.size());
  }
  const bool energy = word.ends_with("Wh") || word.ends_with("J");
  const double limit = read_limit("--stop-at", word, energy ? Dimension::energy : Dimension::mass);
  (energy ? rule.energy_kwh : rule.co2e_kg) = limit;
  return rule;
}

std::vector<std::pair<std::string, std::string>> read_tags(const Words& words) {
  std::vector<std::pair<std::string, std::string>> tags;
  for (const std::string& word : words) {
    const std::size_t equals = word.find('=');
    if (equals == 0 || equals == std::string::npos)
      refuse("--tag", word, "a key and a value, such as project=nmt");
    tags.emplace_back(word.substr(0, equals), word.substr(equals + 1));
  }
  return tags;
}

std::vector<std::string> split(const std::string& list) {
  std::vector<std::string> items;
  for (std::size_t begin = 0; begin <= list.size();) {
    const std::size_t end = std::min(list.find(',', begin), list.size());
    if (end > begin) items.push_back(list.substr(begin, end - begin));
    begin = end + 1;
  }
  return items;
}

/// The last part of a path, without what a shell would trip over.
std::string name_of(const std::string& program) {
  std::string name = program.substr(program.rfind('/') + 1);
  for (char& c : name) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0 && c != '-' && c != '_' && c != '.')
      c = '-';
  }
  return name.empty() ? "run" : name;
}

std::string default_output(const std::string& name, const meter::Launcher& launcher) {
  const std::time_t now = std::time(nullptr);
  const std::string rank = launcher.rank.empty() ? "" : "-r" + launcher.rank;
  // Two runs that start in the same second have files of their own.
  return fmt::format("co2est-{}-{:%Y%m%dT%H%M%SZ}-{}{}.json", name_of(name), fmt::gmtime(now),
                     ::getpid(), rank);
}

}  // namespace

void MeasureWords::add_to(CommandLine& line) {
  line.options = {
      {"-o,--output", "FILE", "the run file; if not said, named after command and time", &output},
      {"--name", "NAME", "name of the run", &name},
      {"--tag", "KEY=VALUE", "a tag of the run; may come again", &tags},
      {"--grid", "GRID", "DE, US-VA, gcp/europe-north1, or \"432 g/kWh\"", &grid},
      {"--pue", "PUE", "a number, none, or a facility such as google", &pue},
      {"--period", "TIME", "between readings, 0.05 to 60 s (1 s if not said)", &period},
      {"--gpus", "LIST", "indices or UUIDs, such as 0,1; else as the environment says", &gpus},
      {"--attribution",
       "WHOSE",
       "energy of CPUs and memory: all of the machine's, or our share (auto: by who ran)",
       &sharing,
       {"auto", "machine", "share"}},
      {"--estimate", "", "print the report on standard error at the end", &estimates},
      {"--max-co2e", "MASS", "exit status 3 where it took more and the command returned 0",
       &max_co2e},
      {"--stop-at", "LIMIT", "signal the command at this CO2e or energy, such as 5kgCO2e",
       &stop_at},
      {"--stop-signal", "SIGNAL", "which signal (TERM if not said)", &stop_signal},
      {"--grace", "TIME", "until TERM follows it (120 s if not said)", &grace},
      {"--progress", "", "a live line on the terminal", &progress},
      {"-q,--quiet", "", "no line of ours but errors", &quiet},
      {"--keep-child", "", "let the command live on where this process is killed", &keep_child},
      {"--no-forward", "", "pass no signals on: the scheduler signals the whole group",
       &no_forward},
      {"--trace", "FILE", "write every reading to FILE as CSV", &trace},
      {"--keep-journal", "", "keep the journal beside the run file", &keep_journal},
      {"--replay", "FILE", "a power log in place of sensors, for trials", &replay},
      {"--data-dir", "DIR", "CSV tables that replace those of the same name", &data_dir},
  };
  const auto rows = sensors.options("do not start where it gives no figure");
  line.options.insert(line.options.end() - 1, rows.begin(), rows.end());
  line.operands = {"-- COMMAND...", "the command and its words", &command, 1};
}

MeasurePlan::MeasurePlan(const MeasureWords& words) : machine(words.sensors.machine()) {
  const meter::Launcher launcher = meter::launcher_of(machine);
  if (words.gpus) machine.gpus = split(*words.gpus);
  machine.replay = words.replay.value_or("");
  header.host = meter::host_facts(machine);
  header.run_id = fmt::format("{:x}-{}", meter::utc_ms(), ::getpid());
  header.command = words.command;
  header.name = words.name.value_or(name_of(words.command.front()));
  header.grid = words.grid.value_or("");
  header.pue = words.pue.value_or("");
  header.tags = read_tags(words.tags);
  header.launcher = launcher.variables;
  if (words.period)
    header.period_s = read_seconds("--period", *words.period, 0.05, 60, "0.05 s to 60 s");
  header.sharing = value_in<meter::Sharing>(meter::kSharingNames, words.sharing.value_or("auto"))
                       .value_or(meter::Sharing::automatic);
  said.grid = words.grid;
  said.pue = words.pue;
  stop = read_stop(words);
  if (words.max_co2e) max_co2e_kg = read_limit("--max-co2e", *words.max_co2e, Dimension::mass);
  output = words.output.value_or(default_output(header.name, launcher));
}

}  // namespace co2est::cli
