#include "meter/mark_fifo.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cstdlib>

namespace co2est::meter {

MarkFifo::MarkFifo(const Machine& machine) {
  for (const char* variable : {"XDG_RUNTIME_DIR", "TMPDIR", ""}) {
    const std::string parent = machine.variable(variable).value_or(*variable == 0 ? "/tmp" : "");
    std::string folder = parent + "/co2est-XXXXXX";
    if (!parent.starts_with('/') || ::mkdtemp(folder.data()) == nullptr) continue;
    folder_ = folder;
    break;
  }
  if (folder_.empty()) return;
  path_ = folder_ + "/mark";
  if (::mkfifo(path_.c_str(), 0600) == 0)
    descriptor_ = ::open(path_.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC);
  if (descriptor_ < 0) {
    remove();
    path_.clear();
  }
}

MarkFifo::~MarkFifo() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void MarkFifo::drain() const {
  std::array<char, 4096> dropped{};
  while (descriptor_ >= 0 && ::read(descriptor_, dropped.data(), dropped.size()) > 0)
    continue;
}

void MarkFifo::remove() const {
  if (folder_.empty()) return;
  ::unlink((folder_ + "/mark").c_str());
  ::rmdir(folder_.c_str());
}

}  // namespace co2est::meter
