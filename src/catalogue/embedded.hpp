// Knows the tables that are compiled into the program; their text is made by data/embed.cmake.
#pragma once

#include <span>
#include <string_view>

#include "co2est/catalogue.hpp"

namespace co2est {

/// All tables, in the order of data/CMakeLists.txt.
std::span<const TableText> embedded_tables();

/// "sha256:..." over "name:hash\n" of every embedded table, computed when the program was built.
std::string_view embedded_fingerprint();

}  // namespace co2est
