// Knows what the cells of a table may hold: the rules of data/README.md as one table of ranges and
// one of words.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "catalogue/column_name.hpp"
#include "catalogue/figure_bands.hpp"
#include "catalogue/header.hpp"
#include "catalogue/keys.hpp"
#include "co2est/catalogue.hpp"
#include "co2est/error.hpp"

namespace co2est {

/// Whether the rules give the column a range, so that its cells are numbers.
bool is_number_column(std::string_view table, std::string_view column);

/// Every column that a range or a list of words is for.
std::vector<ColumnName> columns_of_rules();

struct ColumnRange;
struct ColumnWords;

/// The rules of one table, for its rows one after the other: number of cells, ranges, words, low
/// before mid before high, order of the rows.
class RowRules {
 public:
  RowRules(const TableText& table, std::string_view header);

  /// Whether the row on that line keeps the rules; what it breaks is kept. The text of the cells
  /// must live until the next row.
  bool accept(const std::vector<std::string_view>& cells, std::size_t line);
  /// Keeps the problems of a row that has others than these rules find.
  void add(const Error& error);
  /// How many problems there are beside those that `finish` tells.
  [[nodiscard]] std::size_t more() const { return more_; }
  /// Throws Error (input) where a row broke a rule.
  void finish();

 private:
  struct Column {
    std::string_view name;
    const ColumnRange* range;
    const ColumnWords* words;
  };

  void add(std::string what, std::string hint);
  void keep(Problem problem);
  void add_cell(const Column& column, std::string_view cell);
  void check_order(const std::vector<std::string_view>& cells);
  void check_bands(const std::vector<std::string_view>& cells);
  static bool keeps_rule(const Column& column, std::string_view cell);

  const TableText& table_;
  std::vector<Column> columns_;
  std::vector<Problem> problems_;
  std::size_t more_ = 0;
  KeyOrder order_;
  std::vector<std::string_view> before_;  // the cells of the last row
  std::vector<FigureBand> bands_;
  std::size_t line_ = 0;
};

}  // namespace co2est
