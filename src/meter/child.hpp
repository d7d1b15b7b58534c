// Knows how a command is started so that it finds everything as if nobody stood in between: its
// descriptors, its signals, its group.
#pragma once

#include <signal.h>
#include <sys/types.h>

#include <string>
#include <utility>
#include <vector>

namespace co2est::meter {

/// What this process inherited and changed for itself; the command gets it back.
struct Inherited {
  sigset_t mask{};
  bool pipe_ignored = false;   ///< SIGPIPE
  bool child_ignored = false;  ///< SIGCHLD
};

/// A command that waits to be let go.
class Child {
 public:
  /// Forks. In the new process nothing but the system's calls runs until the command does.
  /// `dies_with_us`: the system kills the command where this process is killed.
  /// Throws Error (environment) where the system has no process to give.
  Child(const std::vector<std::string>& command,
        const std::vector<std::pair<std::string, std::string>>& variables,
        const Inherited& inherited, bool dies_with_us);
  ~Child();
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  [[nodiscard]] pid_t pid() const { return pid_; }
  /// Lets it go.
  void start();
  /// Readable once it is known whether the command runs; -1 after `started()` has told.
  [[nodiscard]] int descriptor() const { return failed_; }
  /// The error of execvp, or 0 where the command runs; waits until that is known.
  int started();
  /// In another process that was forked from this one: lets go of what start() needs.
  void close_ends();

 private:
  pid_t pid_ = -1;
  int go_ = -1;      ///< a byte lets it go; closed without one ends it
  int failed_ = -1;  ///< errno of execvp comes here
};

}  // namespace co2est::meter
