#include "meter/sampler_process.hpp"

#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <new>

#include "co2est/error.hpp"
#include "meter/descriptors.hpp"
#include "meter/sampler.hpp"

namespace co2est::meter {
namespace {

/// Memory that the wrapper and its samplers share.
InsideBits* shared_bits() {
  void* memory = ::mmap(nullptr, sizeof(InsideBits), PROT_READ | PROT_WRITE,
                        MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED)
    throw Error(ErrorKind::environment, Problem{"measure", std::strerror(errno), ""});
  return new (memory) InsideBits(0);
}

}  // namespace

SamplerProcess::SamplerProcess() : inside_(*shared_bits()) {}

SamplerProcess::~SamplerProcess() {
  if (socket_ >= 0) ::close(socket_);
}

int SamplerProcess::start(const std::function<void(int)>& be) {
  std::array<int, 2> sockets{-1, -1};
  const bool connected =
      ::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets.data()) == 0;
  ++started_;
  pid_ = connected ? ::fork() : -1;
  if (pid_ == 0) {
    ::close(sockets[0]);
    const rlimit none{0, 0};
    ::setrlimit(RLIMIT_CORE, &none);
    ::setsid();
    ::prctl(PR_SET_NAME, "co2est-sampler");
    silence(STDERR_FILENO);
    be(sockets[1]);
    ::_exit(0);
  }
  const int error = pid_ < 0 ? errno : 0;
  if (connected) ::close(sockets[1]);
  if (socket_ >= 0) ::close(socket_);
  socket_ = sockets[0];
  return error;
}

void SamplerProcess::hear(const std::function<void(std::string_view)>& on_line) {
  std::array<char, 65536> buffer;  // not filled: its pages are taken as lines need them
  for (;;) {
    const ssize_t got = ::recv(socket_, buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0 && errno == EAGAIN) return;
    if (got <= 0) {  // it has ended: SIGCHLD tells how
      ::close(socket_);
      socket_ = -1;
      return;
    }
    const std::string_view line(buffer.data(), static_cast<std::size_t>(got));
    if (got == 1 && line.front() == kReady)
      ready_ = true;
    else if (on_line)
      on_line(line);
  }
}

void SamplerProcess::tell(char byte) const {
  if (socket_ >= 0) ::send(socket_, &byte, 1, MSG_DONTWAIT | MSG_NOSIGNAL);
}

std::string SamplerProcess::take_end(int status) {
  pid_ = -1;
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return "";
  without_ |= inside_.exchange(0);
  return WIFSIGNALED(status) ? "signal " + std::to_string(WTERMSIG(status))
                             : "status " + std::to_string(WEXITSTATUS(status));
}

bool SamplerProcess::may_restart() const {
  constexpr int kMost = 4;
  return started_ < kMost;
}

}  // namespace co2est::meter
