// What a golden file holds: commands, and to the letter what they print and how they end.
//
//   # comment lines and blank lines may stand before every block
//   $ co2est ARGS     words split as a shell does, with '...', "..." and backslash; no shell runs
//   ! NAME=value      optional: an environment variable
//   < a line          optional: of standard input
//   a line            expected: of stdout
//   2> a line         expected: of stderr; none: stderr must stay silent
//   ? 0               the exit status; closes the block
//
// In an expected line {{...}} stands for any run of characters; a line that is nothing else stands
// for any number of lines, once in a block. A line of stdout that would read as one of the marks
// above starts with a backslash that is not part of it. Commands run in the root of the repository.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "process.hpp"

namespace co2est_tests {

struct GoldenBlock {
  std::vector<std::string> heading;  ///< everything up to the first expected line, verbatim
  std::vector<std::string> words;    ///< the arguments after `co2est`
  std::map<std::string, std::string> variables;
  std::string input;
  std::vector<std::string> expected;  ///< the expected lines, as written in the file
  int line = 0;                       ///< where the block's `$` stands
};

/// Splits a command as a shell would; throws std::invalid_argument for an open quote.
std::vector<std::string> split_words(const std::string& command);

/// Reads a golden file's text; throws std::invalid_argument with the line number of what is wrong.
std::vector<GoldenBlock> parse_golden(const std::string& text);

/// The text of a golden file; what `parse_golden` reads back.
std::string print_golden(const std::vector<GoldenBlock>& blocks);

/// An outcome as expected lines: stdout, stderr behind `2> `, and the status.
std::vector<std::string> golden_lines(const Outcome& outcome);

/// Whether an expected line, {{...}} included, stands for this one.
bool matches(const std::string& expected, const std::string& actual);

/// The differing lines, `-` expected and `+` actual; empty if the lines agree.
std::string difference(const std::vector<std::string>& expected,
                       const std::vector<std::string>& actual);

/// The actual lines, with each expected line kept that matches by {{...}} where it still can stand;
/// a line that stands for many keeps as many lines above and below it as there were.
std::vector<std::string> updated(const std::vector<std::string>& expected,
                                 const std::vector<std::string>& actual);

}  // namespace co2est_tests
