// Knows how a library that may hang is read: in a thread of its own, which is asked and not waited
// for.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <vector>

#include "meter/source.hpp"

namespace co2est::meter {

/// Bits of the kinds of source whose library a sampler is inside; shared with the wrapper, which
/// sees after a crash who it was.
using InsideBits = std::atomic<std::uint32_t>;

/// Opens a kind of source in a thread and reads it there. The thread is never joined: one that
/// hangs ends with its process, so an object of this class is never destroyed.
class ThreadedSource {
 public:
  ThreadedSource(const SourceKind& kind, const Machine& machine, InsideBits& inside,
                 std::uint32_t bit);
  ThreadedSource(const ThreadedSource&) = delete;
  ThreadedSource& operator=(const ThreadedSource&) = delete;

  /// What opening gave, once it is there; waits until `deadline_ns` at most (CLOCK_MONOTONIC).
  const Opened* opened(std::int64_t deadline_ns);
  /// Asks for readings and gives what is there by `deadline_ns`: those asked for, else those of
  /// an earlier question that was answered late, else none.
  std::optional<std::vector<Reading>> read(std::int64_t deadline_ns);

 private:
  void work(const SourceKind& kind, Machine machine, std::uint32_t bit);

  InsideBits& inside_;
  std::mutex mutex_;
  std::condition_variable changed_;
  Opened opened_;
  bool is_open_ = false;
  bool asked_ = false;
  std::optional<std::vector<Reading>> answer_;
};

}  // namespace co2est::meter
