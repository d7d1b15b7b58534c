// Knows the tables that are compiled into the program: data/embed.cmake makes their text,
// data/name_index.cpp the index of their names.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "co2est/catalogue.hpp"

namespace co2est {

/// All tables, in the order of data/CMakeLists.txt.
std::span<const TableText> embedded_tables();

/// "sha256:..." over "name:hash\n" of every embedded table, computed when the program was built.
std::string_view embedded_fingerprint();

/// A folded name and where in its table's text the row begins that has it.
struct NamedRow {
  std::string_view name;
  std::uint32_t offset;
};

/// All names of an embedded table, sorted; empty for a table that has no index.
std::span<const NamedRow> embedded_names(std::string_view table);

}  // namespace co2est
