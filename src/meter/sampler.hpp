// Knows the process that measures: it opens the sensors, reads them until the command has ended,
// and writes the journal.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

#include "meter/journal.hpp"
#include "meter/machine.hpp"
#include "meter/threaded_source.hpp"
#include "meter/trace.hpp"

namespace co2est::meter {

struct SamplerPlan {
  Machine machine;
  std::string boot_id;
  std::int64_t start_ns = 0;  ///< "at_s" counts from here
  std::int64_t period_ns = 0;
  int ordinal = 1;            ///< of the sampler: its sums begin at 0
  std::uint32_t without = 0;  ///< bits of the kinds of source that are left out after a crash
  int command = -1;           ///< pidfd of the command; -1 where the system has none
  pid_t command_pid = -1;
  int wrapper = -1;            ///< socket: see below; closed: wrapper lost
  int marks = -1;              ///< FIFO; -1: none
  TraceFile* trace = nullptr;  ///< for every reading; null: none
  bool tells = false;          ///< whether the wrapper wants every line that is written
  bool outlives = false;       ///< goes on without the wrapper until the command ends
};

/// What the sampler sends first, when the first readings stand.
inline constexpr char kReady = 'r';
/// What the wrapper sends: the command has ended; the command is stopped and the wrapper stops as
/// well; the wrapper goes on.
inline constexpr char kEnded = 'e';
inline constexpr char kStopped = 's';
inline constexpr char kGoesOn = 'g';

/// Samples until the command ends or the wrapper is lost. Runs in a process of its own.
void run_sampler(const SamplerPlan& plan, JournalFile& journal, InsideBits& inside);

}  // namespace co2est::meter
