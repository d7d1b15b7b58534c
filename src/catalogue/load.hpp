// Knows the loading of tables that nobody has judged yet.
#pragma once

#include <string>

#include "co2est/catalogue.hpp"

namespace co2est {

/// As `load_catalogue`, but no table is parsed: what is wrong with one is found where it is asked
/// for. For `verify`, which tells more of it.
Catalogue load_unchecked(const std::string& data_dir);

}  // namespace co2est
