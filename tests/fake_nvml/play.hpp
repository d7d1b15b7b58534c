// Knows how a script is played: its clock, and what each call meets before it is answered.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>

#include "script.hpp"

namespace fake_nvml {

enum : int {
  success = 0,
  uninitialized = 1,
  invalid_argument = 2,
  not_supported = 3,
  insufficient_size = 7,
  unknown = 999
};

extern Script script;
extern bool initialised;
extern std::atomic<bool> released;  ///< ends a hang that has no end of its own

std::int64_t monotonic_ns();
/// ns since the script began.
std::int64_t script_ns();

/// What comes before any answer of a GPU: counts the call, plays what the script has for it, and
/// gives the code to return, 0 where nothing is wrong.
int enter(Gpu& gpu, const std::string& query);
/// As `enter`, of a handle; an instance has no figures of its own.
int enter_whole(void* device, const char* query, Gpu*& gpu);

}  // namespace fake_nvml
