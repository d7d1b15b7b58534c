// Knows how many of a machine's CPUs were given to the job that we are part of.
#pragma once

#include "meter/machine.hpp"

namespace co2est::meter {

/// Of `online` CPUs, those of our job on this node: as Slurm says (SLURM_JOB_CPUS_PER_NODE), else
/// as our control group says, else as this process may use. A rank of a launcher is bound to a part
/// of its job's CPUs, so what it may use itself says nothing.
int allotted_cpus(const Machine& machine, int online);

}  // namespace co2est::meter
