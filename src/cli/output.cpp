// Knows write(2): short writes, closed pipes, full disks, and files that appear whole or not at
// all.
#include "cli/output.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <string>

namespace co2est::cli {
namespace {

constexpr unsigned kAnyone = 0666;

const char* hint_for(int error) {
  switch (error) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
      return "make room, or write elsewhere";
    case EACCES:
    case EPERM:
    case EROFS:
      return "check the permissions of the folder";
    default:
      return "write elsewhere with --output";
  }
}

[[noreturn]] void refuse(const std::string& where, const char* hint = "") {
  const int error = errno;
  throw WriteError(ErrorKind::environment,
                   Problem{where, std::strerror(error), *hint != '\0' ? hint : hint_for(error)});
}

/// The file that a chain of links leads to, so that the link itself is kept.
std::string real_path(const std::string& path) {
  char* found = ::realpath(path.c_str(), nullptr);
  if (found == nullptr) return path;
  std::string real(found);
  std::free(found);  // NOLINT: realpath allocates with malloc
  return real;
}

unsigned mode_for(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) == 0) return status.st_mode & 07777U;
  const auto mask = ::umask(0);
  ::umask(mask);
  return kAnyone & ~mask;
}

}  // namespace

Output::Output(const std::optional<std::string>& path) {
  if (!path || *path == "-") return;
  struct stat status {};
  const bool exists = ::stat(path->c_str(), &status) == 0;
  if (exists && S_ISDIR(status.st_mode)) {
    throw Error(ErrorKind::input, Problem{*path, "is a directory", "name a file"});
  }
  target_ = *path;
  if (exists && !S_ISREG(status.st_mode)) {
    descriptor_ = ::open(path->c_str(), O_WRONLY | O_CLOEXEC);
    if (descriptor_ < 0) refuse(*path);
  } else {
    open_beside(real_path(*path));
  }
}

void Output::open_beside(const std::string& path) {
  target_ = path;
  std::string name = path + ".XXXXXX";
  const SignalsHeld held;  // until the name is known to their handler
  descriptor_ = ::mkstemp(name.data());
  if (descriptor_ < 0) {
    refuse(path, errno == ENOENT ? "make its folder first" : "the folder must be writable");
  }
  temporary_.emplace(name);
  ::fchmod(descriptor_, mode_for(path));
}

Output::~Output() {
  if (descriptor_ > 2) ::close(descriptor_);
}

void Output::write(std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(descriptor_, text.data(), text.size());
    if (written >= 0) {
      text.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno == EPIPE) {
      throw ClosedPipe{};
    } else if (errno != EINTR) {
      refuse(target_.empty() ? "standard output" : target_);
    }
  }
}

void Output::finish() {
  if (target_.empty()) return;
  const int descriptor = descriptor_;
  descriptor_ = -1;
  if (::close(descriptor) != 0) refuse(target_);
  if (!temporary_) return;
  if (::rename(temporary_->path().c_str(), target_.c_str()) != 0) refuse(target_);
  temporary_->keep();
}

namespace {
bool were_ignored = false;
}

void try_output(const std::string& path) {
  struct stat status {};
  const bool exists = ::stat(path.c_str(), &status) == 0;
  if (exists && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode)) return;
  const Output trial(path);
}

void ignore_closed_pipes() {
  were_ignored = std::signal(SIGPIPE, SIG_IGN) == SIG_IGN;
}

bool closed_pipes_were_ignored() {
  return were_ignored;
}

void write_stdout(std::string_view text) {
  Output output;
  output.write(text);
}

void write_stderr(std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(2, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

}  // namespace co2est::cli
