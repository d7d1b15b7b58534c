// Knows the stage that turns text into what was said: run files, projects, lines of NDJSON.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "co2est/run.hpp"

namespace co2est {

/// Reads run files one after the other, keeping storage between them. One per thread.
class RunReader {
 public:
  RunReader();
  ~RunReader();
  RunReader(RunReader&&) noexcept;
  RunReader& operator=(RunReader&&) noexcept;

  /// One JSON document: a run or a project.
  /// Throws Error with the first syntax error (line:column, counted from `first_line`), or with
  /// every semantic problem of the document.
  /// The Document is valid until the next call.
  const Document& read(std::string_view text, const std::string& file, std::size_t first_line = 1);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// A run or a project. `file` names the text in messages.
Document parse_document(std::string text, const std::string& file = "run");
/// A single run. Throws Error for a project.
RunSpec parse_run(std::string text, const std::string& file = "run");

/// The JSON Schema (draft 2020-12) of the run file, as JSON text.
std::string run_schema();

}  // namespace co2est
