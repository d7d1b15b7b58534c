#include "meter/allotment.hpp"

#include <sched.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>
#include <string_view>

#include "meter/cpu_time.hpp"
#include "meter/launcher.hpp"
#include "text/list.hpp"

namespace co2est::meter {
namespace {

/// The number at the start of a text; 0 where there is none.
int leading(std::string_view text) {
  int value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

/// CPUs on the node of this place in "16(x2),8": 16 on two nodes, 8 on the third.
int of_node(std::string_view list, int node) {
  int cpus = 0;
  for_each_item(
      list,
      [&](std::string_view item) {
        const std::size_t times = item.find("(x");
        const int nodes = times == std::string_view::npos ? 1 : leading(item.substr(times + 2));
        if (node >= 0 && node < nodes) cpus = leading(item);
        node -= nodes;
      },
      ",");
  return cpus;
}

int slurm_cpus(const Machine& machine) {
  const auto list = machine.variable("SLURM_JOB_CPUS_PER_NODE");
  if (!list) return 0;
  return of_node(*list, leading(machine.variable("SLURM_NODEID").value_or("0")));
}

/// How many there are in "0-3,8,10-11".
int count_in(std::string_view list) {
  int cpus = 0;
  for_each_item(
      list,
      [&](std::string_view item) {
        const std::size_t dash = item.find('-');
        const int first = leading(item);
        cpus += dash == std::string_view::npos ? 1 : leading(item.substr(dash + 1)) - first + 1;
      },
      ",");
  return cpus;
}

int group_cpus(const Machine& machine) {
  const std::string stat = CpuTimes(machine).own_file();
  if (stat.empty()) return 0;
  const std::string file = stat.substr(0, stat.rfind('/')) + "/cpuset.cpus.effective";
  return count_in(read_small_file(file).value_or(""));
}

int own_cpus() {
  cpu_set_t allowed;
  return ::sched_getaffinity(0, sizeof allowed, &allowed) == 0 ? CPU_COUNT(&allowed) : 0;
}

}  // namespace

int allotted_cpus(const Machine& machine, int online) {
  int cpus = slurm_cpus(machine);
  if (cpus <= 0) {
    cpus = group_cpus(machine);
    const int own = own_cpus();
    const bool is_rank = !launcher_of(machine).job.empty();
    if (own > 0 && !is_rank) cpus = cpus > 0 ? std::min(cpus, own) : own;
  }
  return cpus > 0 ? std::min(cpus, online) : online;
}

}  // namespace co2est::meter
