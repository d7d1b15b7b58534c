// Knows which evidence of an entry counts, and the band that it has.
#pragma once

#include "resolve/context.hpp"

namespace co2est {

/// One entry while it is resolved.
struct Entry {
  const DeviceSpec& said;
  const Accelerator* row;  ///< of the catalogue, or none
  const Cpu* cpu;          ///< of the catalogue where the kind is cpu, or none
  ResolvedComponent& component;
  std::size_t index;  ///< in the devices that are resolved
  std::size_t place;  ///< in `devices` of the run file

  /// "/devices/0"
  [[nodiscard]] std::string where() const { return "/devices/" + std::to_string(place); }
};

/// Memory of which nothing is known but the gigabytes of one host.
bool counts_by_capacity(const DeviceSpec& said);

/// Fills evidence, basis, inputs and factors of the component, but for its device hours.
void resolve_evidence(Context& context, const Entry& entry);

/// TDP x load of a CPU that the catalogue has; the band is wider where the load is unknown. A TDP
/// is no limit of a CPU, whose boost goes above it, so that the band is not capped there.
void resolve_from_cpu(Context& context, const Entry& entry);

/// Says which CPUs a model that is not one of the catalogue may be.
void no_cpu(Context& context, const Entry& entry);

/// Notes that the TDP which the entry's figure or basis rests on is marked as unverified.
void note_unverified_tdp(const Context& context, const Entry& entry);

/// Adds the band of the evidence, capped so that no power is over the cap above the TDP.
void add_power_factor(Context& context, const Entry& entry, PowerClass power_class,
                      const Range<double>& band, bool stated);

}  // namespace co2est
