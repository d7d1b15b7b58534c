// Knows how the origin of the factors is told where others read it: a paper, a NOTICE, a folder of
// exported tables.
#pragma once

#include <string>

#include "co2est/catalogue.hpp"

namespace co2est::cli {

/// Every source by licence, with the text that the licence asks for, wrapped at `width` columns.
std::string attribution_text(const Catalogue& catalogue, std::size_t width);

}  // namespace co2est::cli
