// Knows the FIFO that takes marks from the command, in any language: one line, one mark.
#pragma once

#include <string>

#include "meter/machine.hpp"

namespace co2est::meter {

/// A folder of its own with one FIFO. Both ends are open, so that who writes never waits for a
/// reader. Where none can be made, `path` is empty.
class MarkFifo {
 public:
  explicit MarkFifo(const Machine& machine);
  ~MarkFifo();
  MarkFifo(const MarkFifo&) = delete;
  MarkFifo& operator=(const MarkFifo&) = delete;

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] int descriptor() const { return descriptor_; }
  /// Drops what nobody reads, so that who writes does not wait.
  void drain() const;
  /// Takes the files away; what is open stays usable.
  void remove() const;

 private:
  std::string folder_, path_;
  int descriptor_ = -1;
};

}  // namespace co2est::meter
