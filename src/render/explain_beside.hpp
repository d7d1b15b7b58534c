// Knows the derivation of the figures that stand beside operational CO2e.
#pragma once

#include "co2est/catalogue.hpp"
#include "co2est/estimate.hpp"
#include "render/layout.hpp"

namespace co2est::rendering {

/// Embodied and market-based CO2e, water and cost: nothing where the run asks for none of them.
void explain_beside(Page& page, const Estimate& estimate, const Catalogue& catalogue);

}  // namespace co2est::rendering
