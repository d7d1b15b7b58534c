// Knows which of several ranks on one node reads what, so that eight of them give one node's
// figure: whoever holds the lock of a device measures it, and the lock passes on with its process.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "meter/launcher.hpp"
#include "meter/source.hpp"

namespace co2est::meter {

/// The lock of what is no accelerator, measured or modelled: one rank has all of the node.
inline constexpr std::string_view kNodeLock = "node";

/// The lock of a channel: of its accelerator, or of the part of it that is ours, so that ranks on
/// several instances of one GPU do not exclude each other; else the node's.
std::string lock_of(const Channel& channel);

/// Locks of one job on one boot. Without a launcher everything is ours. Where no folder for locks
/// can be had, everything is ours as well: records are merged by device, so nothing counts twice.
class JobLocks {
 public:
  JobLocks(const Machine& machine, const std::string& boot_id);
  ~JobLocks();
  JobLocks(const JobLocks&) = delete;
  JobLocks& operator=(const JobLocks&) = delete;

  /// Whether other ranks may hold a lock. Else all is ours, and nothing needs to be claimed.
  [[nodiscard]] bool are_needed() const { return !folder_.empty(); }
  /// Takes a lock where it is free; whether it was taken now.
  bool claim(const std::string& lock);
  [[nodiscard]] bool holds(const std::string& lock) const;
  /// Names of the locks that are ours, in byte order.
  [[nodiscard]] std::vector<std::string> held() const;

 private:
  struct Held {
    int file = -1;  ///< -1: nobody can have it, so it is ours
    std::string path;
  };

  std::string folder_;                ///< empty: no launcher, or no folder
  std::map<std::string, Held> held_;  ///< by lock
};

}  // namespace co2est::meter
