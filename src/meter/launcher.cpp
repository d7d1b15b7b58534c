#include "meter/launcher.hpp"

#include <array>
#include <string_view>

namespace co2est::meter {
namespace {

/// Names of variables of one launcher. A job is told by all the variables that `job` lists.
struct Row {
  std::array<std::string_view, 3> job;
  std::string_view rank, local_size;
};

// The innermost launcher first: torchrun within a step of srun has ranks of its own.
constexpr std::array kLaunchers{
    Row{{"TORCHELASTIC_RUN_ID", "MASTER_ADDR", "MASTER_PORT"}, "RANK", "LOCAL_WORLD_SIZE"},
    Row{{"PMIX_NAMESPACE", "", ""}, "OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_LOCAL_SIZE"},
    Row{{"OMPI_MCA_orte_hnp_uri", "", ""}, "OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_LOCAL_SIZE"},
    Row{{"PALS_APID", "", ""}, "PALS_RANKID", "PALS_LOCAL_SIZE"},
    Row{{"FLUX_JOB_ID", "", ""}, "FLUX_TASK_RANK", "FLUX_TASK_LOCAL_SIZE"},
    Row{{"SLURM_JOB_ID", "SLURM_STEP_ID", ""}, "SLURM_PROCID", "SLURM_STEP_TASKS_PER_NODE"},
    Row{{"PMI_FD", "", ""}, "PMI_RANK", "MPI_LOCALNRANKS"},
    Row{{"MV2_COMM_WORLD_SIZE", "", ""}, "MV2_COMM_WORLD_RANK", "MV2_COMM_WORLD_LOCAL_SIZE"},
};

/// PMI_FD differs from rank to rank: what started the ranks is their common parent.
constexpr std::string_view kByParent = "PMI_FD";

}  // namespace

Launcher launcher_of(const Machine& machine) {
  Launcher launcher;
  for (const Row& row : kLaunchers) {
    const auto rank = machine.variable(std::string(row.rank));
    const auto first = machine.variable(std::string(row.job.front()));
    if (!rank || !first) continue;
    launcher.rank = *rank;
    launcher.local_size = machine.variable(std::string(row.local_size)).value_or("");
    launcher.variables.emplace_back(row.rank, *rank);
    for (const std::string_view name : row.job) {
      const auto value = name.empty() ? std::nullopt : machine.variable(std::string(name));
      if (!value) continue;
      launcher.job += "/" + (name == kByParent ? std::to_string(machine.parent) : *value);
      launcher.variables.emplace_back(name, *value);
    }
    return launcher;
  }
  return launcher;
}

}  // namespace co2est::meter
