// Knows how a failure is told to a person: what is wrong, where, and what to do about it.
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

namespace co2est {

/// One thing that is wrong. `where` is a file, a place in it, or an option; `hint` may be empty.
struct Problem {
  std::string where;
  std::string what;
  std::string hint;

  friend bool operator==(const Problem&, const Problem&) = default;
};

/// The kind decides the exit status of the program.
enum class ErrorKind {
  input,        ///< the description, an option or a name in it is wrong (exit status 2)
  environment,  ///< a file, a device or the system failed (exit status 1)
  evidence,     ///< the data are not good enough for what was demanded (exit status 4)
};

/// The one exception of the library: one or many problems of one kind.
class Error : public std::runtime_error {
 public:
  Error(ErrorKind kind, std::vector<Problem> problems);
  Error(ErrorKind kind, Problem problem);

  [[nodiscard]] ErrorKind kind() const { return kind_; }
  [[nodiscard]] const std::vector<Problem>& problems() const { return problems_; }

 private:
  ErrorKind kind_;
  std::vector<Problem> problems_;
};

/// "where: what; hint", leaving out what is empty.
std::string to_text(const Problem& problem);

}  // namespace co2est
