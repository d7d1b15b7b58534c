// Knows the file of every single reading, for those who want to draw or check them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "meter/feeds.hpp"

namespace co2est::meter {

/// A new CSV with its header, or none where `path` is empty.
/// Throws Error (environment) where it cannot be made.
class TraceFile {
 public:
  explicit TraceFile(std::string path);
  ~TraceFile();
  TraceFile(const TraceFile&) = delete;
  TraceFile& operator=(const TraceFile&) = delete;

  /// One line for each channel: s since the start, UTC in ms, channel, J, W, fault. Where the disk
  /// does not take them the file ends for good with the last whole lines; nothing else depends on
  /// it. Says that once, with the reason; else empty.
  std::string write(std::int64_t start_ns, const Feeds& feeds);

 private:
  void append(std::string_view lines);

  std::string path_;
  int descriptor_ = -1;
  std::string refusal_;  ///< empty: it is whole
  bool told_ = false;
};

}  // namespace co2est::meter
