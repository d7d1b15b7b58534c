#include "meter/survey.hpp"

#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fcntl.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <limits>
#include <optional>
#include <utility>

#include "meter/clock.hpp"
#include "meter/survey_text.hpp"

namespace co2est::meter {
namespace {

constexpr std::int64_t kMillisecond = 1'000'000;

/// In this process: opens, and reads until the trial is over.
Survey survey_here(const SourceKind& kind, const Machine& machine, const SurveyPlan& plan) {
  Opened opened = kind.open(machine);
  Survey found{&kind, std::move(opened.findings), {}};
  if (!opened.source) return found;
  for (const Channel& channel : opened.source->channels())
    found.channels.push_back({channel, {}, {}, 0});
  std::vector<Reading> readings(found.channels.size());
  opened.source->read(readings);
  std::vector<double> counters_j;  // the last that held; NaN: none, and so is a step from it
  for (const Reading& reading : readings)
    counters_j.push_back(reading.energy_j.value_or(std::numeric_limits<double>::quiet_NaN()));
  constexpr std::int64_t kPause = 10 * kMillisecond;
  const std::int64_t end_ns = monotonic_ns() + plan.trial_ns;
  for (bool again = true; again;) {
    again = monotonic_ns() < end_ns;
    opened.source->read(readings);
    for (std::size_t i = 0; i < readings.size(); ++i) {
      ChannelTrial& trial = found.channels[i];
      const double now_j = readings[i].energy_j.value_or(counters_j[i]);
      const double step = now_j - std::exchange(counters_j[i], now_j);
      if (step > 0 && (trial.seen_step_j == 0 || step < trial.seen_step_j))
        trial.seen_step_j = step;
      trial.last = readings[i];
      trial.fault = readings[i].fault;
    }
    const timespec pause{0, kPause};
    if (again) ::nanosleep(&pause, nullptr);
  }
  return found;
}

void write_all(int file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t sent = ::write(file, text.data(), text.size());
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) return;
    text.remove_prefix(static_cast<std::size_t>(sent));
  }
}

/// All that comes before the other end closes; nothing where that takes too long.
std::optional<std::string> read_until(int file, std::int64_t deadline_ns) {
  std::string text;
  std::array<char, 4096> block{};
  for (;;) {
    const std::int64_t left_ns = std::max<std::int64_t>(deadline_ns - monotonic_ns(), 0);
    pollfd polled{file, POLLIN, 0};
    const int ready = ::poll(&polled, 1, static_cast<int>(left_ns / kMillisecond) + 1);
    if (ready < 0 && errno == EINTR) continue;
    if (ready <= 0) return std::nullopt;
    const ssize_t got = ::read(file, block.data(), block.size());
    if (got <= 0) return text;
    text.append(block.data(), static_cast<std::size_t>(got));
  }
}

/// How a child ended; a killed one that is stuck in a driver is not waited for.
std::optional<int> status_of(pid_t child, std::int64_t deadline_ns) {
  for (;;) {
    int status = 0;
    if (::waitpid(child, &status, WNOHANG) == child) return status;
    if (monotonic_ns() > deadline_ns) return std::nullopt;
    const timespec pause{0, kMillisecond};
    ::nanosleep(&pause, nullptr);
  }
}

Survey failed(const SourceKind& kind, std::string reason) {
  return {&kind,
          {{std::string(kind.name), "its library", Standing::unusable, std::move(reason), ""}},
          {}};
}

std::string seconds_text(std::int64_t ns) {
  constexpr std::int64_t kTenths = 100 * kMillisecond;
  std::string text = std::to_string(ns / kTenths / 10);
  if (ns / kTenths % 10 != 0) text += "." + std::to_string(ns / kTenths % 10);
  return text + " s";
}

[[noreturn]] void answer(int file, const SourceKind& kind, const Machine& machine,
                         const SurveyPlan& plan) {
  const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
  ::dup2(nowhere, STDOUT_FILENO);  // what a library prints is no part of a report
  write_all(file, to_text(survey_here(kind, machine, plan)));
  ::_exit(0);
}

Survey survey_apart(const SourceKind& kind, const Machine& machine, const SurveyPlan& plan) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return failed(kind, std::strerror(errno));
  const pid_t child = ::fork();
  if (child == 0) answer(ends[1], kind, machine, plan);
  ::close(ends[1]);
  if (child < 0) {
    ::close(ends[0]);
    return failed(kind, std::strerror(errno));
  }
  const auto text = read_until(ends[0], monotonic_ns() + plan.patience_ns);
  ::close(ends[0]);
  if (!text) ::kill(child, SIGKILL);
  constexpr std::int64_t kBurial = 1000 * kMillisecond;
  const auto status = status_of(child, monotonic_ns() + kBurial);
  if (!text) return failed(kind, "did not answer within " + seconds_text(plan.patience_ns));
  if (status && WIFSIGNALED(*status))
    return failed(kind, "crashed (" + std::string(::strsignal(WTERMSIG(*status))) + ")");
  auto found = survey_in(*text, kind);
  return found ? std::move(*found) : failed(kind, "ended the process that asked it");
}

}  // namespace

bool Survey::gives() const {
  return std::any_of(channels.begin(), channels.end(),
                     [](const ChannelTrial& trial) { return trial.held(); });
}

Standing Survey::standing() const {
  if (gives()) return Standing::used;
  for (const Standing one : {Standing::denied, Standing::unusable, Standing::contained}) {
    if (std::any_of(findings.begin(), findings.end(),
                    [&](const Finding& finding) { return finding.standing == one; }))
      return one;
  }
  return channels.empty() ? Standing::absent : Standing::unusable;
}

Survey survey(const SourceKind& kind, const Machine& machine, const SurveyPlan& plan) {
  return kind.foreign ? survey_apart(kind, machine, plan) : survey_here(kind, machine, plan);
}

}  // namespace co2est::meter
