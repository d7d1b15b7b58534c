#include "play.hpp"

#include <csignal>
#include <ctime>

namespace fake_nvml {

Script script;
bool initialised = false;
std::atomic<bool> released = false;

namespace {

/// 0: until it is released.
void hang_for(double seconds) {
  const std::int64_t end = monotonic_ns() + static_cast<std::int64_t>(seconds * 1e9);
  const timespec pause{0, 1'000'000};
  while (seconds > 0 ? monotonic_ns() < end : !released)
    nanosleep(&pause, nullptr);
}

}  // namespace

std::int64_t monotonic_ns() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * std::int64_t{1'000'000'000} + now.tv_nsec;
}

std::int64_t script_ns() {
  return script.manual ? script.manual_ns : monotonic_ns() - script.began_ns;
}

int enter(Gpu& gpu, const std::string& query) {
  if (!initialised) return uninitialized;
  ++script.calls[query];
  const double now = static_cast<double>(script_ns()) / 1e9;
  const auto fits = [&](const std::string& what, double from) {
    return now >= from && (what == query || what == "all");
  };
  for (auto& crash : gpu.crashes) {
    if (!fits(crash.query, crash.from_s)) continue;
    signal(SIGSEGV, SIG_DFL);
    raise(SIGSEGV);
  }
  for (auto& hang : gpu.hangs) {
    if (hang.done || !fits(hang.query, hang.from_s)) continue;
    hang.done = true;
    hang_for(hang.seconds);
  }
  for (const auto& fault : gpu.faults) {
    if (fits(fault.query, fault.from_s) && now < fault.until_s) return fault.code;
  }
  return success;
}

int enter_whole(void* device, const char* query, Gpu*& gpu) {
  const Unit* unit = static_cast<const Unit*>(device);
  if (unit->parent != nullptr) return not_supported;
  for (Gpu& candidate : script.gpus) {
    if (&candidate.unit == unit) gpu = &candidate;
  }
  return gpu == nullptr ? static_cast<int>(invalid_argument) : enter(*gpu, query);
}

}  // namespace fake_nvml
