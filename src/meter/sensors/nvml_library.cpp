#include "meter/sensors/nvml_library.hpp"

#include <dlfcn.h>

#include <array>
#include <cstring>
#include <initializer_list>

namespace co2est::meter::nvml {
namespace {

/// The first of `names` that the library has. The header of NVML renames functions by macro: what
/// a program calls nvmlInit is nvmlInit_v2, and older libraries have the plain name alone.
template <typename Function>
void find(void* library, Function*& function, std::initializer_list<const char*> names) {
  for (const char* name : names) {
    void* symbol = ::dlsym(library, name);
    if (symbol == nullptr) continue;
    static_assert(sizeof symbol == sizeof function);
    std::memcpy(&function, &symbol, sizeof symbol);
    return;
  }
}

// Bytes of nvmlProcessInfo_t: of versions 2 and 3, and of the first.
constexpr std::size_t kProcessSize = 24, kFirstProcessSize = 16;

/// Only names whose structs are laid out alike stand for one function.
Calls calls_of(void* library) {
  Calls calls;
  find(library, calls.init, {"nvmlInit_v2", "nvmlInit"});
  find(library, calls.shutdown, {"nvmlShutdown"});
  find(library, calls.count, {"nvmlDeviceGetCount_v2", "nvmlDeviceGetCount"});
  find(library, calls.handle, {"nvmlDeviceGetHandleByIndex_v2", "nvmlDeviceGetHandleByIndex"});
  find(library, calls.uuid, {"nvmlDeviceGetUUID"});
  find(library, calls.name, {"nvmlDeviceGetName"});
  find(library, calls.pci, {"nvmlDeviceGetPciInfo_v3"});
  find(library, calls.energy, {"nvmlDeviceGetTotalEnergyConsumption"});
  find(library, calls.power, {"nvmlDeviceGetPowerUsage"});
  find(library, calls.fields, {"nvmlDeviceGetFieldValues"});
  find(library, calls.limit,
       {"nvmlDeviceGetEnforcedPowerLimit", "nvmlDeviceGetPowerManagementLimit"});
  find(library, calls.processes,
       {"nvmlDeviceGetComputeRunningProcesses_v3", "nvmlDeviceGetComputeRunningProcesses_v2"});
  calls.process_size = calls.processes != nullptr ? kProcessSize : kFirstProcessSize;
  if (calls.processes == nullptr)
    find(library, calls.processes, {"nvmlDeviceGetComputeRunningProcesses"});
  find(library, calls.mig_mode, {"nvmlDeviceGetMigMode"});
  find(library, calls.mig_count, {"nvmlDeviceGetMaxMigDeviceCount"});
  find(library, calls.mig_handle, {"nvmlDeviceGetMigDeviceHandleByIndex"});
  find(library, calls.gpu_instance, {"nvmlDeviceGetGpuInstanceId"});
  find(library, calls.compute_instance, {"nvmlDeviceGetComputeInstanceId"});
  find(library, calls.attributes, {"nvmlDeviceGetAttributes_v2"});
  return calls;
}

std::string missing_of(const Calls& calls) {
  std::string missing;
  const auto need = [&missing](bool has, const char* name) {
    if (has) return;
    missing += missing.empty() ? "it lacks " : ", ";
    missing += name;
  };
  need(calls.init != nullptr, "nvmlInit");
  need(calls.count != nullptr, "nvmlDeviceGetCount");
  need(calls.handle != nullptr, "nvmlDeviceGetHandleByIndex");
  need(calls.uuid != nullptr, "nvmlDeviceGetUUID");
  need(calls.energy != nullptr || calls.power != nullptr || calls.fields != nullptr,
       "every function for energy or power");
  return missing;
}

/// NVML writes -1 for a value that is not available.
template <typename Integer>
Answer figure(Code code, Integer value) {
  if (code == kOk && value == static_cast<Integer>(-1)) return {kNoData, 0};
  return {code, static_cast<double>(value)};
}

}  // namespace

Library::Library(const std::string& name)
    : library_(::dlopen(name.c_str(), RTLD_LAZY | RTLD_LOCAL)) {
  if (library_ == nullptr) {
    const char* words = ::dlerror();
    missing_ = words != nullptr ? words : "it cannot be loaded";
    return;
  }
  calls_ = calls_of(library_);
  missing_ = missing_of(calls_);
}

Library::~Library() {
  if (library_ != nullptr) ::dlclose(library_);
}

std::optional<std::string> text_of(TextCall call, Device device, Code* code) {
  std::array<char, kTextSize> text{};
  const Code got = call == nullptr ? kFunctionNotFound
                                   : call(device, text.data(), static_cast<unsigned>(text.size()));
  if (code != nullptr) *code = got;
  if (got != kOk) return std::nullopt;
  text.back() = '\0';
  return std::string(text.data());
}

Answer figure_of(FigureCall call, Device device) {
  if (call == nullptr) return {};
  unsigned value = 0;
  const Code code = call(device, &value);
  return figure(code, value);
}

Answer field_of(const Calls& calls, Device device, Field field, FieldScope scope) {
  if (calls.fields == nullptr) return {};
  FieldValue asked;
  asked.field = field;
  asked.scope = scope;
  const Code code = calls.fields(device, 1, &asked);
  if (code != kOk) return {code, 0};
  const auto of_entry = static_cast<Code>(asked.code);
  switch (asked.type) {
    case kDouble:
      return {of_entry, asked.value.d};
    case kUnsignedInt:
      return figure(of_entry, asked.value.u32);
    case kUnsignedLong:
    case kUnsignedLongLong:
      return figure(of_entry, asked.value.u64);
    case kSignedLongLong:
      return figure(of_entry, asked.value.i64);
    case kSignedInt:
      return figure(of_entry, asked.value.i32);
    case kUnsignedShort:
      return figure(of_entry, asked.value.u16);
    default:
      return {of_entry == kOk ? kNotSupported : of_entry, 0};
  }
}

}  // namespace co2est::meter::nvml
