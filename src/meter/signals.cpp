#include "meter/signals.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <array>

namespace co2est::meter {
namespace {

/// All that can be caught, but for those that a fault of this process raises.
sigset_t passable() {
  constexpr std::array kOurs{SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGSYS, SIGABRT, SIGPIPE};
  sigset_t set;
  ::sigfillset(&set);
  for (const int signal : kOurs)
    ::sigdelset(&set, signal);
  return set;
}

}  // namespace

Signals::Signals(bool pipe_ignored) {
  inherited_.pipe_ignored = pipe_ignored;
  struct sigaction action {};
  ::sigaction(SIGCHLD, nullptr, &action);
  inherited_.child_ignored = action.sa_handler == SIG_IGN;
  if (inherited_.child_ignored) {  // else the command's end could not be waited for
    action = {};
    action.sa_handler = SIG_DFL;
    ::sigaction(SIGCHLD, &action, nullptr);
  }
  const sigset_t set = passable();
  ::sigprocmask(SIG_BLOCK, &set, &inherited_.mask);
  descriptor_ = ::signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

Signals::~Signals() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

bool Signals::next(signalfd_siginfo& info) const {
  return ::read(descriptor_, &info, sizeof info) == static_cast<ssize_t>(sizeof info);
}

bool is_passed_on(const signalfd_siginfo& info) {
  const auto signal = static_cast<int>(info.ssi_signo);
  if (signal == SIGCHLD || info.ssi_pid == static_cast<std::uint32_t>(::getpid())) return false;
  const bool of_kernel = info.ssi_code > 0;
  if (!of_kernel) return true;
  return signal == SIGHUP && ::getsid(0) == ::getpid();
}

void pass_on(const signalfd_siginfo& info, pid_t command) {
  const auto signal = static_cast<int>(info.ssi_signo);
  if (info.ssi_code == SI_QUEUE) {
    sigval value{};
    value.sival_ptr = reinterpret_cast<void*>(info.ssi_ptr);  // NOLINT: as it was sent
    if (::sigqueue(command, signal, value) == 0) return;
  }
  ::kill(command, signal);
}

void die_of(int signal) {
  const rlimit none{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
  struct sigaction action {};
  action.sa_handler = SIG_DFL;
  ::sigaction(signal, &action, nullptr);
  sigset_t set;
  ::sigemptyset(&set);
  ::sigaddset(&set, signal);
  ::kill(::getpid(), signal);
  ::sigprocmask(SIG_UNBLOCK, &set, nullptr);
}

/// By SIGSTOP, whatever stopped the command: a group without a shell ignores the terminal's stops.
void stop_self() {
  ::kill(::getpid(), SIGSTOP);
}

}  // namespace co2est::meter
