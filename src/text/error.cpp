// Knows how a list of problems becomes the text of an exception.
#include "co2est/error.hpp"

#include <utility>

namespace co2est {
namespace {

std::string join(const std::vector<Problem>& problems) {
  std::string text;
  for (const Problem& problem : problems) {
    if (!text.empty()) text += '\n';
    text += to_text(problem);
  }
  return text;
}

}  // namespace

std::string to_text(const Problem& problem) {
  std::string text;
  if (!problem.where.empty()) text += problem.where + ": ";
  text += problem.what;
  if (!problem.hint.empty()) text += "; " + problem.hint;
  // A name from a file must not steer the terminal, nor break the line.
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = '?';
  }
  return text;
}

Error::Error(ErrorKind kind, std::vector<Problem> problems)
    : std::runtime_error(join(problems)), kind_(kind), problems_(std::move(problems)) {}

Error::Error(ErrorKind kind, Problem problem)
    : Error(kind, std::vector<Problem>{std::move(problem)}) {}

}  // namespace co2est
