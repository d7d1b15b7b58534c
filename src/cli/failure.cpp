// Knows the order of severity of exit statuses and the shape of an error line.
#include "cli/failure.hpp"

#include <array>

#include "cli/command.hpp"
#include "cli/output.hpp"

namespace co2est::cli {

int status_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::input:
      return kUsage;
    case ErrorKind::environment:
      return kFailed;
    case ErrorKind::evidence:
      return kEvidence;
  }
  return kFailed;
}

int worse(int a, int b) {
  for (const int status : {kUsage, kFailed, kEvidence, kExceeded}) {
    if (a == status || b == status) return status;
  }
  return kDone;
}

void print(const std::vector<Problem>& problems) {
  std::string text;
  for (const Problem& problem : problems)
    text += "co2est: " + to_text(problem) + "\n";
  write_stderr(text);
}

int report(const Error& error) {
  print(error.problems());
  return status_of(error.kind());
}

}  // namespace co2est::cli
