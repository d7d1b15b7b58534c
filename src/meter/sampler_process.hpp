// Knows the sampler as the wrapper sees it: a child of its own that may crash, hang and be started
// again, and the socket between the two.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "meter/threaded_source.hpp"

namespace co2est::meter {

class SamplerProcess {
 public:
  /// Throws Error (environment) where the system gives no shared memory.
  SamplerProcess();
  ~SamplerProcess();
  SamplerProcess(const SamplerProcess&) = delete;
  SamplerProcess& operator=(const SamplerProcess&) = delete;

  /// Forks; in the child calls `be` with its end of the socket, out of the terminal's reach, so
  /// that Ctrl-C does not end it, and exits with 0. Returns the errno where no child came about.
  int start(const std::function<void(int)>& be);

  /// Passes on each line that the sampler has sent.
  void hear(const std::function<void(std::string_view)>& on_line);
  void tell(char byte) const;

  /// How it ended, where it did so in another way than it should; else empty. What it was inside of
  /// at that moment is left out by the next.
  std::string take_end(int status);
  [[nodiscard]] bool may_restart() const;

  [[nodiscard]] bool runs() const { return pid_ > 0; }
  [[nodiscard]] bool is_ready() const { return ready_; }  ///< the first readings stand
  [[nodiscard]] pid_t pid() const { return pid_; }
  [[nodiscard]] int descriptor() const { return socket_; }
  [[nodiscard]] int started() const { return started_; }  ///< how many, this one among them
  [[nodiscard]] std::uint32_t without() const { return without_; }
  [[nodiscard]] InsideBits& inside() const { return inside_; }

 private:
  InsideBits& inside_;
  pid_t pid_ = -1;
  int socket_ = -1, started_ = 0;
  std::uint32_t without_ = 0;
  bool ready_ = false;
};

}  // namespace co2est::meter
