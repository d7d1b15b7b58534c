// Stands in for NVIDIA's management library: the same exported names, a script in place of GPUs.
// What it is compiled with leaves names out, as older libraries do:
//
//   FAKE_PLAIN_NAMES  nvmlInit for nvmlInit_v2, and so on
//   FAKE_NO_ENERGY, FAKE_NO_POWER, FAKE_NO_FIELDS, FAKE_NO_UUID, FAKE_NO_EXTRAS
//
// The layouts stand here as offsets, apart from the structs of the program, so that each proves the
// other.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <optional>
#include <vector>

#include "play.hpp"

using namespace fake_nvml;

#define EXPORTED extern "C" __attribute__((visibility("default")))

namespace {

[[maybe_unused]] int copy(const std::string& text, char* to, unsigned size) {
  if (text.size() >= size) return insufficient_size;
  std::memcpy(to, text.c_str(), text.size() + 1);
  return success;
}

[[maybe_unused]] std::uint64_t energy_now(const Gpu& gpu, const std::vector<Step>& steps) {
  script.last_ns = script_ns();
  return energy_mj(gpu, steps, script.last_ns);
}

/// One entry of 40 bytes: id @0, scope @4, type @24, return @28, value @32.
[[maybe_unused]] void answer_field(Gpu& gpu, unsigned char* entry) {
  unsigned id = 0, scope = 0;
  std::memcpy(&id, entry, sizeof id);
  std::memcpy(&scope, entry + 4, sizeof scope);
  const auto& steps = scope == 1 ? gpu.module : gpu.power;
  int code = enter(gpu, "field:" + std::to_string(id) + ":" + std::to_string(scope));
  std::optional<std::uint64_t> long_value;
  unsigned value = 0;
  if (id == 83 || id == 191) {
    long_value = energy_now(gpu, steps);
  } else if (id == 185 || id == 186) {
    value = power_mw(steps, script_ns());
  } else if (id == 190) {
    value = static_cast<unsigned>(gpu.limit_w * 1000);
  } else {
    code = not_supported;
  }
  if (code == success && (scope > 1 || steps.empty())) code = not_supported;
  const int type = long_value ? 3 : 1;
  std::memcpy(entry + 24, &type, sizeof type);
  std::memcpy(entry + 28, &code, sizeof code);
  if (code != success) return;
  if (long_value) std::memcpy(entry + 32, &*long_value, sizeof *long_value);
  if (!long_value) std::memcpy(entry + 32, &value, sizeof value);
}

}  // namespace

// ---- For tests --------------------------------------------------------------------------------

/// Moves the time of a script with "clock manual".
EXPORTED void fakeNvmlAdvance(std::int64_t ns) {
  script.manual_ns += ns;
}
/// ns of CLOCK_MONOTONIC at which the last counter was worked out.
EXPORTED std::int64_t fakeNvmlLastNs() {
  return script.began_ns + script.last_ns;
}
/// Ends the hang of a call that has no end of its own.
EXPORTED void fakeNvmlRelease() {
  released = true;
}
/// How often a query of the script was asked.
EXPORTED int fakeNvmlCalls(const char* query) {
  return script.calls[query];
}

// ---- What NVIDIA's library exports --------------------------------------------------------------

#ifdef FAKE_PLAIN_NAMES
#define INIT nvmlInit
#define GET_COUNT nvmlDeviceGetCount
#define GET_HANDLE nvmlDeviceGetHandleByIndex
#else
#define INIT nvmlInit_v2
#define GET_COUNT nvmlDeviceGetCount_v2
#define GET_HANDLE nvmlDeviceGetHandleByIndex_v2
#endif

EXPORTED int INIT() {
  const char* path = std::getenv("FAKE_NVML_SCRIPT");
  try {
    script = read_script(path == nullptr ? "" : path, monotonic_ns());
  } catch (const std::exception& error) {
    std::fprintf(stderr, "fake_nvml: %s\n", error.what());
    return unknown;
  }
  initialised = script.init_code == success;
  return script.init_code;
}

EXPORTED int GET_COUNT(unsigned* count) {
  if (!initialised) return uninitialized;
  *count = static_cast<unsigned>(script.gpus.size());
  return success;
}

EXPORTED int GET_HANDLE(unsigned index, void** device) {
  if (!initialised) return uninitialized;
  if (index >= script.gpus.size()) return invalid_argument;
  *device = &script.gpus[index].unit;
  return enter(script.gpus[index], "handle");
}

#ifndef FAKE_NO_UUID
EXPORTED int nvmlDeviceGetUUID(void* device, char* text, unsigned size) {
  Unit* unit = static_cast<Unit*>(device);
  Gpu* gpu = unit->parent;
  const int code = gpu != nullptr ? enter(*gpu, "mig") : enter_whole(device, "uuid", gpu);
  return code == success ? copy(unit->uuid, text, size) : code;
}
#endif

#ifndef FAKE_NO_ENERGY
EXPORTED int nvmlDeviceGetTotalEnergyConsumption(void* device, unsigned long long* mj) {
  Gpu* gpu = nullptr;
  const int code = enter_whole(device, "energy", gpu);
  if (code == success) *mj = energy_now(*gpu, gpu->power);
  return code;
}
#endif

#ifndef FAKE_NO_POWER
EXPORTED int nvmlDeviceGetPowerUsage(void* device, unsigned* mw) {
  Gpu* gpu = nullptr;
  const int code = enter_whole(device, "power", gpu);
  if (code == success) *mw = power_mw(gpu->power, script_ns());
  return code;
}
#endif

#ifndef FAKE_NO_FIELDS
EXPORTED int nvmlDeviceGetFieldValues(void* device, int count, void* values) {
  Gpu* gpu = nullptr;
  const int code = enter_whole(device, "fields", gpu);
  for (int i = 0; code == success && i < count; ++i)
    answer_field(*gpu, static_cast<unsigned char*>(values) + std::ptrdiff_t{40} * i);
  return code;
}
#endif

#ifndef FAKE_NO_EXTRAS
EXPORTED int nvmlShutdown() {
  initialised = false;
  return success;
}

EXPORTED int nvmlDeviceGetName(void* device, char* text, unsigned size) {
  Gpu* gpu = nullptr;
  const int code = enter_whole(device, "name", gpu);
  return code == success ? copy(gpu->name, text, size) : code;
}

EXPORTED int nvmlDeviceGetEnforcedPowerLimit(void* device, unsigned* mw) {
  Gpu* gpu = nullptr;
  const int code = enter_whole(device, "limit", gpu);
  if (code != success) return code;
  if (gpu->limit_w <= 0) return not_supported;
  *mw = static_cast<unsigned>(gpu->limit_w * 1000);
  return success;
}

/// 68 bytes with the bus id in the last 32.
EXPORTED int nvmlDeviceGetPciInfo_v3(void* device, char* info) {
  Gpu* gpu = nullptr;
  const int code = enter_whole(device, "pci", gpu);
  return code == success ? copy(gpu->pci, info + 36, 32) : code;
}

/// 0 entries of room: the count alone, with "insufficient size" where there are any. An entry is of
/// 24 bytes, the process id first; those that have no name in the script are process 0.
EXPORTED int nvmlDeviceGetComputeRunningProcesses_v3(void* device, unsigned* count, char* entries) {
  Gpu* gpu = nullptr;
  const int code = enter_whole(device, "processes", gpu);
  if (code != success) return code;
  std::vector<unsigned> pids(gpu->processes, 0);
  for (const auto& process : gpu->named) {
    if (process.from_s <= static_cast<double>(script_ns()) / 1e9) pids.push_back(process.pid);
  }
  const bool fits = *count >= pids.size();
  *count = static_cast<unsigned>(pids.size());
  if (!fits) return insufficient_size;
  constexpr std::size_t kEntry = 24;
  for (std::size_t i = 0; i < pids.size(); ++i)
    std::memcpy(entries + i * kEntry, &pids[i], sizeof pids[i]);
  return success;
}

EXPORTED int nvmlDeviceGetMigMode(void* device, unsigned* current, unsigned* pending) {
  Gpu* gpu = nullptr;
  const int code = enter_whole(device, "mig", gpu);
  if (code != success) return code;
  *current = *pending = gpu->in_mig_mode ? 1 : 0;
  return success;
}

EXPORTED int nvmlDeviceGetMaxMigDeviceCount(void* device, unsigned* count) {
  Gpu* gpu = nullptr;
  const int code = enter_whole(device, "mig", gpu);
  if (code == success) *count = gpu->slices;
  return code;
}

EXPORTED int nvmlDeviceGetMigDeviceHandleByIndex(void* device, unsigned index, void** instance) {
  constexpr int not_found = 6;
  Gpu* gpu = nullptr;
  const int code = enter_whole(device, "mig", gpu);
  if (code != success) return code;
  if (index >= gpu->instances.size()) return not_found;
  *instance = &gpu->instances[index];
  return success;
}

EXPORTED int nvmlDeviceGetGpuInstanceId(void* instance, unsigned* id) {
  *id = static_cast<Unit*>(instance)->gpu_instance;
  return success;
}

EXPORTED int nvmlDeviceGetComputeInstanceId(void* instance, unsigned* id) {
  *id = static_cast<Unit*>(instance)->compute_instance;
  return success;
}

/// 40 bytes with the slices of the GPU instance @24.
EXPORTED int nvmlDeviceGetAttributes_v2(void* instance, unsigned char* attributes) {
  const Unit* unit = static_cast<const Unit*>(instance);
  if (unit->parent == nullptr) return not_supported;
  std::memcpy(attributes + 24, &unit->slices, sizeof unit->slices);
  return success;
}
#endif
