#include "meter/wrapper.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <new>

#include "co2est/error.hpp"
#include "meter/clock.hpp"
#include "meter/descriptors.hpp"
#include "meter/mark_fifo.hpp"
#include "meter/processes.hpp"
#include "meter/sampler.hpp"
#include "meter/sampler_process.hpp"
#include "meter/trace.hpp"

namespace co2est::meter {
namespace {

constexpr std::int64_t kSecond = 1'000'000'000;
constexpr std::int64_t kBaselinePatience = 5 * kSecond / 2;  // the sampler gives up after 2 s
constexpr std::int64_t kLastPatience = 2 * kSecond;

double seconds_of(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
}

double cpu_s(const rusage& usage) {
  return seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime);
}

class Wrapper {
 public:
  Wrapper(const Launch& launch, const Signals& signals)
      : launch_(launch),
        signals_(signals),
        header_(launch.header),
        trace_(launch.trace),
        journal_(launch.journal, launch.header.run_id),
        marks_(launch.machine),
        start_ns_(monotonic_ns()) {
    header_.start_ns = start_ns_;
    header_.start_utc_ms = utc_ms();
    const std::string line = header_line(header_);
    journal_.append(line);
    if (launch_.on_line) launch_.on_line(line);
  }
  ~Wrapper() { marks_.remove(); }
  Wrapper(const Wrapper&) = delete;
  Wrapper& operator=(const Wrapper&) = delete;

  Ended run() {
    ::prctl(PR_SET_CHILD_SUBREAPER, 1);
    child_.emplace(launch_.command, variables(), signals_.inherited(), !launch_.keeps_child);
    command_ = child_->pid();
    command_fd_ = static_cast<int>(::syscall(SYS_pidfd_open, command_, 0));
    leave_streams_to_command();
    start_sampler();
    await(monotonic_ns() + kBaselinePatience,
          [this] { return sampler_.is_ready() || !sampler_.runs(); });
    begun_ns_ = monotonic_ns();
    child_->start();
    await(0, [this] { return command_ended_ && child_->descriptor() < 0; });
    finish();
    return std::move(ended_);
  }

 private:
  [[nodiscard]] double at_s() const {
    return static_cast<double>(monotonic_ns() - start_ns_) * 1e-9;
  }

  [[nodiscard]] std::vector<std::pair<std::string, std::string>> variables() const {
    std::vector<std::pair<std::string, std::string>> variables{
        {"CO2EST_ACTIVE", header_.run_id + ":" + header_.host.boot_id}};
    if (!marks_.path().empty()) variables.emplace_back("CO2EST_MARK", marks_.path());
    return variables;
  }

  void start_sampler() {
    if (const int error = sampler_.start([this](int socket) { be_sampler(socket); }))
      journal_.append(event_line(at_s(), "sampler-not-started", std::strerror(error)));
  }

  void be_sampler(int socket) {
    child_->close_ends();
    SamplerPlan plan;
    plan.machine = launch_.machine;
    plan.boot_id = header_.host.boot_id;
    plan.start_ns = start_ns_;
    plan.ordinal = sampler_.started();
    plan.period_ns = static_cast<std::int64_t>(header_.period_s * 1e9);
    plan.without = sampler_.without();
    plan.command = command_fd_;
    plan.command_pid = command_;
    plan.wrapper = socket;
    plan.marks = marks_.descriptor();
    plan.trace = &trace_;
    plan.tells = launch_.tells;
    plan.outlives = launch_.keeps_child;
    try {
      run_sampler(plan, journal_, sampler_.inside());
    } catch (const std::exception& error) {
      journal_.append(event_line(at_s(), "sampler-failed", error.what()));
      ::_exit(1);
    }
    marks_.remove();  // nobody listens any more, and the wrapper may be lost by now
  }

  /// Serves signals and the sampler until `done`, or until the deadline where there is one.
  template <typename Done>
  void await(std::int64_t deadline_ns, Done done) {
    while (!done()) {
      std::int64_t left = deadline_ns > 0 ? deadline_ns - monotonic_ns() : -1;
      if (deadline_ns > 0 && left <= 0) return;
      const bool awake = launch_.on_time || !sampler_.runs();  // who drops the marks, then
      if (awake && !command_ended_) left = left < 0 ? kSecond : std::min(left, kSecond);
      if (!sampler_.runs()) marks_.drain();
      const int started = begun_ns_ > 0 ? child_->descriptor() : -1;
      std::array<pollfd, 3> polled{{{signals_.descriptor(), POLLIN, 0},
                                    {sampler_.descriptor(), POLLIN, 0},
                                    {started, POLLIN, 0}}};
      const timespec time{left / kSecond, left % kSecond};
      ::ppoll(polled.data(), polled.size(), left < 0 ? nullptr : &time, nullptr);
      if (polled[1].revents != 0) sampler_.hear(launch_.on_line);
      if (polled[2].revents != 0) ended_.started_error = child_->started();
      take_signals();
      if (launch_.on_time && begun_ns_ > 0 && !command_ended_)
        send(launch_.on_time(monotonic_ns()));
    }
  }

  void send(int signal) {
    if (signal == 0) return;
    ::kill(command_, signal);
    exit_.stopped_by = launch_.stopper;
    journal_.append(event_line(at_s(), "stopped", launch_.stopper));
  }

  void take_signals() {
    signalfd_siginfo info{};
    while (signals_.next(info)) {
      if (static_cast<int>(info.ssi_signo) == SIGCHLD) {
        reap();
      } else if (launch_.passes_signals && !command_ended_ && is_passed_on(info)) {
        pass_on(info, command_);
      }
    }
  }

  void reap() {
    int status = 0;
    rusage usage{};
    for (pid_t pid = 0; (pid = ::wait4(-1, &status, WNOHANG | WUNTRACED, &usage)) > 0;) {
      if (pid == command_) take_command(status, usage);
      if (pid == sampler_.pid() && !WIFSTOPPED(status)) take_sampler(status);
    }
  }

  void take_command(int status, const rusage& usage) {
    if (WIFSTOPPED(status)) return stop();
    command_ended_ = true;
    exit_.at_s = at_s();
    if (begun_ns_ > 0) exit_.duration_s = static_cast<double>(monotonic_ns() - begun_ns_) * 1e-9;
    exit_.cpu_s = cpu_s(usage);
    ended_.signal = exit_.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    ended_.status = exit_.status = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
    sampler_.tell(kEnded);
  }

  /// The command was stopped: so are we, until somebody lets us go on; and then so does it.
  void stop() {
    sampler_.tell(kStopped);
    stop_self();
    sampler_.tell(kGoesOn);
    signalfd_siginfo info{};
    while (signals_.next(info)) {  // the signal that woke us among them
      if (static_cast<int>(info.ssi_signo) != SIGCONT && is_passed_on(info))
        pass_on(info, command_);
    }
    siginfo_t state{};
    if (::waitid(P_PID, static_cast<id_t>(command_), &state, WCONTINUED | WNOHANG) != 0 ||
        state.si_pid == 0)
      ::kill(command_, SIGCONT);
    reap();
  }

  void take_sampler(int status) {
    const std::string how = sampler_.take_end(status);
    if (how.empty()) return;
    journal_.append(event_line(at_s(), "sampler-lost", how));
    if (!command_ended_ && sampler_.may_restart()) start_sampler();
  }

  void finish() {
    await(monotonic_ns() + kLastPatience, [this] { return !sampler_.runs(); });
    if (sampler_.runs()) {
      ::kill(sampler_.pid(), SIGKILL);
      journal_.append(event_line(at_s(), "sampler-stuck", "it did not end in time"));
    }
    if (ended_.started_error == 0) {
      rusage own{};
      ::getrusage(RUSAGE_SELF, &own);
      exit_.wrapper_cpu_s = cpu_s(own);
      exit_.survivors = children_but(sampler_.pid());
      journal_.append(exit_line(exit_));
      if (launch_.read_line) journal_.for_each_line(launch_.read_line);
    }
    ended_.journal_path = journal_.path();
    ended_.refusal = journal_.refusal();
    if (command_fd_ >= 0) ::close(command_fd_);
  }

  const Launch& launch_;
  const Signals& signals_;
  Header header_;
  TraceFile trace_;  // the first that may fail: what comes behind it leaves files
  JournalFile journal_;
  MarkFifo marks_;
  SamplerProcess sampler_;
  std::int64_t start_ns_, begun_ns_ = 0;
  std::optional<Child> child_;
  pid_t command_ = -1;
  int command_fd_ = -1;
  bool command_ended_ = false;
  Exit exit_;
  Ended ended_;
};

}  // namespace

Ended run(const Launch& launch, const Signals& signals) {
  return Wrapper(launch, signals).run();
}

}  // namespace co2est::meter
