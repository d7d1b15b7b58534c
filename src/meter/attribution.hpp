// Knows which part of a shared machine's energy is ours: of what it takes idle by the CPUs that we
// may use, of what it takes beyond by the CPU time that we used.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "meter/recording.hpp"

namespace co2est::meter {

/// J of one stretch of time, and who used its CPUs.
struct Stretch {
  double energy_j = 0;
  double seconds = 0;
  double own_cpu_s = 0;   ///< ours
  double busy_cpu_s = 0;  ///< everybody's, ours among them
  double capacity_s = 0;  ///< CPU seconds that the machine could give; 0: not known
};

/// Ours of a channel's energy. The idle power of the machine is not known: it is taken as the
/// least mean power of any stretch, or as `least_w` where that is known (not 0) and less, and no
/// more of a stretch's energy than the part of its CPU time that nobody took: bounds from above.
/// `allotted` is our CPUs over all, 0 to 1.
/// Whatever way a machine is divided, the parts of all add up to its energy: idle by CPUs that
/// were allotted, dynamic by CPU time; without any CPU time dynamic energy goes by CPUs as well.
struct Part {
  double idle_j = 0, dynamic_j = 0;
  [[nodiscard]] double sum_j() const { return idle_j + dynamic_j; }
};
std::vector<Part> parts_of(const std::vector<Stretch>& stretches, double allotted,
                           double least_w = 0);

/// Whether others shared the machine: fewer CPUs are ours than there are, or others used more than
/// a tenth of what ran and a twentieth of the machine.
bool is_shared(const Recording& recording);

/// CPU seconds of the command by now: of our control group, else of the command and the children it
/// waited for; nothing where nobody told.
std::optional<double> command_cpu_s(const Recording& recording);

/// CPUs that are ours over all of the machine, 0 to 1.
double allotted_share(const Recording& recording);

}  // namespace co2est::meter
