#include "meter/sensors/nvml_others.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <vector>

#include "meter/clock.hpp"
#include "meter/launcher.hpp"
#include "meter/processes.hpp"

namespace co2est::meter::nvml {
namespace {

/// Whether process ids here are those that the driver tells.
bool sees_all_processes(const Machine& machine) {
  constexpr std::string_view kFirst = "pid:[4026531836]";  // PROC_PID_INIT_INO of the kernel
  std::array<char, 64> name{};
  const ssize_t length =
      ::readlink(machine.path("/proc/self/ns/pid").c_str(), name.data(), name.size());
  return length > 0 && std::string_view(name.data(), static_cast<std::size_t>(length)) == kFirst;
}

/// Ids of what computes on a GPU.
std::vector<pid_t> processes_on(const Calls& calls, Device device) {
  constexpr std::size_t kMost = 256;
  std::vector<pid_t> pids;
  if (calls.processes == nullptr) return pids;
  std::vector<char> entries(kMost * calls.process_size);
  auto count = static_cast<unsigned>(kMost);
  if (calls.processes(device, &count, entries.data()) != kOk) return pids;
  for (std::size_t i = 0; i < std::min<std::size_t>(count, kMost); ++i) {
    unsigned pid = 0;  // the first of every version of the entry
    std::memcpy(&pid, entries.data() + i * calls.process_size, sizeof pid);
    pids.push_back(static_cast<pid_t>(pid));
  }
  return pids;
}

}  // namespace

std::string others_at_begin(const Calls& calls, Device device) {
  unsigned count = 0;
  if (calls.processes == nullptr) return {};
  if (calls.processes(device, &count, nullptr) != kInsufficientSize || count == 0) return {};
  return std::to_string(count) + (count == 1 ? " process" : " processes") +
         " computed on it when reading began: its energy may not be this run's alone";
}

Others::Others(const Machine& machine)
    : family_(::getppid()), among_ranks_(!launcher_of(machine).rank.empty()) {
  if (sees_all_processes(machine))
    due_ns_ = monotonic_ns() + static_cast<std::int64_t>(machine.look_again_s * 1e9);
}

bool Others::are_due() {
  if (due_ns_ == 0 || monotonic_ns() < due_ns_) return false;
  due_ns_ = 0;
  return true;
}

bool Others::is_foreign(pid_t pid) const {
  if (descends_from(pid, family_).value_or(true)) return false;
  struct stat folder {};
  const bool told = ::stat(("/proc/" + std::to_string(pid)).c_str(), &folder) == 0;
  return told && (!among_ranks_ || folder.st_uid != ::geteuid());
}

bool Others::compute_on(const Calls& calls, Device device) const {
  const std::vector<pid_t> pids = processes_on(calls, device);
  return std::any_of(pids.begin(), pids.end(), [this](pid_t pid) { return is_foreign(pid); });
}

}  // namespace co2est::meter::nvml
