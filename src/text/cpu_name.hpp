// Knows how the name of a CPU is spelled: by /proc/cpuinfo, by its maker, by people.
#pragma once

#include <string>
#include <string_view>

namespace co2est {

/// What of a CPU's name is its model, in one spelling: "Intel(R) Xeon(R) CPU E5-2690 v4 @ 2.60GHz"
/// and "Xeon E5-2690 v4" become "e52690v4". Vendor, trade marks, generation, number of cores,
/// clock, graphics and remarks in brackets go. A name without a model number keeps its series
/// alone, and no part of a name ever stands for the whole.
std::string fold_cpu(std::string_view name);

}  // namespace co2est
