// Knows the file of every single reading, for those who want to draw or check them.
#pragma once

#include <cstdint>
#include <string>

#include "meter/feeds.hpp"

namespace co2est::meter {

/// A new CSV with its header, or none where `path` is empty.
/// Throws Error (environment) where it cannot be made.
class TraceFile {
 public:
  explicit TraceFile(const std::string& path);
  ~TraceFile();
  TraceFile(const TraceFile&) = delete;
  TraceFile& operator=(const TraceFile&) = delete;

  [[nodiscard]] int descriptor() const { return descriptor_; }

 private:
  int descriptor_ = -1;
};

/// One line for each channel: s since the start, UTC in ms, channel, J, W, fault. A line that the
/// disk does not take is lost; nothing else depends on it.
void write_trace(int file, std::int64_t start_ns, const Feeds& feeds);

}  // namespace co2est::meter
