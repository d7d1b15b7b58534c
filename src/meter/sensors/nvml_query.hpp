// Knows the ways in which NVIDIA's library tells energy and power, which of them a GPU answers,
// and what it says of a figure that does not come.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "meter/sensors/nvml_library.hpp"

namespace co2est::meter::nvml {

/// Whether a code will stay for this device and question, so that asking again is vain.
bool is_final(Code code);
/// Whether the device is gone until someone acts.
bool is_lost(Code code);
/// Static text for a reading: "gpu-lost". Empty for kOk.
std::string_view fault_of(Code code);

/// One way to ask. A field where `field` is set, else the plain function.
struct Way {
  enum class Plain : std::uint8_t { none, energy, power, limit };
  Plain plain = Plain::none;
  Field field = kEnergy;
  FieldScope scope = kGpuScope;
};
/// mJ or mW.
Answer ask(const Calls& calls, Device device, const Way& way);

/// A question to one device, asked in the first way that answers; where none does, in the first
/// that may yet.
class Query {
 public:
  /// Nothing to ask.
  Query() = default;

  [[nodiscard]] bool is_open() const { return way_.has_value(); }
  /// J or W, nothing where it did not come. A final refusal ends the question: `code` stays.
  std::optional<double> read(const Calls& calls, Device device);
  /// What the last try gave.
  [[nodiscard]] Code code() const { return code_; }

  template <typename Ways>
  static Query first_of(const Ways& ways, const Calls& calls, Device device);

 private:
  std::optional<Way> way_;
  Code code_ = kNotSupported;
};

/// What is asked of one GPU, and what the answers cover.
struct Plan {
  Query energy;  ///< J since some moment: a counter that begins anew when the driver is loaded
  Query power;   ///< W
  std::optional<double> limit_w;
  bool covers_module = false;  ///< the figures contain the CPU of a superchip
};

/// Tries each way once. A superchip may refuse the figures of its GPU and answer for the module;
/// one that tells no scope at all is taken for a module, so that its CPU is not counted twice.
Plan plan_for(const Calls& calls, Device device, std::string_view model);

}  // namespace co2est::meter::nvml
