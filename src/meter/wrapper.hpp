// Knows the process that the caller started: it starts the command and the sampler, passes signals
// on, and hands the command's end back.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "meter/journal.hpp"
#include "meter/machine.hpp"
#include "meter/signals.hpp"

namespace co2est::meter {

struct Launch {
  std::vector<std::string> command;  ///< not empty
  Machine machine;
  Header header;        ///< of the journal; times are filled in here
  std::string journal;  ///< its path; must not exist
  std::string trace;    ///< path of a CSV of every reading; empty: none
  bool passes_signals = true;
  bool keeps_child = false;  ///< the command lives on where the wrapper is killed
  bool tells = false;        ///< `on_line` is called
  // None of these may throw: the command runs meanwhile.
  /// Called with each line of the journal as it is written, where `tells` is set.
  std::function<void(std::string_view line)> on_line;
  /// Called about once a second while the command runs. A signal that it returns is sent to the
  /// command, and the record says that `stopper` ended it; 0: none.
  std::function<int(std::int64_t now_ns)> on_time;
  std::string stopper;
  /// Called with every line of the journal when all has ended.
  std::function<void(std::string_view line)> read_line;
};

/// How a launch ended.
struct Ended {
  int started_error = 0;  ///< errno of the start; 0: the command ran
  int status = 0;         ///< exit status, where signal is 0
  int signal = 0;
  std::string journal_path;
  std::string refusal;  ///< why the journal could not be written to its file; empty: it was
};

/// Runs the command to its end. The environment of the command is this process's with
/// CO2EST_ACTIVE ("<run id>:<boot id>") and CO2EST_MARK (a FIFO that takes marks, one a line).
/// `signals` has been taken before anything else of a launch was done.
/// Throws Error (environment) where nothing could be started.
Ended run(const Launch& launch, const Signals& signals);

}  // namespace co2est::meter
