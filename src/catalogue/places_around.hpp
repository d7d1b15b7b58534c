// Knows the way from a place to those around it, as rows of grids.csv tell it.
#pragma once

#include <cstddef>
#include <map>
#include <string_view>

#include "catalogue/table_rows.hpp"

namespace co2est {

class PlacesAround {
 public:
  /// Of rows that may be wrong: a way may lead back to where it began.
  explicit PlacesAround(const TableRows& grids) {
    for (std::size_t row = 0; row < grids.rows.size(); ++row)
      parents_[grids.cell(row, "id")] = grids.cell(row, "parent_id");
  }
  /// The place around it; empty where there is none, or no such row.
  [[nodiscard]] std::string_view around(std::string_view id) const {
    const auto found = parents_.find(id);
    return found == parents_.end() ? std::string_view() : found->second;
  }

 private:
  std::map<std::string_view, std::string_view> parents_;
};

}  // namespace co2est
