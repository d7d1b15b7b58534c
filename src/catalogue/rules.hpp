// Knows what the cells of a table may hold: the rules of data/README.md as one table of ranges and
// one of words.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "co2est/catalogue.hpp"
#include "co2est/error.hpp"
#include "csv/csv.hpp"

namespace co2est {

/// The file that was given for the table, else its name: "pue.csv".
std::string place_of(const TableText& table);

std::size_t column_count(std::string_view header);
/// The name of a column, counted from 0.
std::string_view column_name(std::string_view header, std::size_t column);

/// Whether the rules give the column a range, so that its cells are numbers.
bool is_number_column(std::string_view table, std::string_view column);

/// Reads the first line. Throws Error (input) where it is not `header`.
void check_header(const TableText& table, std::string_view header, csv::Reader& reader);

struct ColumnRange;
struct ColumnWords;

/// The rules of one table, for its rows one after the other: number of cells, ranges, words, order.
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
  void check_order(std::string_view key);
  static bool keeps_rule(const Column& column, std::string_view cell);

  const TableText& table_;
  std::vector<Column> columns_;
  std::vector<Problem> problems_;
  std::size_t more_ = 0;
  std::string_view before_;
  std::size_t line_ = 0;
};

}  // namespace co2est
