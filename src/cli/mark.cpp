// Knows the command `mark`: a line to the FIFO of the `measure` that runs us.
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>

#include "cli/command.hpp"
#include "co2est/error.hpp"

namespace co2est::cli {
namespace {

/// Never waits and never fails a training: where nobody measures, there is nothing to do.
int run_mark(const Words& words) {
  constexpr std::size_t kLongest = 255;
  const char* path = std::getenv("CO2EST_MARK");
  if (path == nullptr) return kDone;
  std::string line;
  for (const std::string& word : words)
    line += (line.empty() ? "" : " ") + word;
  if (line.size() > kLongest || line.find('\n') != std::string::npos) {
    throw Error(ErrorKind::input, Problem{"mark", "is longer than 255 bytes or than a line",
                                          "a word and a number, such as epoch 3/90"});
  }
  line += '\n';
  const int file = ::open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC);
  const bool written = file >= 0 && ::write(file, line.data(), line.size()) > 0;
  const int error = errno;
  if (file >= 0) ::close(file);
  if (!written && error != ENOENT && error != ENXIO) {
    throw Error(ErrorKind::environment,
                Problem{path, std::strerror(error), "CO2EST_MARK is set by `co2est measure`"});
  }
  return kDone;
}

}  // namespace

CommandLine define_mark() {
  const auto words = std::make_shared<Words>();
  CommandLine line;
  line.operands = {"WORD...", "what begins now: a word, a number, how many there will be",
                   words.get(), 1};
  line.action = [words] { return run_mark(*words); };
  return line;
}

}  // namespace co2est::cli
