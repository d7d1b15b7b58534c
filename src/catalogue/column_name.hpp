// Knows how a rule says of which column it is.
#pragma once

#include <string_view>

namespace co2est {

struct ColumnName {
  std::string_view table;  ///< empty: of every table that has the column
  std::string_view column;
};

}  // namespace co2est
