#include "meter/descriptors.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <vector>

namespace co2est::meter {

void occupy_closed_streams() {
  for (int stream = STDIN_FILENO; stream <= STDERR_FILENO; ++stream) {
    if (::fcntl(stream, F_GETFD) < 0) ::open("/dev/null", O_RDWR | O_CLOEXEC);
  }
}

void silence(int descriptor) {
  const int nothing = ::open("/dev/null", O_RDWR | O_CLOEXEC);
  if (nothing < 0) return;
  ::dup3(nothing, descriptor, O_CLOEXEC);
  ::close(nothing);
}

namespace {

/// Those of /proc, or all that may be where it cannot be read: a file with capabilities may not
/// look at itself.
std::vector<int> open_descriptors() {
  constexpr int kMost = 65536;
  std::vector<int> all;
  if (DIR* folder = ::opendir("/proc/self/fd"); folder != nullptr) {
    while (const dirent* entry = ::readdir(folder))
      all.push_back(std::atoi(entry->d_name));
    ::closedir(folder);
    return all;
  }
  const long most = ::sysconf(_SC_OPEN_MAX);
  for (int descriptor = 0; descriptor < std::min<long>(most, kMost); ++descriptor)
    all.push_back(descriptor);
  return all;
}

}  // namespace

void leave_streams_to_command() {
  silence(STDIN_FILENO);
  silence(STDOUT_FILENO);
  for (const int descriptor : open_descriptors()) {
    const int flags = descriptor > STDERR_FILENO ? ::fcntl(descriptor, F_GETFD) : -1;
    if (flags >= 0 && (flags & FD_CLOEXEC) == 0) ::close(descriptor);
  }
}

}  // namespace co2est::meter
