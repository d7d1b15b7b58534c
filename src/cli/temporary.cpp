// Knows what a signal handler may do: no more than unlink(2) and rmdir(2) of names that lie in
// memory of their own.
#include "cli/temporary.hpp"

#include <unistd.h>

#include <array>
#include <atomic>
#include <climits>
#include <utility>

namespace co2est::cli {
namespace {

constexpr std::array<int, 3> kEnding{SIGHUP, SIGINT, SIGTERM};

struct Slot {
  std::atomic<bool> taken{false};
  std::array<char, PATH_MAX> path{};
};
std::array<Slot, Temporary::kMost> slots;  // static: a handler may not meet freed memory

extern "C" void end_by(int signal) {
  for (const Slot& slot : slots) {
    if (slot.taken) ::unlink(slot.path.data());
  }
  for (const Slot& slot : slots) {  // folders, empty by now
    if (slot.taken) ::rmdir(slot.path.data());
  }
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

sigset_t ending_signals() {
  sigset_t set;
  sigemptyset(&set);
  for (const int signal : kEnding)
    sigaddset(&set, signal);
  return set;
}

void handle_signals() {
  struct sigaction cleaning {};
  cleaning.sa_handler = end_by;
  cleaning.sa_mask = ending_signals();
  for (const int signal : kEnding) {
    struct sigaction present {};
    if (::sigaction(signal, nullptr, &present) == 0 && present.sa_handler == SIG_DFL)
      ::sigaction(signal, &cleaning, nullptr);
  }
}

std::size_t slot_for(const std::string& path) {
  if (path.size() >= PATH_MAX) return Temporary::kMost;
  for (std::size_t at = 0; at < slots.size(); ++at) {
    if (slots[at].taken) continue;
    path.copy(slots[at].path.data(), path.size());
    slots[at].path[path.size()] = '\0';
    slots[at].taken = true;
    return at;
  }
  return Temporary::kMost;
}

}  // namespace

SignalsHeld::SignalsHeld() {
  const sigset_t ending = ending_signals();
  ::pthread_sigmask(SIG_BLOCK, &ending, &before_);
}

SignalsHeld::~SignalsHeld() {
  ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

Temporary::Temporary(std::string path) : path_(std::move(path)), slot_(slot_for(path_)) {
  static const bool handled = (handle_signals(), true);
  static_cast<void>(handled);
}

Temporary::~Temporary() {
  if (!path_.empty() && ::unlink(path_.c_str()) != 0) ::rmdir(path_.c_str());
  keep();
}

void Temporary::keep() {
  path_.clear();
  if (slot_ < kMost) slots[slot_].taken = false;
  slot_ = kMost;
}

}  // namespace co2est::cli
