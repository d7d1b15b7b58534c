// Knows the remarks that an estimate carries about itself: each has a code that never changes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace co2est {

enum class Severity : std::uint8_t { info, warning };

/// One per row of the table in src/text/note.cpp, in the same order.
enum class NoteCode : std::uint8_t {
  accounting_substituted,
  device_hours_mismatch,
  facility_complete,
  final_run_only,
  gpu_only,
  grid_age,
  grid_assumed,
  grid_year,
  host_counted_once,
  host_modelled,
  host_partial,
  hours_multiplied,
  intensity_implausible,
  market_residual,
  market_zero,
  mixed_accounting,
  model_unknown,
  power_above_tdp,
  power_at_tdp,
  power_unknown,
  pue_assumed,
  pue_implausible,
  pue_in_energy,
  pue_year,
  factor_unverified,
  extrapolated,
  accounting_unknown,
  embodied_unknown,
  price_year,
  state_generation,
  instance_unverified,
  two_devices,
  part_of_board,
  clouds_differ,
  partial,
  grid_around,
  grid_modelled,
  mixed_gases,
};

/// A remark with the numbers and the name that its text mentions; the text is made by `text_of`.
struct Note {
  NoteCode code{};
  std::string where;    ///< JSON pointer into the run
  std::string subject;  ///< a name that the text mentions
  double a = 0.0;       ///< numbers that the text mentions, in the order of the table
  double b = 0.0;
  double c = 0.0;
  std::uint64_t times = 1;  ///< in a total: how many runs raised it
  bool merged = false;      ///< in a total: the numbers differ by run, the subject may be a list
};

std::string_view code_of(const Note& note);
Severity severity_of(const Note& note);
std::string text_of(const Note& note);

}  // namespace co2est
