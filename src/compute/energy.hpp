// Knows the energy of one component and how uncertain factors move it.
#pragma once

#include "co2est/resolved.hpp"

namespace co2est {

/// IT energy of the component, one repeat.
/// Strubell et al. 2019, eq. 1: p_t = t (p_c + p_r + g p_g) / 1000, one term at a time.
Energy component_energy(const ResolvedComponent& component);

}  // namespace co2est
