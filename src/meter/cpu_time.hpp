// Knows how much CPU time our own control group took, and how much the machine gave to all.
#pragma once

#include <sys/types.h>

#include <string>

#include "meter/journal.hpp"
#include "meter/machine.hpp"

namespace co2est::meter {

/// Reads both counters since boot. The own one is that of the job where a batch system made a group
/// for it, else that of the control group that this process is in (in a container, the
/// container's), unless that is the machine's root.
class CpuTimes {
 public:
  /// `command`: whose CPU time is told as well, with that of the children it waited for.
  explicit CpuTimes(const Machine& machine, pid_t command = -1);
  [[nodiscard]] CpuTime read() const;
  /// Path of the own group's file; empty where there is none.
  [[nodiscard]] const std::string& own_file() const { return own_file_; }

 private:
  std::string stat_file_, own_file_, command_file_;
  double ticks_per_s_ = 100;
};

}  // namespace co2est::meter
