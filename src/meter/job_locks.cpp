#include "meter/job_locks.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <functional>

namespace co2est::meter {
namespace {

/// Makes the folder if need be. Another user's of that name would let him hold our locks.
bool is_ours(const std::string& folder) {
  struct stat status {};
  ::mkdir(folder.c_str(), 0700);
  return ::stat(folder.c_str(), &status) == 0 && S_ISDIR(status.st_mode) &&
         status.st_uid == ::getuid();
}

/// A folder of this user for this job, or nothing.
std::string folder_for(const Machine& machine, const std::string& key) {
  const std::string name =
      "/co2est-" + std::to_string(::getuid()) + "-" + std::to_string(std::hash<std::string>()(key));
  for (const char* variable : {"XDG_RUNTIME_DIR", ""}) {
    const std::string parent =
        *variable == 0 ? "/dev/shm" : machine.variable(variable).value_or("");
    if (parent.starts_with('/') && is_ours(parent + name)) return parent + name;
  }
  return {};
}

/// Whether the path still names this file: who held it before may have removed it.
bool is_at(int file, const std::string& path) {
  struct stat open {
  }, named{};
  return ::fstat(file, &open) == 0 && ::stat(path.c_str(), &named) == 0 &&
         open.st_dev == named.st_dev && open.st_ino == named.st_ino;
}

}  // namespace

std::string lock_of(const Channel& channel) {
  constexpr std::string_view kUuid = "GPU-";
  const bool of_gpu = channel.scope == Scope::gpu || channel.id.starts_with(kUuid);
  if (!of_gpu) return std::string(kNodeLock);
  return channel.part.empty() ? channel.id : channel.id + " " + channel.part;
}

JobLocks::JobLocks(const Machine& machine, const std::string& boot_id) {
  const Launcher launcher = launcher_of(machine);
  if (!launcher.job.empty()) folder_ = folder_for(machine, boot_id + launcher.job);
}

/// Files go before their locks do, so that nothing is left behind by the last rank.
JobLocks::~JobLocks() {
  for (const auto& [lock, held] : held_) {
    if (held.file < 0) continue;
    ::unlink(held.path.c_str());
    ::close(held.file);
  }
  if (!folder_.empty()) ::rmdir(folder_.c_str());  // succeeds for the last
}

bool JobLocks::claim(const std::string& lock) {
  if (folder_.empty() || held_.contains(lock)) return false;
  std::string name = lock;
  for (char& c : name) {
    if (c == '/') c = '_';
  }
  const std::string path = folder_ + "/" + name;
  constexpr int kTries =
      20;  // a rank that ends may remove the file, or the folder, under our hands
  for (int i = 0; i < kTries; ++i) {
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0 && errno == ENOENT && is_ours(folder_)) continue;
    if (file < 0) {
      held_[lock] = {-1, path};
      return true;
    }
    if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
      ::close(file);
      return false;
    }
    if (is_at(file, path)) {
      held_[lock] = {file, path};
      return true;
    }
    ::close(file);
  }
  return false;
}

bool JobLocks::holds(const std::string& lock) const {
  return folder_.empty() || held_.contains(lock);
}

std::vector<std::string> JobLocks::held() const {
  std::vector<std::string> locks;
  for (const auto& [lock, held] : held_)
    locks.push_back(lock);
  return locks;
}

}  // namespace co2est::meter
