// Knows the parts of a text report that one run and many have in common.
#pragma once

#include "co2est/render.hpp"
#include "render/layout.hpp"

namespace co2est::rendering {

/// CO2e, energy, grid, cars, and what is told beside them: a line each.
void write_headline(Page& page, const Estimate& estimate, const Catalogue& catalogue,
                    bool all_equivalents);
/// A line with a bar for each component.
void write_components(Page& page, const Estimate& estimate);
/// What makes the interval wide, notes, and the catalogue.
void write_closing(Page& page, const Estimate& estimate, const Catalogue& catalogue);
/// Name, hardware and hours.
void write_title(Page& page, const Estimate& estimate, bool many);

std::string render_many(const Report& report, const Catalogue& catalogue, const TextStyle& style);

}  // namespace co2est::rendering
