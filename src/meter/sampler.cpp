#include "meter/sampler.hpp"

#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <string_view>

#include "meter/clock.hpp"
#include "meter/cpu_time.hpp"
#include "meter/feeds.hpp"
#include "meter/processes.hpp"

namespace co2est::meter {
namespace {

constexpr std::int64_t kSecond = 1'000'000'000;
constexpr std::int64_t kBaselinePatience = 2 * kSecond;
constexpr std::int64_t kLastPatience = kSecond;   // a batch system kills after a notice
constexpr std::int64_t kPatience = kSecond / 5;   // of one period, for a library that hangs
constexpr std::int64_t kStopStep = kSecond / 10;  // while the wrapper is stopped

double own_cpu_s() {
  struct rusage usage {};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

class Sampler {
 public:
  Sampler(const SamplerPlan& plan, JournalFile& journal, InsideBits& inside)
      : plan_(plan),
        journal_(journal),
        feeds_(plan.machine, plan.boot_id, inside),
        cpu_(plan.machine, plan.command_pid) {}

  void run() {
    suspended_ns_ = suspended_ns();
    begin();
    while (!ended_) {
      const std::int64_t deadline = next_deadline();
      wait(deadline);
      if (ended_) break;
      claim();
      sample(monotonic_ns() + std::min(plan_.period_ns, kPatience));
    }
    sample(monotonic_ns() + kLastPatience);
    if (feeds_.give_up()) write_channels();
    write_sums();
    write(end_line({reason_, at_s(), own_cpu_s(), seconds(suspended_ns() - suspended_ns_)}));
    wake_wrapper();
  }

 private:
  static double seconds(std::int64_t ns) { return static_cast<double>(ns) * 1e-9; }
  [[nodiscard]] double at_s() const { return seconds(monotonic_ns() - plan_.start_ns); }

  void begin() {
    const std::int64_t patience = monotonic_ns() + kBaselinePatience;
    feeds_.open(plan_.without, patience);
    begun_ns_ = due_ns_ = monotonic_ns();
    write_channels();
    feeds_.claim();
    if (feeds_.locks().are_needed()) write(held_line(at_s(), feeds_.locks().held()));
    read(patience);
    trace();
    write_sums();
    ::send(plan_.wrapper, &kReady, 1, MSG_DONTWAIT | MSG_NOSIGNAL);
  }

  void write_channels() {
    write(channels_line(plan_.ordinal, feeds_.channels(), feeds_.findings(), at_s()));
  }

  void read(std::int64_t patience_ns) {
    if (feeds_.read(patience_ns)) write_channels();
  }

  /// The next multiple of the period; those that were missed are left out.
  std::int64_t next_deadline() {
    const std::int64_t now = monotonic_ns();
    due_ns_ += plan_.period_ns;
    if (due_ns_ < now) due_ns_ = now + plan_.period_ns - (now - due_ns_) % plan_.period_ns;
    return due_ns_;
  }

  /// What a rank that has ended measured until now.
  void claim() {
    if (feeds_.claim()) write(held_line(at_s(), feeds_.locks().held()));
  }

  void sample(std::int64_t patience_ns) {
    if (feeds_.join(monotonic_ns())) write_channels();
    read(patience_ns);
    trace();
    tell_faults();
    if (monotonic_ns() >= next_line_ns_) write_sums();
    journal_.sync(monotonic_ns());
  }

  void trace() {
    const std::string cut = plan_.trace ? plan_.trace->write(plan_.start_ns, feeds_) : "";
    if (!cut.empty()) write(event_line(at_s(), kTraceCut, cut));
  }

  /// A change in what a channel lacks is an event.
  void tell_faults() {
    faults_.resize(feeds_.sums().size());
    for (std::size_t i = 0; i < faults_.size(); ++i) {
      const std::string_view fault = feeds_.sums()[i].fault();
      if (fault == faults_[i]) continue;
      faults_[i] = fault;
      write(event_line(at_s(), fault.empty() ? "back" : fault, feeds_.channels()[i].id));
    }
  }

  /// Lines become rarer as the run grows: what a kill can cost is 1 % of the run, at most 10 s.
  void write_sums() {
    constexpr std::int64_t kMost = 10 * kSecond, kParts = 100;
    const std::int64_t now = monotonic_ns();
    write(sums_line(seconds(now - plan_.start_ns), utc_ms(), feeds_.sums(), cpu_.read()));
    next_line_ns_ = now + std::min((now - begun_ns_) / kParts, kMost);
  }

  void write(const std::string& line) {
    journal_.append(line);
    if (plan_.tells && !wrapper_lost_)
      ::send(plan_.wrapper, line.data(), line.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
  }

  /// Until the deadline, or the end.
  void wait(std::int64_t deadline_ns) {
    for (std::int64_t left = deadline_ns - monotonic_ns(); left > 0 && !ended_;
         left = deadline_ns - monotonic_ns()) {
      if (wrapper_stopped_) {
        wake_wrapper();
        left = std::min(left, kStopStep);
      }
      std::array<pollfd, 3> polled{{{plan_.command, POLLIN, 0},
                                    {wrapper_lost_ ? -1 : plan_.wrapper, POLLIN, 0},
                                    {plan_.marks, POLLIN, 0}}};
      const timespec time{left / kSecond, left % kSecond};
      if (::ppoll(polled.data(), polled.size(), &time, nullptr) <= 0) continue;
      if (polled[0].revents != 0) end("command-ended");
      if (polled[1].revents != 0) hear_wrapper();
      if (polled[2].revents != 0) take_marks();
    }
  }

  void end(std::string_view reason) {
    if (ended_) return;
    ended_ = true;
    reason_ = reason;
    wake_wrapper();
  }

  void hear_wrapper() {
    char byte = 0;
    const ssize_t got = ::recv(plan_.wrapper, &byte, 1, MSG_DONTWAIT);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (got == 1 && byte == kEnded) return end("command-ended");
    if (got == 1) wrapper_stopped_ = byte == kStopped;
    if (got > 0) return;
    wrapper_lost_ = true;
    wrapper_stopped_ = false;
    if (!plan_.outlives || plan_.command < 0) end("wrapper-lost");
  }

  /// A stopped wrapper cannot see that somebody lets the command alone go on, or kills it.
  void wake_wrapper() const {
    if (!wrapper_stopped_) return;
    const char state = state_of(plan_.command_pid);
    if (state != 'T' && state != 't') ::kill(::getppid(), SIGCONT);
  }

  /// Whole lines of the FIFO, each a mark at this instant.
  void take_marks() {
    constexpr std::size_t kLongest = 256, kRead = 4096;
    const std::size_t size = marks_.size();
    marks_.resize(size + kRead);
    const ssize_t got = ::read(plan_.marks, marks_.data() + size, kRead);
    marks_.resize(size + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
    read(monotonic_ns() + kPatience);
    for (std::size_t end = marks_.find('\n'); end != std::string::npos; end = marks_.find('\n')) {
      if (end > 0) mark(std::string_view(marks_).substr(0, std::min(end, kLongest)));
      marks_.erase(0, end + 1);
    }
    if (marks_.size() > kRead) marks_.clear();
  }

  void mark(std::string_view text) {
    write_sums();
    write(mark_line(at_s(), text));
  }

  const SamplerPlan& plan_;
  JournalFile& journal_;
  Feeds feeds_;
  CpuTimes cpu_;
  std::vector<std::string_view> faults_;
  std::string marks_;
  std::string_view reason_;
  std::int64_t begun_ns_ = 0, due_ns_ = 0, next_line_ns_ = 0, suspended_ns_ = 0;
  bool ended_ = false, wrapper_lost_ = false, wrapper_stopped_ = false;
};

}  // namespace

void run_sampler(const SamplerPlan& plan, JournalFile& journal, InsideBits& inside) {
  Sampler(plan, journal, inside).run();
}

}  // namespace co2est::meter
