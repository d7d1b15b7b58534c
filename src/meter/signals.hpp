// Knows which signals a wrapper passes on, so that the command gets each exactly as often as
// without the wrapper.
#pragma once

#include <signal.h>
#include <sys/signalfd.h>
#include <sys/types.h>

#include "meter/child.hpp"

namespace co2est::meter {

/// Keeps signals from interrupting this process; they are read from `descriptor()` instead. They
/// stay blocked for good: what comes after the command's end must not replace its status.
class Signals {
 public:
  /// `pipe_ignored`: whether SIGPIPE was ignored before this program ignored it.
  explicit Signals(bool pipe_ignored);
  ~Signals();
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;

  [[nodiscard]] int descriptor() const { return descriptor_; }
  [[nodiscard]] const Inherited& inherited() const { return inherited_; }
  /// The next signal; false where none is waiting.
  bool next(signalfd_siginfo& info) const;

 private:
  int descriptor_ = -1;
  Inherited inherited_;
};

/// Whether a signal that reached this process is to be passed on. What the kernel sends to a whole
/// foreground group (Ctrl-C, Ctrl-\, Ctrl-Z, a change of the window) has reached the command as
/// well; a hangup of the terminal reaches the leader of the session alone. What this process
/// brought upon itself, such as SIGXFSZ, is its own.
bool is_passed_on(const signalfd_siginfo& info);

/// Sends it, with the value that came with it.
void pass_on(const signalfd_siginfo& info, pid_t command);

/// Ends this process as `signal` ended the command, without a core of its own. Returns where the
/// system does not let it, as for the first process of a container.
void die_of(int signal);

/// Stops this process, as the command was stopped; returns when it goes on.
void stop_self();

}  // namespace co2est::meter
