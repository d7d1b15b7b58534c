// Knows what is watched while a measured command runs: a live line on the terminal, and a limit
// that stops the command.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "cli/measured.hpp"

namespace co2est::cli {

/// --stop-at: what is not to be exceeded, and how the command is asked to end.
struct StopRule {
  std::optional<double> co2e_kg, energy_kwh;  ///< one of them
  int signal = 0;                             ///< sent when it is reached
  double grace_s = 0;                         ///< after which TERM is sent
  [[nodiscard]] bool any() const { return co2e_kg || energy_kwh; }
};

/// Reads the lines of a journal as they are written, and judges about once a second.
class Watch {
 public:
  Watch(const Overrides& overrides, const Catalogue& catalogue, StopRule rule, bool progress)
      : overrides_(overrides), catalogue_(catalogue), rule_(rule), progress_(progress) {}

  void take(std::string_view line);
  /// A signal to send to the command, or 0.
  int judge(std::int64_t now_ns);
  /// Takes the live line off the terminal.
  void clear();

 private:
  int stop(double share, std::int64_t now_ns);
  void show(const Measured& measured, const Estimate& figure);

  const Overrides& overrides_;
  const Catalogue& catalogue_;
  StopRule rule_;
  bool progress_ = false;
  meter::JournalReader reader_;
  bool news_ = false, warned_ = false, shown_ = false, terminated_ = false;
  std::int64_t signalled_ns_ = 0;
};

}  // namespace co2est::cli
