// Knows how NVIDIA's management library is found at run time, under which names each of its
// functions goes, and how one is asked for a text or a figure.
#pragma once

#include <optional>
#include <string>

#include "meter/sensors/nvml_api.hpp"

namespace co2est::meter::nvml {

/// The library, loaded for as long as this lives. It needs to have no more than init, count,
/// handle, UUID and one of energy, power and fields: drivers of many years lack the others.
class Library {
 public:
  /// `name`: for dlopen. Check `missing` before a call.
  explicit Library(const std::string& name);
  ~Library();
  Library(const Library&) = delete;
  Library& operator=(const Library&) = delete;

  [[nodiscard]] bool is_loaded() const { return library_ != nullptr; }
  /// What stands against its use: the loader's words, or functions that it lacks. Empty: nothing.
  [[nodiscard]] const std::string& missing() const { return missing_; }
  [[nodiscard]] const Calls& calls() const { return calls_; }

 private:
  void* library_ = nullptr;
  Calls calls_;
  std::string missing_;
};

/// A figure, where `code` is kOk.
struct Answer {
  Code code = kFunctionNotFound;
  double value = 0;
};

using TextCall = Code (*)(Device device, char* text, unsigned size);
/// The text that `call` gives for a device; nothing where there is none, with `code` telling why.
std::optional<std::string> text_of(TextCall call, Device device, Code* code = nullptr);

using FigureCall = Code (*)(Device device, unsigned* figure);
Answer figure_of(FigureCall call, Device device);

/// One field of a device, in the unit of the field.
Answer field_of(const Calls& calls, Device device, Field field, FieldScope scope);

}  // namespace co2est::meter::nvml
