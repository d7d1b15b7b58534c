// How tests start a program: posix_spawn with three pipes and one poll loop that cannot deadlock.
#include "process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <stdexcept>

extern char** environ;

namespace co2est_tests {
namespace {

using Clock = std::chrono::steady_clock;

[[noreturn]] void fail(const std::string& what, int error_number) {
  throw std::runtime_error(what + ": " + std::strerror(error_number));
}

/// A file descriptor that closes itself.
class Descriptor {
 public:
  explicit Descriptor(int number = -1) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(other.number_) { other.number_ = -1; }
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~Descriptor() { reset(); }
  void reset() {
    if (number_ >= 0) ::close(number_);
    number_ = -1;
  }
  int get() const { return number_; }

 private:
  int number_;
};

struct Pipe {
  Descriptor read_end;
  Descriptor write_end;
};

Pipe make_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) fail("pipe", errno);
  return {Descriptor(ends[0]), Descriptor(ends[1])};
}

bool starts_with(const std::string& text, const char* prefix) {
  return text.rfind(prefix, 0) == 0;
}

/// Variables that change what a program prints, and so must come from the test alone.
bool is_unsettling(const std::string& name) {
  return starts_with(name, "LC_") || starts_with(name, "LANG") || starts_with(name, "CLICOLOR") ||
         starts_with(name, "CO2EST_") || name == "NO_COLOR" || name == "FORCE_COLOR";
}

std::vector<std::string> child_environment(const std::map<std::string, std::string>& on_top) {
  std::map<std::string, std::string> variables;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string text = *entry;
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos || is_unsettling(text.substr(0, equals))) continue;
    variables[text.substr(0, equals)] = text.substr(equals + 1);
  }
  variables["LC_ALL"] = "C.UTF-8";
  variables["COLUMNS"] = "80";
  for (const auto& [name, value] : on_top)
    variables[name] = value;
  std::vector<std::string> entries;
  for (const auto& [name, value] : variables)
    entries.push_back(name + "=" + value);
  return entries;
}

std::vector<char*> pointers(std::vector<std::string>& words) {
  std::vector<char*> result;
  for (std::string& word : words)
    result.push_back(word.data());
  result.push_back(nullptr);
  return result;
}

/// What the child does between fork and exec: pipes in place, folder changed, signals as usual.
class SpawnPlan {
 public:
  SpawnPlan() {
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    sigset_t restored;
    sigemptyset(&restored);
    for (const int signal : {SIGPIPE, SIGHUP, SIGINT, SIGTERM})
      sigaddset(&restored, signal);
    posix_spawnattr_setsigdefault(&attributes, &restored);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
  }
  ~SpawnPlan() {
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
  }
  SpawnPlan(const SpawnPlan&) = delete;
  SpawnPlan& operator=(const SpawnPlan&) = delete;

  posix_spawn_file_actions_t actions{};
  posix_spawnattr_t attributes{};
};

struct Pipes {
  Pipe in = make_pipe();
  Pipe out = make_pipe();
  Pipe err = make_pipe();
};

pid_t spawn(const std::vector<std::string>& arguments, const RunOptions& options, Pipes& pipes) {
  SpawnPlan plan;
  posix_spawn_file_actions_t* actions = &plan.actions;
  posix_spawn_file_actions_adddup2(actions, pipes.in.read_end.get(), STDIN_FILENO);
  posix_spawn_file_actions_adddup2(actions, pipes.err.write_end.get(), STDERR_FILENO);
  if (options.stdout_path.empty()) {
    posix_spawn_file_actions_adddup2(actions, pipes.out.write_end.get(), STDOUT_FILENO);
  } else {
    posix_spawn_file_actions_addopen(actions, STDOUT_FILENO, options.stdout_path.c_str(),
                                     O_WRONLY | O_CREAT | O_TRUNC, 0666);
  }
  if (!options.directory.empty()) {
    posix_spawn_file_actions_addchdir_np(actions, options.directory.c_str());
  }
  std::vector<std::string> words{options.program.empty() ? CO2EST_BINARY : options.program};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<std::string> variables = child_environment(options.environment);
  pid_t child = 0;
  const int error = posix_spawnp(&child, words[0].c_str(), actions, &plan.attributes,
                                 pointers(words).data(), pointers(variables).data());
  if (error != 0) fail("cannot start " + words[0], error);
  pipes.in.read_end.reset();
  pipes.out.write_end.reset();
  pipes.err.write_end.reset();
  return child;
}

/// Moves what is ready from a pipe to `text`; closes the pipe at its end.
void drain(Descriptor& from, std::string& text) {
  std::array<char, 65536> buffer;
  const ssize_t count = ::read(from.get(), buffer.data(), buffer.size());
  if (count > 0) {
    text.append(buffer.data(), static_cast<std::size_t>(count));
  } else if (count == 0 || errno != EINTR) {
    from.reset();
  }
}

/// Writes what the pipe takes of `input` from `done` on; closes it when all is written or unwanted.
void feed(Descriptor& into, const std::string& input, std::size_t& done) {
  const ssize_t count = ::write(into.get(), input.data() + done, input.size() - done);
  if (count >= 0) done += static_cast<std::size_t>(count);
  const bool refused = count < 0 && errno != EAGAIN && errno != EINTR;
  if (refused || done == input.size()) into.reset();
}

/// Serves the three pipes until the child has closed both outputs; false when time runs out.
bool converse(Pipes& pipes, const RunOptions& options, Outcome& outcome) {
  const Clock::time_point deadline = Clock::now() + options.limit;
  Descriptor& in = pipes.in.write_end;
  Descriptor& out = pipes.out.read_end;
  Descriptor& err = pipes.err.read_end;
  std::size_t fed = 0;
  if (options.input.empty())
    in.reset();
  else
    ::fcntl(in.get(), F_SETFL, O_NONBLOCK);
  while (out.get() >= 0 || err.get() >= 0) {
    std::array<pollfd, 3> waiting{pollfd{in.get(), POLLOUT, 0}, pollfd{out.get(), POLLIN, 0},
                                  pollfd{err.get(), POLLIN, 0}};
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now());
    if (left.count() <= 0) return false;
    if (::poll(waiting.data(), waiting.size(), static_cast<int>(left.count())) <= 0) continue;
    if (waiting[0].revents != 0) feed(in, options.input, fed);
    if (waiting[1].revents != 0) drain(out, outcome.out);
    if (options.hang_up_after && outcome.out.size() >= *options.hang_up_after) out.reset();
    if (waiting[2].revents != 0) drain(err, outcome.err);
  }
  return true;
}

int wait_for(pid_t child) {
  int state = 0;
  while (::waitpid(child, &state, 0) < 0) {
    if (errno != EINTR) fail("waitpid", errno);
  }
  return WIFSIGNALED(state) ? 128 + WTERMSIG(state) : WEXITSTATUS(state);
}

}  // namespace

Outcome run(const std::vector<std::string>& arguments, const std::string& standard_input) {
  return run(arguments, RunOptions{.input = standard_input});
}

Outcome run(const std::vector<std::string>& arguments, const RunOptions& options) {
  std::signal(SIGPIPE, SIG_IGN);  // a child that stops reading is an outcome, not our end
  Pipes pipes;
  if (options.hang_up_after == std::size_t{0}) pipes.out.read_end.reset();
  const pid_t child = spawn(arguments, options, pipes);
  if (options.meanwhile) options.meanwhile(child);
  Outcome outcome;
  const bool in_time = converse(pipes, options, outcome);
  if (!in_time) ::kill(child, SIGKILL);
  outcome.status = wait_for(child);
  if (!in_time) {
    throw std::runtime_error("not done after " + std::to_string(options.limit.count()) +
                             " s; stderr so far: " + outcome.err);
  }
  return outcome;
}

}  // namespace co2est_tests
