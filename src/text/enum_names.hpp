// Knows the spelling of every enumeration that stands in a file, in the order of the enumerators.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

#include "co2est/origin.hpp"
#include "co2est/units.hpp"

namespace co2est {

template <typename E>
struct NamedValue {
  E value;
  std::string_view name;
};

/// The names by enumerator; rows in another order than that of the enumerators do not compile.
template <typename E, std::size_t N>
consteval std::array<std::string_view, N> names_of(const NamedValue<E> (&rows)[N]) {
  std::array<std::string_view, N> names{};
  for (std::size_t i = 0; i < N; ++i) {
    if (static_cast<std::size_t>(rows[i].value) != i) throw "the rows are not in order";
    names[i] = rows[i].name;
  }
  return names;
}

inline constexpr auto kBasisNames = names_of<Basis>({
    {Basis::measured, "measured"},
    {Basis::reported, "reported"},
    {Basis::modelled, "modelled"},
    {Basis::assumed, "assumed"},
});
inline constexpr auto kSensorNames = names_of<Sensor>({
    {Sensor::none, "none"},
    {Sensor::meter, "meter"},
    {Sensor::counter, "counter"},
    {Sensor::sampled, "sampled"},
    {Sensor::rapl, "rapl"},
});
inline constexpr auto kAccountingNames = names_of<Accounting>({
    {Accounting::lifecycle, "lifecycle"},
    {Accounting::direct, "direct"},
    {Accounting::unknown, "unknown"},
});
inline constexpr auto kCurrencyNames = names_of<Currency>({
    {Currency::usd, "USD"},
    {Currency::eur, "EUR"},
});
inline constexpr auto kDeviceKindNames = names_of<DeviceKind>({
    {DeviceKind::gpu, "gpu"},
    {DeviceKind::tpu, "tpu"},
    {DeviceKind::cpu, "cpu"},
    {DeviceKind::dram, "dram"},
    {DeviceKind::host, "host"},
    {DeviceKind::node, "node"},
    {DeviceKind::facility, "facility"},
    {DeviceKind::idle, "idle"},
    {DeviceKind::other, "other"},
});

inline constexpr auto kEvidenceNames = names_of<Evidence>({
    {Evidence::energy, "energy"},
    {Evidence::intervals, "intervals"},
    {Evidence::power, "power"},
    {Evidence::utilization, "utilization"},
    {Evidence::model, "model"},
    {Evidence::memory, "memory"},
    {Evidence::host_model, "host-model"},
    {Evidence::none, "none"},
});
inline constexpr auto kOriginNames = names_of<OriginKind>({
    {OriginKind::flag, "flag"},
    {OriginKind::run, "run file"},
    {OriginKind::defaults, "project defaults"},
    {OriginKind::method, "method"},
    {OriginKind::cloud_region, "cloud region"},
    {OriginKind::catalogue, "catalogue"},
    {OriginKind::assumption, "assumption"},
});

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
