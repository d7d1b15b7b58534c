// Knows which of a channel's two energies counts, and what is wrong with it.
#pragma once

#include <string>
#include <vector>

#include "meter/recording.hpp"

namespace co2est::meter {

/// What one channel used, and how it was found.
struct ChannelEnergy {
  bool known = false;
  bool elsewhere = false;  ///< not known here: it gave figures, and another rank counts them
  bool by_counter = false;
  double joules = 0;    ///< of the whole channel, its share not yet taken
  double coverage = 0;  ///< 0 to 1: time in which it was read over the time in which it was ours
  std::vector<std::string> repairs;  ///< sentences: what was bridged, left out or doubted
};

/// The counter counts, unless it stood still while the power says more than 50 J. Where both say
/// something over more than 60 s and differ by more than a tenth, the larger counts. Time without
/// a sampler is bridged at the channel's mean power. All-zero is unknown, never 0.
ChannelEnergy energy_of(const Recording& recording, const ChannelRecord& record);

}  // namespace co2est::meter
