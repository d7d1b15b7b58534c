// Knows the spelling of every enumeration that a file may contain, in the order of the enumerators.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

#include "co2est/origin.hpp"

namespace co2est {

inline constexpr std::array<std::string_view, 4> kBasisNames{"measured", "reported", "modelled",
                                                             "assumed"};
inline constexpr std::array<std::string_view, 5> kSensorNames{"none", "meter", "counter", "sampled",
                                                              "rapl"};
inline constexpr std::array<std::string_view, 3> kAccountingNames{"lifecycle", "direct", "unknown"};
inline constexpr std::array<std::string_view, 9> kDeviceKindNames{
    "gpu", "tpu", "cpu", "dram", "host", "node", "facility", "idle", "other"};

template <std::size_t N, typename E>
constexpr std::string_view name_in(const std::array<std::string_view, N>& names, E value) {
  return names.at(static_cast<std::size_t>(value));
}

/// The enumerator that is spelled `text`.
template <typename E, std::size_t N>
constexpr std::optional<E> value_in(const std::array<std::string_view, N>& names,
                                    std::string_view text) {
  for (std::size_t i = 0; i < N; ++i) {
    if (names[i] == text) return static_cast<E>(i);
  }
  return std::nullopt;
}

}  // namespace co2est
