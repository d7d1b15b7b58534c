// Knows the categories that a person asks the catalogue for.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "catalogue/table_rows.hpp"

namespace co2est::cli {

struct Category {
  std::string_view name;
  std::string_view table;
  void (*extend)(TableRows&, const Catalogue&);  ///< computed columns, or none
  std::vector<std::string_view> shown;           ///< for a person; a program gets all
};

/// In the order in which they are told; a name is first what it is in an earlier one.
std::span<const Category> categories();

/// Appends what a run in each row's place or region gets, where the table is such a category's.
void add_computed(TableRows& table, const Catalogue& catalogue);

}  // namespace co2est::cli
