// Knows what the `record` of a run file says about how the file was made.
#pragma once

#include <string_view>

namespace co2est {

/// The "method" in the record of a file that `co2est extrapolate` wrote.
inline constexpr std::string_view kExtrapolatedSlice = "extrapolated slice";

/// Whether `record`, an object as JSON text, says "method": "extrapolated slice" itself, not in
/// something nested.
bool says_extrapolated(std::string_view record);

/// Whether it says "partial": true itself: what was measured is less than the run.
bool says_partial(std::string_view record);

}  // namespace co2est
