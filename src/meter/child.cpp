#include "meter/child.hpp"

#include <fcntl.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "co2est/error.hpp"

extern "C" char** environ;

namespace co2est::meter {
namespace {

constexpr int kNotStarted = 125;

std::vector<char*> pointers_to(std::vector<std::string>& words) {
  std::vector<char*> pointers;
  for (std::string& word : words)
    pointers.push_back(word.data());
  pointers.push_back(nullptr);
  return pointers;
}

/// Our environment with `variables` in it, each once.
std::vector<std::string> environment_with(
    const std::vector<std::pair<std::string, std::string>>& variables) {
  std::vector<std::string> all;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    bool replaced = false;
    for (const auto& [name, value] : variables)
      replaced = replaced || (text.starts_with(name) && text.substr(name.size()).starts_with('='));
    if (!replaced) all.emplace_back(text);
  }
  for (const auto& [name, value] : variables)
    all.push_back(name + "=" + value);
  return all;
}

void restore(const Inherited& inherited) {
  struct sigaction action {};
  action.sa_handler = inherited.pipe_ignored ? SIG_IGN : SIG_DFL;
  ::sigaction(SIGPIPE, &action, nullptr);
  action.sa_handler = inherited.child_ignored ? SIG_IGN : SIG_DFL;
  ::sigaction(SIGCHLD, &action, nullptr);
  ::sigprocmask(SIG_SETMASK, &inherited.mask, nullptr);
}

}  // namespace

Child::Child(const std::vector<std::string>& command,
             const std::vector<std::pair<std::string, std::string>>& variables,
             const Inherited& inherited, bool dies_with_us) {
  std::vector<std::string> words = command, entries = environment_with(variables);
  const std::vector<char*> arguments = pointers_to(words), environment = pointers_to(entries);
  std::array<int, 2> go{}, failed{};
  if (::pipe2(go.data(), O_CLOEXEC) != 0 || ::pipe2(failed.data(), O_CLOEXEC) != 0)
    throw Error(ErrorKind::environment, Problem{"measure", std::strerror(errno), ""});
  const pid_t parent = ::getpid();
  pid_ = ::fork();
  if (pid_ < 0) throw Error(ErrorKind::environment, Problem{"measure", std::strerror(errno), ""});
  if (pid_ == 0) {
    ::close(go[1]);
    if (dies_with_us) ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    char byte = 0;
    if (::getppid() != parent || ::read(go[0], &byte, 1) != 1) ::_exit(kNotStarted);
    restore(inherited);
    environ = const_cast<char**>(environment.data());
    ::execvp(arguments.front(), arguments.data());
    const int error = errno;
    [[maybe_unused]] const ssize_t told = ::write(failed[1], &error, sizeof error);
    ::_exit(kNotStarted);
  }
  ::close(go[0]);
  ::close(failed[1]);
  go_ = go[1];
  failed_ = failed[0];
}

Child::~Child() {
  close_ends();
}

void Child::close_ends() {
  if (go_ >= 0) ::close(go_);
  if (failed_ >= 0) ::close(failed_);
  go_ = failed_ = -1;
}

void Child::start() {
  const char byte = 'g';
  [[maybe_unused]] const ssize_t told = ::write(go_, &byte, 1);
  ::close(go_);  // where the wrapper dies now, the command runs all the same
  go_ = -1;
}

int Child::started() {
  int error = 0;
  ssize_t got = 0;
  do {
    got = ::read(failed_, &error, sizeof error);
  } while (got < 0 && errno == EINTR);
  close_ends();
  return got == sizeof error ? error : 0;
}

}  // namespace co2est::meter
