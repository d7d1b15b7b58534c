// Knows the script that the stand-in for NVIDIA's library plays: GPUs, what they draw, and what
// goes wrong.
//
// The file that FAKE_NVML_SCRIPT names, read when the library is initialised. One statement per
// line, words separated by blanks, '#' begins a comment. Times are s since the script began.
//
//   clock manual            time stands but for fakeNvmlAdvance; or
//   clock NS                the script began at NS of CLOCK_MONOTONIC; else when it was initialised
//   init CODE               nvmlInit returns CODE
//   gpu UUID NAME...        a GPU; the statements below are about the last one
//   pci BUS_ID              "00000000:18:00.0"
//   limit W
//   start J                 the counter when the script begins
//   power T W               from T on it draws W
//   module T W              likewise the module around it: scope 1 of the fields answers
//   restart T               the counter begins anew at 0
//   fail FROM CODE QUERY [UNTIL]   the query returns CODE
//   hang FROM S QUERY       the first such call from FROM on takes S seconds longer; with
//                           S = 0 until fakeNvmlRelease
//   crash FROM QUERY        such a call dies of SIGSEGV
//   mig UUID GPU_INSTANCE COMPUTE_INSTANCE SLICES   it is in MIG mode and has this instance
//   mig-mode                it is in MIG mode, with or without instances
//   processes N             so many compute on it
//   process T PID           from T on this one does as well
//   slices N                what it can be divided into; 7
//
// QUERY: handle uuid name pci energy power limit mig processes fields, field:ID:SCOPE, or all.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace fake_nvml {

struct Step {
  double from_s, watts;
};
struct Fault {
  double from_s, until_s;
  int code;
  std::string query;
};
struct Hang {
  double from_s, seconds;
  std::string query;
  bool done;
};
struct Process {
  double from_s;
  unsigned pid;
};
struct Crash {
  double from_s;
  std::string query;
};

struct Gpu;
/// What a handle points to: a GPU, or one of its instances.
struct Unit {
  std::string uuid;
  Gpu* parent = nullptr;  ///< of an instance
  unsigned gpu_instance = 0, compute_instance = 0, slices = 0;
};
struct Gpu {
  Unit unit;
  std::string name, pci;
  double limit_w = 0, start_j = 0;
  std::vector<Step> power, module;
  std::vector<double> restarts;
  std::vector<Fault> faults;
  std::vector<Hang> hangs;
  std::vector<Crash> crashes;
  std::vector<Unit> instances;
  std::vector<Process> named;
  unsigned slices = 7, processes = 0;
  bool in_mig_mode = false;
};

struct Script {
  int init_code = 0;
  bool manual = false;
  std::int64_t began_ns = 0;  ///< of CLOCK_MONOTONIC
  std::int64_t manual_ns = 0;
  std::vector<Gpu> gpus;
  std::map<std::string, int> calls;  ///< how often each query was asked
  std::int64_t last_ns = 0;          ///< the script's time at the last figure
};

/// Throws std::runtime_error with the line that is wrong.
Script read_script(const std::string& path, std::int64_t now_ns);

/// mJ since the counter last began, whole ones, at `now_ns` of the script.
std::uint64_t energy_mj(const Gpu& gpu, const std::vector<Step>& steps, std::int64_t now_ns);
/// mW at `now_ns` of the script.
unsigned power_mw(const std::vector<Step>& steps, std::int64_t now_ns);

}  // namespace fake_nvml
