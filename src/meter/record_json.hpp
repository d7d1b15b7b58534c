// Knows the key `record` of a run file that `measure` writes: how it was measured, by whom, and
// what was missing.
#pragma once

#include <string>
#include <vector>

#include "meter/shares.hpp"

namespace co2est::meter {

/// JSON text of an object.
std::string record_json(const Recording& recording, const Shares& shares);

/// Whether less is known than the run: it was cut off, or a channel was read for less than 95 % of
/// the time.
bool is_partial(const Recording& recording, const Shares& shares);

/// What a person must know at once: what was not measured, repaired or doubted. Each a sentence
/// without a full stop.
std::vector<std::string> warnings_of(const Recording& recording, const Shares& shares);

}  // namespace co2est::meter
