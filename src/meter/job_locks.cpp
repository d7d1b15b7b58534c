#include "meter/job_locks.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <functional>

namespace co2est::meter {
namespace {

/// A folder of this user for this job, or nothing.
std::string folder_for(const Machine& machine, const std::string& key) {
  const std::string name =
      "/co2est-" + std::to_string(::getuid()) + "-" + std::to_string(std::hash<std::string>()(key));
  for (const char* variable : {"XDG_RUNTIME_DIR", ""}) {
    const std::string parent =
        *variable == 0 ? "/dev/shm" : machine.variable(variable).value_or("");
    if (!parent.starts_with('/')) continue;
    const std::string folder = parent + name;
    struct stat status {};
    ::mkdir(folder.c_str(), 0700);
    // Another user's folder of that name would let him hold our locks.
    if (::stat(folder.c_str(), &status) == 0 && S_ISDIR(status.st_mode) &&
        status.st_uid == ::getuid())
      return folder;
  }
  return {};
}

}  // namespace

JobLocks::JobLocks(const Machine& machine, const std::string& boot_id) {
  const Launcher launcher = launcher_of(machine);
  if (!launcher.job.empty()) folder_ = folder_for(machine, boot_id + launcher.job);
}

JobLocks::~JobLocks() {
  for (const auto& [name, descriptor] : held_) {
    if (descriptor >= 0) ::close(descriptor);
  }
  if (!folder_.empty()) ::rmdir(folder_.c_str());  // succeeds for the last, once files are gone
}

bool JobLocks::lock(const std::string& name) {
  const std::string path = folder_ + "/" + name;
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) return true;
  if (::flock(file, LOCK_EX | LOCK_NB) == 0) {
    held_[name] = file;
    return true;
  }
  ::close(file);
  return false;
}

bool JobLocks::holds(const Channel& channel) {
  if (folder_.empty()) return true;
  std::string name = channel.scope == Scope::gpu ? channel.id : "node";
  for (char& c : name) {
    if (c == '/') c = '_';
  }
  if (held_.contains(name)) return true;
  return lock(name);
}

}  // namespace co2est::meter
