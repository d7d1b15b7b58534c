// Knows how a recording becomes a run file: devices with their energy, and a record of how it was
// measured.
#pragma once

#include "co2est/run.hpp"
#include "meter/shares.hpp"

namespace co2est::meter {

/// The run of a recording: one entry for each device that was read, with its energy, its energy by
/// five minutes where there are more than five, sensor, id and host; and `record`. Where no
/// processor was read, an entry models it by its name and the CPU seconds, and one the memory.
/// Of several ranks on a node, one at a time answers for the node; one that has nothing of its own
/// says an energy of 0.
/// grid and pue stay as texts of the header: the caller reads them.
RunSpec run_of(const Recording& recording, const Shares& shares);
/// Whether it is that of such a rank.
bool counts_nothing(const RunSpec& run);

}  // namespace co2est::meter
