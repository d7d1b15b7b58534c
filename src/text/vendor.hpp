// Knows the vendors whose name drivers print before a device, or leave out.
#pragma once

#include <string>
#include <string_view>

namespace co2est {

/// A name as it is compared: folded, without a vendor at its beginning, and "RTX 2080 Ti" as
/// "RTX2080Ti".
std::string fold_device(std::string_view name);

/// A text as it is shown where room is scarce: without any vendor's name.
std::string without_vendors(std::string_view text);

}  // namespace co2est
