// Knows the command `measure`: options in, the command's own end out, a run file beside.
#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>

#include "cli/command.hpp"
#include "cli/failure.hpp"
#include "cli/measure_words.hpp"
#include "cli/measured.hpp"
#include "cli/output.hpp"
#include "cli/run_writer.hpp"
#include "cli/terminal.hpp"
#include "cli/watch.hpp"
#include "co2est/error.hpp"
#include "co2est/render.hpp"
#include "co2est/resolve.hpp"
#include "meter/descriptors.hpp"
#include "meter/wrapper.hpp"

namespace co2est::cli {
namespace {

constexpr int kSignalled = 128;

void say(const std::string& text) {
  write_stderr("co2est: " + text + "\n");
}

/// A typo in --grid or --pue must not be found after a day of training.
void check_place(const Overrides& overrides, const Catalogue& catalogue) {
  RunSpec run;
  run.duration = Range<Duration>::exact(hours(1));
  DeviceSpec& device = run.devices.emplace_back();
  device.kind = DeviceKind::node;
  device.power = Range<Power>::exact(watts(1));
  overrides.lay_over(run);
  resolve(run, catalogue);
}

/// Whether an outer `measure` of this boot measures us already: then only it counts.
bool is_nested(const MeasurePlan& plan) {
  const auto active = plan.machine.variable("CO2EST_ACTIVE");
  const std::string boot = ":" + plan.header.host.boot_id;
  const auto marks = plan.machine.variable("CO2EST_MARK");
  // The FIFO goes with the outer run: what it left behind, such as a server of sessions, may be
  // measured again.
  const bool alive = !marks || ::access(marks->c_str(), F_OK) == 0;
  return active && alive && boot.size() > 1 && active->ends_with(boot);
}

int not_started(const std::string& command, int error) {
  print({{command, std::strerror(error), error == ENOENT ? "is it installed, and in PATH?" : ""}});
  return error == ENOENT ? kNotFound : kNotExecutable;
}

/// Becomes the command. Returns its status where that fails.
int run_nested(const MeasureWords& words) {
  if (!words.quiet) say("an outer `co2est measure` measures this already; no file is written");
  if (words.max_co2e || words.stop_at)
    say("warning: --max-co2e and --stop-at are not judged within an outer `co2est measure`");
  std::vector<char*> arguments;
  for (const std::string& word : words.command)
    arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  if (!closed_pipes_were_ignored()) ::signal(SIGPIPE, SIG_DFL);
  ::execvp(arguments.front(), arguments.data());
  return not_started(words.command.front(), errno);
}

/// The run file. A full disk is told and changes nothing; the journal stays in its place.
bool write_record(const MeasurePlan& plan, const Measured& measured, const meter::Ended& ended) {
  try {
    Output output(plan.output);
    output.write(write_run(measured.run));
    output.finish();
    return true;
  } catch (const Error& error) {
    report(error);
    if (ended.refusal.empty()) say("what was measured is in " + ended.journal_path);
    return false;
  }
}

/// What the estimate takes where nothing was said.
std::string assumptions_of(const MeasureWords& words) {
  if (words.grid && words.pue) return {};
  const std::string missing = words.grid ? "--pue" : words.pue ? "--grid" : "--grid, --pue";
  const std::string assumed = words.grid  ? "the mean PUE of data centres"
                              : words.pue ? "the world's mean grid"
                                          : "the world's mean grid and the mean PUE";
  return "; no " + missing + ": estimates assume " + assumed;
}

/// `file`: what was written; empty where nothing was.
void tell(const MeasureWords& words, const std::string& file, const Measured& measured,
          const Estimate& figure, const Catalogue& catalogue) {
  for (const std::string& warning : measured.warnings)
    say("warning: " + warning);
  say(summary_of(measured.run, figure) + assumptions_of(words) +
      (file.empty() ? "; no run file" : "; " + file));
  if (words.estimates)
    write_stderr(render(figure, Format::text, catalogue, style_for(STDERR_FILENO, std::nullopt)));
}

/// For a command that returned 0: 3 where the limit is exceeded, 4 where nothing can be held
/// against it.
int judge(const MeasurePlan& plan, const Measured& measured, const Estimate& figure, int status) {
  if (plan.stop.any() && !figure.co2e)
    say("warning: --stop-at could not be watched: the energy is unknown");
  if (!plan.max_co2e_kg) return status;
  if (!figure.co2e) {
    say("--max-co2e: the energy is unknown, so the limit cannot be judged");
    return status == kDone ? kEvidence : status;
  }
  if (measured.partial) say("warning: --max-co2e is judged by what was measured, which is partial");
  const double kilograms = as_kilograms(figure.co2e->mid);
  if (kilograms <= *plan.max_co2e_kg) return status;
  say(fmt::format("--max-co2e: {:.4g} kg CO2e exceed {:.4g} kg", kilograms, *plan.max_co2e_kg));
  return status == kDone ? kExceeded : status;
}

int finish(const MeasureWords& words, const MeasurePlan& plan, const Catalogue& catalogue,
           const meter::JournalReader& reader, const meter::Ended& ended) {
  int status = ended.status;
  try {
    reader.finish();
    const Measured measured =
        measured_run(reader.recording(), plan.header.sharing, Overrides(plan.said), catalogue);
    if (!ended.refusal.empty() && !words.quiet)
      say("warning: the journal could not be kept in " + ended.journal_path + ": " + ended.refusal);
    const bool written = write_record(plan, measured, ended);
    if (written && !words.keep_journal) ::unlink(ended.journal_path.c_str());
    if (words.quiet && !plan.max_co2e_kg) return status;  // nobody asks for a figure
    const Estimate figure = estimate(resolve(measured.run, catalogue));
    if (!words.quiet)
      tell(words, written ? plan.output : std::string(), measured, figure, catalogue);
    if (ended.signal == 0) status = judge(plan, measured, figure, status);
  } catch (const Error& error) {
    report(error);
  }
  return status;
}

/// Where the run file will not be written is told before the training, which starts all the same.
void foresee(const MeasurePlan& plan) {
  try {
    try_output(plan.output);
  } catch (const Error& error) {
    for (const Problem& problem : error.problems())
      say("warning: the run file will not be written: " + problem.where + ": " + problem.what +
          "; " + problem.hint);
  }
}

/// What is wrong with a journal is told by `finish`: it does not change the command's status.
void take_line(meter::JournalReader& reader, std::string_view line) {
  try {
    reader.take(line);
  } catch (const Error&) {
    return;
  }
}

/// The launch without those who listen to it.
meter::Launch launch_of(const MeasureWords& words, const MeasurePlan& plan) {
  meter::Launch launch;
  launch.command = words.command;
  launch.machine = plan.machine;
  launch.header = plan.header;
  launch.journal = plan.output + ".journal";
  launch.trace = words.trace.value_or("");
  launch.passes_signals = !words.no_forward;
  launch.keeps_child = words.keep_child;
  return launch;
}

int run_measure(const MeasureWords& words) {
  meter::occupy_closed_streams();
  const MeasurePlan plan(words);
  if (is_nested(plan)) return run_nested(words);
  if (plan.output == "-") {
    throw Error(ErrorKind::input,
                Problem{"--output", "standard output is the command's own", "name a file"});
  }
  const Overrides overrides(plan.said);
  const Catalogue catalogue = load_catalogue(words.data_dir.value_or(std::string()));
  if (words.grid || words.pue) check_place(overrides, catalogue);
  demand_sensors(words.sensors.required, plan.machine);
  foresee(plan);
  const meter::Signals signals(closed_pipes_were_ignored());
  Watch watch(overrides, catalogue, plan.stop, words.progress && ::isatty(STDERR_FILENO) == 1);
  meter::JournalReader reader;
  meter::Launch launch = launch_of(words, plan);
  launch.read_line = [&](std::string_view line) { take_line(reader, line); };
  if (plan.stop.any() || words.progress) {
    launch.tells = true;
    launch.stopper = "--stop-at";
    launch.on_line = [&](std::string_view line) { watch.take(line); };
    launch.on_time = [&](std::int64_t now_ns) { return watch.judge(now_ns); };
  }
  const meter::Ended ended = meter::run(launch, signals);
  watch.clear();
  if (ended.started_error != 0) {
    ::unlink(ended.journal_path.c_str());
    return not_started(words.command.front(), ended.started_error);
  }
  const int status = finish(words, plan, catalogue, reader, ended);
  if (ended.signal == 0) return status;
  meter::die_of(ended.signal);
  return kSignalled + ended.signal;
}

}  // namespace

CommandLine define_measure() {
  const auto words = std::make_shared<MeasureWords>();
  CommandLine line;
  words->add_to(line);
  line.action = [words] { return run_measure(*words); };
  return line;
}

}  // namespace co2est::cli
