// Knows the first step of a derivation, the energy of each device, and how any step is put down.
#pragma once

#include <string>

#include "co2est/catalogue.hpp"
#include "co2est/estimate.hpp"
#include "render/layout.hpp"

namespace co2est::rendering {

inline constexpr int kDigits = 5;  // a reader who multiplies arrives at the printed result

std::string kwh_text(Energy energy);
std::string kg_text(Mass mass);
/// "gpu 8 x Tesla P100", "2 x cpu", "host": the kind once.
std::string label_of(const ComponentFigure& component);
/// Device hours of one repeat: "8 x 72 h" where so many ran for the whole time of it.
std::string device_hours_text(const Derivation& inputs, const Estimate& estimate);
/// " x 3 repeats", empty for one.
std::string repeats_text(const Estimate& estimate);
/// One step.
void say(Page& page, const std::string& text);
/// Where the line above comes from.
void cite(Page& page, const std::string& text);
std::string origin_words(const Origin& origin, const Catalogue& catalogue);

void explain_components(Page& page, const Estimate& estimate, const Catalogue& catalogue);
/// Of a total, whose components are groups with inputs that differ by run.
void list_components(Page& page, const Estimate& estimate);

}  // namespace co2est::rendering
