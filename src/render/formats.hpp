// Knows what each file of a format exports to the table of formats.
#pragma once

#include <string>

#include "co2est/render.hpp"

namespace co2est::rendering {

std::string render_text(const Report& report, const Catalogue& catalogue, const TextStyle& style);
std::string render_json(const Report& report, const Catalogue& catalogue, const TextStyle& style);
std::string render_ndjson(const Report& report, const Catalogue& catalogue, const TextStyle& style);
std::string render_csv(const Report& report, const Catalogue& catalogue, const TextStyle& style);
std::string render_markdown(const Report& report, const Catalogue& catalogue,
                            const TextStyle& style);

}  // namespace co2est::rendering
