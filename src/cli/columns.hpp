// Knows which columns of a table a page has room for, and how many digits a person reads.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "catalogue/table_rows.hpp"
#include "co2est/render.hpp"

namespace co2est::cli {

inline constexpr std::size_t kGap = 2;  ///< spaces between two columns

/// A column on its way to the page.
struct ShownColumn {
  std::size_t at = 0;     ///< its place in the table
  std::size_t width = 0;  ///< of what is longer, the cells are cut
  bool numbers = true;
};

struct FittedColumns {
  std::vector<ShownColumn> shown;          ///< in the order that was wanted
  std::vector<std::string_view> left_out;  ///< for want of room
};

/// The wanted columns that have a cell, as many as a page of so many columns holds: the first one
/// always, then figures and what they mean, key, year and source, then the others. Words are cut to
/// make room; ids only where no figure would be left beside them.
FittedColumns fitted(const TableRows& table, const std::vector<std::string_view>& wanted,
                     std::size_t page, const TextStyle& style);

/// A cell as it is printed: a figure of more than six digits keeps four, as none is known so well.
std::string cell_text(std::string_view cell, const TextStyle& style);

}  // namespace co2est::cli
