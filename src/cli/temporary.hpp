// Knows names that stand for what is not whole yet, and how they go away when the program ends
// before it is.
#pragma once

#include <csignal>
#include <cstddef>
#include <string>

namespace co2est::cli {

/// While it lives, signals that ask the program to end (HUP, INT, TERM) wait in its thread.
class SignalsHeld {
 public:
  SignalsHeld();
  ~SignalsHeld();
  SignalsHeld(const SignalsHeld&) = delete;
  SignalsHeld& operator=(const SignalsHeld&) = delete;

 private:
  sigset_t before_{};
};

/// The name of a file, or of a folder that will be empty again: removed with its owner, or by a
/// signal that ends the program, unless it is kept. It may be taken before the file is made, and
/// only one thread takes names. What is ignored (nohup) stays ignored.
class Temporary {
 public:
  /// Signals remove so many at a time; what is beyond has its owner alone.
  static constexpr std::size_t kMost = 64;

  explicit Temporary(std::string path);
  ~Temporary();
  Temporary(const Temporary&) = delete;
  Temporary& operator=(const Temporary&) = delete;

  [[nodiscard]] const std::string& path() const { return path_; }
  void keep();  ///< it has another name now, or shall stay

 private:
  std::string path_;  ///< empty: kept
  std::size_t slot_ = kMost;
};

}  // namespace co2est::cli
