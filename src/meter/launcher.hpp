// Knows what launchers say of a process: which job, which rank, how many beside it on the node.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "meter/machine.hpp"

namespace co2est::meter {

struct Launcher {
  std::string job;         ///< the same in every rank of a job, and in no other; empty: none
  std::string rank;        ///< empty where no launcher gave one
  std::string local_size;  ///< ranks on this node; empty: not said
  std::vector<std::pair<std::string, std::string>> variables;  ///< those that said it
};

/// Of srun, torchrun, Open MPI, MPICH and Intel MPI (Hydra), PALS, MVAPICH, Flux.
Launcher launcher_of(const Machine& machine);

}  // namespace co2est::meter
