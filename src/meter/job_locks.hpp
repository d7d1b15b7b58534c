// Knows which of several ranks on one node reads what, so that eight of them give one node's
// figure: whoever holds the lock of a device measures it, and the lock passes on with its process.
#pragma once

#include <map>
#include <string>

#include "meter/launcher.hpp"
#include "meter/source.hpp"

namespace co2est::meter {

/// Locks of one job on one boot. Without a launcher everything is ours. Where no folder for locks
/// can be had, everything is ours as well: records are merged by device, so nothing counts twice.
class JobLocks {
 public:
  JobLocks(const Machine& machine, const std::string& boot_id);
  ~JobLocks();
  JobLocks(const JobLocks&) = delete;
  JobLocks& operator=(const JobLocks&) = delete;

  /// Whether the channel is ours to read; tries to get it where it was not. All that is no GPU
  /// goes by one lock, so that one rank has all of the node.
  bool holds(const Channel& channel);

 private:
  bool lock(const std::string& name);

  std::string folder_;               ///< empty: no launcher, or no folder
  std::map<std::string, int> held_;  ///< descriptors by name; -1: somebody else's
};

}  // namespace co2est::meter
