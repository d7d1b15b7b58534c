// Knows every way to open a source: one declaration for each row of the table of sources.
#pragma once

#include "meter/source.hpp"

namespace co2est::meter {

Opened open_powercap(const Machine& machine);
Opened open_perf_power(const Machine& machine);
Opened open_amdgpu(const Machine& machine);
Opened open_intel_gpu(const Machine& machine);
Opened open_power_meter(const Machine& machine);
Opened open_cray(const Machine& machine);
Opened open_replay(const Machine& machine);

/// Whether powercap gives the counter of at least one package to this user. perf_event has the same
/// counters and asks this first.
bool powercap_gives_package(const Machine& machine);

}  // namespace co2est::meter
