// What tests know about playing a script on the stand-in for NVIDIA's library.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "meter/source.hpp"
#include "support/process.hpp"

namespace co2est_tests {

/// One GPU at 100 W whose time stands: "clock manual".
inline constexpr const char* kOneGpu =
    "clock manual\n"
    "gpu GPU-aaaa1111 NVIDIA H100 80GB HBM3\n"
    "limit 700\n"
    "power 0 100\n";

/// A library that plays `script`. One at a time: the script goes through the environment.
class FakeNvml {
 public:
  /// `variant`: of tests/CMakeLists.txt.
  explicit FakeNvml(const std::string& script, const std::string& variant = "full");
  ~FakeNvml();
  FakeNvml(const FakeNvml&) = delete;
  FakeNvml& operator=(const FakeNvml&) = delete;

  /// Finds this library, and nothing under its root.
  co2est::meter::Machine machine;

  co2est::meter::Opened open() const;
  /// Moves the time of a manual clock.
  void advance(double seconds) const;
  /// Ends the hang of a call that has no end of its own.
  void release() const;
  /// ns of CLOCK_MONOTONIC of the last counter that was given.
  std::int64_t last_ns() const;
  /// How often a query was asked since the library was initialised.
  int calls(const std::string& query) const;

  static std::string path_of(const std::string& variant);

 private:
  template <typename Function>
  Function* function(const char* name) const;

  TempDir folder_;
  void* library_ = nullptr;
};

std::vector<co2est::meter::Reading> read(co2est::meter::Source& source);

}  // namespace co2est_tests
