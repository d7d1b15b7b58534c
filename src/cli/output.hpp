// Knows how results leave the program: to standard output, or beside a file and renamed onto it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "cli/temporary.hpp"
#include "co2est/error.hpp"

namespace co2est::cli {

/// Thrown where a result cannot be written; reading on would be in vain.
class WriteError : public Error {
 public:
  using Error::Error;
};

/// Thrown where the reader of standard output has gone; it is no failure.
struct ClosedPipe {};

/// Results go here. A file appears under its name only when `finish` has succeeded.
class Output {
 public:
  /// Standard output, or a file.
  explicit Output(const std::optional<std::string>& path = std::nullopt);
  ~Output();
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;

  /// Throws ClosedPipe, or Error (environment) where the system refuses.
  void write(std::string_view text);
  void finish();
  [[nodiscard]] int descriptor() const { return descriptor_; }

 private:
  void open_beside(const std::string& path);

  int descriptor_ = 1;
  std::string target_;                  ///< the file's name once it is finished
  std::optional<Temporary> temporary_;  ///< its name until then; none where nothing is renamed
};

/// Throws what `Output` would throw of this path, and leaves nothing behind. What is no file and no
/// folder, such as a FIFO, is not touched.
void try_output(const std::string& path);

/// A reader that goes away is told by an error, not by a signal.
void ignore_closed_pipes();
/// Whether who started this program had ignored that signal already.
[[nodiscard]] bool closed_pipes_were_ignored();

void write_stdout(std::string_view text);
/// To standard error; what cannot be written there is lost.
void write_stderr(std::string_view text);

}  // namespace co2est::cli
