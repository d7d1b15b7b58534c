// Knows where a machine is read: under which root, with which variables and which library; and the
// facts of the host that a record keeps.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace co2est::meter {

/// Where the sensors look. Tests put a tree of their own under `root`.
struct Machine {
  std::string root;                        ///< before /sys, /proc, /dev; empty: the real one
  std::string nvml = "libnvidia-ml.so.1";  ///< name or path for dlopen
  std::vector<std::string> gpus;  ///< of --gpus: indices or UUIDs; empty: by the environment
  std::map<std::string, std::string> environment;  ///< what launchers and users set, see kVariables
  int parent = 0;                                  ///< process that started `measure`
  std::string replay;                              ///< a power log to read in place of sensors
  double replay_speed = 1;
  double look_again_s = 10;  ///< s after opening, for processes that came to a GPU since

  /// `path` under the root: "/sys/class/hwmon".
  [[nodiscard]] std::string path(std::string_view path) const { return root + std::string(path); }
  /// A variable, or nothing where it is not set.
  [[nodiscard]] std::optional<std::string> variable(const std::string& name) const;
};

/// This process's machine: its environment is read once, before any thread.
Machine this_machine();

/// What of the host goes into a record. Empty or 0 where the system does not tell.
struct HostFacts {
  std::string name;
  std::string boot_id;
  std::string cpu_model;
  std::string kernel;
  int sockets = 0;
  int cores = 0;          ///< online logical CPUs
  int allowed_cores = 0;  ///< of them, those that are ours, see allotted_cpus
  double memory_gb = 0;   ///< 1e9 bytes
};

HostFacts host_facts(const Machine& machine);

/// The text of a small file such as those of /sys and /proc, without its last line end; nothing
/// where it cannot be read, with errno.
std::optional<std::string> read_small_file(const std::string& path);

}  // namespace co2est::meter
