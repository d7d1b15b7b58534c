// Knows what each channel adds to a run: which of them count, and what of them is ours.
#pragma once

#include <string>
#include <vector>

#include "meter/attribution.hpp"
#include "meter/energy.hpp"
#include "meter/recording.hpp"

namespace co2est::meter {

/// One channel's part in the run.
struct ChannelShare {
  const ChannelRecord* record = nullptr;
  ChannelEnergy energy;
  bool counts = false;           ///< it is known, and no other that counts contains it
  bool covered = false;          ///< another that counts contains it
  std::string left_out;          ///< why it does not; empty where it does
  double ours_j = 0;             ///< J
  double idle_j = 0;             ///< J of them that our CPUs take idle; where it is shared
  std::vector<double> slices_j;  ///< J, by Recording::slices; they add up to ours_j
};

/// Whether a device that should have been read is without a figure, and nothing else that counts
/// covers it: its energy is unknown, and not 0.
bool is_missing(const ChannelShare& share);

struct Shares {
  bool shared = false;  ///< of CPU and memory; else all of theirs is ours
  std::vector<ChannelShare> channels;
};

Shares shares_of(const Recording& recording, Sharing sharing);

}  // namespace co2est::meter
