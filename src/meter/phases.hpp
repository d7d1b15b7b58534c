// Knows what marks make of a run: phases with their time and energy, and from phases that repeat a
// prediction of the rest.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "meter/shares.hpp"

namespace co2est::meter {

/// "epoch 3/90": a word, a number, and how many there will be; the latter may be absent.
struct MarkText {
  std::string name;
  std::optional<double> number, of;
};
MarkText read_mark(std::string_view text);

/// From one mark to the next, or to the end.
struct Phase {
  std::string text;  ///< of the mark that begins it; empty before the first
  double begin_s = 0, end_s = 0;
  double energy_j = 0;
};

/// The run cut at its marks; the energies add up to that of the run. Empty without marks.
std::vector<Phase> phases_of(const Recording& recording, const Shares& shares);

/// What the whole run will take, by the phases that have ended: their mean, with an interval of 90
/// % by Student's t for the sum of those that are still to come, and at least two of them.
struct Prediction {
  std::string name;                                                ///< "epoch"
  double done = 0, all = 0;                                        ///< phases
  double duration_s = 0, duration_low_s = 0, duration_high_s = 0;  ///< of the whole run
  double energy_j = 0, energy_low_j = 0, energy_high_j = 0;
};

/// Nothing where no mark says how many there will be, or too few have passed. A phase ends where
/// the next of its name begins; the last of `all` ends with the run.
std::optional<Prediction> predict(const std::vector<Phase>& phases, bool ended);

/// Phases and prediction as JSON text: {"phases": [...], "prediction": {...}}; {} without marks.
std::string phases_json(const Recording& recording, const Shares& shares);

}  // namespace co2est::meter
