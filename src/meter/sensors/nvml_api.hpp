// Knows the binary interface of NVIDIA's management library (NVML), as far as it is used: what
// its C functions take and return on x86-64 and aarch64. Written from the published interface, so
// that nothing of NVIDIA's is needed to build.
#pragma once

#include <cstddef>
#include <cstdint>

namespace co2est::meter::nvml {

struct OpaqueDevice;
using Device = OpaqueDevice*;  ///< a GPU, or a MIG instance of one

/// What every function returns. Others occur: they are told by their number.
enum Code : int {
  kOk = 0,
  kInvalidArgument = 2,
  kNotSupported = 3,
  kNoPermission = 4,
  kNotFound = 6,
  kInsufficientSize = 7,
  kDriverNotLoaded = 9,
  kFunctionNotFound = 13,
  kGpuIsLost = 15,
  kResetRequired = 16,
  kBlockedBySystem = 17,
  kVersionMismatch = 18,
  kNoData = 21,
  kArgumentVersionMismatch = 25,
  kUnknown = 999,
};

inline constexpr std::size_t kTextSize = 96;  ///< bytes of the longest text that is asked for

/// Which of the types of `FieldValue::value` holds.
enum ValueType : std::int32_t {
  kDouble = 0,
  kUnsignedInt = 1,
  kUnsignedLong = 2,
  kUnsignedLongLong = 3,
  kSignedLongLong = 4,
  kSignedInt = 5,
  kUnsignedShort = 6,
};

/// One question to nvmlDeviceGetFieldValues, and its answer.
struct FieldValue {
  std::uint32_t field = 0;  ///< in
  std::uint32_t scope = 0;  ///< in
  std::int64_t timestamp_us = 0;
  std::int64_t latency_us = 0;
  std::int32_t type = 0;         ///< a ValueType
  std::int32_t code = kUnknown;  ///< a Code, of this entry alone
  union {
    double d;
    std::uint32_t u32;
    std::uint64_t u64;
    std::int64_t i64;
    std::int32_t i32;
    std::uint16_t u16;
  } value = {0};
};
static_assert(sizeof(FieldValue) == 40 && offsetof(FieldValue, timestamp_us) == 8 &&
              offsetof(FieldValue, latency_us) == 16 && offsetof(FieldValue, type) == 24 &&
              offsetof(FieldValue, code) == 28 && offsetof(FieldValue, value) == 32);

/// Fields that are asked for, all in mJ or mW.
enum Field : std::uint32_t {
  kTotalEnergy = 83,  ///< since the driver was loaded; no scope
  kAveragePower = 185,
  kInstantPower = 186,
  kCurrentLimit = 190,
  kEnergy = 191,  ///< as 83, by scope
};
enum FieldScope : std::uint32_t { kGpuScope = 0, kModuleScope = 1 };

/// Of nvmlDeviceGetPciInfo_v3.
struct PciInfo {
  char short_bus_id[16] = {};
  std::uint32_t domain = 0, bus = 0, device = 0, pci_device = 0, pci_subsystem = 0;
  char bus_id[32] = {};  ///< "00000000:18:00.0"
};
static_assert(sizeof(PciInfo) == 68 && offsetof(PciInfo, bus_id) == 36);

/// Of nvmlDeviceGetAttributes_v2: what a MIG instance has.
struct Attributes {
  std::uint32_t multiprocessors = 0, copy_engines = 0, decoders = 0, encoders = 0, jpegs = 0,
                optical_flows = 0;
  std::uint32_t gpu_instance_slices = 0, compute_instance_slices = 0;
  std::uint64_t memory_mb = 0;
};
static_assert(sizeof(Attributes) == 40 && offsetof(Attributes, gpu_instance_slices) == 24 &&
              offsetof(Attributes, memory_mb) == 32);

/// The functions that a library was found to have; null where it has not.
struct Calls {
  Code (*init)() = nullptr;
  Code (*shutdown)() = nullptr;
  Code (*count)(unsigned* devices) = nullptr;
  Code (*handle)(unsigned index, Device* device) = nullptr;
  Code (*uuid)(Device device, char* text, unsigned size) = nullptr;
  Code (*name)(Device device, char* text, unsigned size) = nullptr;
  Code (*pci)(Device device, PciInfo* info) = nullptr;
  Code (*energy)(Device device, unsigned long long* mj) = nullptr;
  Code (*power)(Device device, unsigned* mw) = nullptr;
  Code (*fields)(Device device, int count, FieldValue* values) = nullptr;
  Code (*limit)(Device device, unsigned* mw) = nullptr;
  /// With no room for entries: 7 and their number, 0 where there are none. An entry is of
  /// `process_size` bytes, by the version of the function; the process id is its first 32 bits.
  Code (*processes)(Device device, unsigned* count, void* entries) = nullptr;
  std::size_t process_size = 0;
  Code (*mig_mode)(Device device, unsigned* current, unsigned* pending) = nullptr;
  Code (*mig_count)(Device device, unsigned* most) = nullptr;
  Code (*mig_handle)(Device device, unsigned index, Device* instance) = nullptr;
  Code (*gpu_instance)(Device instance, unsigned* id) = nullptr;
  Code (*compute_instance)(Device instance, unsigned* id) = nullptr;
  Code (*attributes)(Device instance, Attributes* attributes) = nullptr;
};

}  // namespace co2est::meter::nvml
