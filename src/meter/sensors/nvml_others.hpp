// Knows who else computes on a GPU than the command that is measured.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "meter/machine.hpp"
#include "meter/sensors/nvml_library.hpp"

namespace co2est::meter::nvml {

/// What a channel is told of somebody who came after the command.
inline constexpr std::string_view kLateOthers =
    "a process of somebody else computed on it while the command ran: its energy may not be this "
    "run's alone";

/// The command has not begun: what computes now is another's, or an earlier part of this run.
/// Empty: nobody.
std::string others_at_begin(const Calls& calls, Device device);

/// Looks a second time, when the command is there as well.
class Others {
 public:
  explicit Others(const Machine& machine);

  /// True once, a while after it was made.
  bool are_due();
  /// Whether a process computes on the GPU that neither the wrapper's command nor, among ranks of a
  /// launcher, this user has started. False where that cannot be seen: process ids are the host's,
  /// and say nothing within a container.
  [[nodiscard]] bool compute_on(const Calls& calls, Device device) const;

 private:
  [[nodiscard]] bool is_foreign(pid_t pid) const;

  std::int64_t due_ns_ = 0;  ///< 0: never
  pid_t family_;             ///< from which all of the command descends
  bool among_ranks_;
};

}  // namespace co2est::meter::nvml
