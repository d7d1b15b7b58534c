// Knows all tables of a catalogue cell by cell, and how a check names the place of a fault.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "catalogue/table_rows.hpp"
#include "co2est/error.hpp"

namespace co2est {

/// The tables that checks look at. One that is no CSV, or has other columns than its own, is there
/// without rows, and what other tables refer to are then the shipped ones: one fault, one message.
class CheckedTables {
 public:
  explicit CheckedTables(const Catalogue& catalogue);

  [[nodiscard]] const Catalogue& catalogue() const { return catalogue_; }
  /// A table that cannot be read, or has other columns than its own, is without rows.
  [[nodiscard]] const std::vector<TableRows>& all() const { return tables_; }
  /// Throws Error (environment) where the program has no such table.
  [[nodiscard]] const TableRows& named(std::string_view name) const;
  [[nodiscard]] const TableText& text_of(const TableRows& table) const;
  /// Whether the rows of the table are there.
  [[nodiscard]] bool is_readable(std::string_view name) const;
  /// The cells of a column that are not empty; of a table that cannot be read, the shipped ones.
  [[nodiscard]] std::set<std::string_view> values(std::string_view table,
                                                  std::string_view column) const;

 private:
  const Catalogue& catalogue_;
  std::vector<TableText> texts_;
  std::vector<TableRows> tables_;
  std::vector<TableRows> shipped_;  ///< in place of those that cannot be read
};

/// What one check found: a problem for each fault, the first `kMost` of them, and how many more.
class Findings {
 public:
  static constexpr std::size_t kMost = 20;

  explicit Findings(const CheckedTables& tables) : tables_(tables) {}

  /// "FILE:LINE: column "C" WHAT; HINT". An empty column names the row.
  void add(const TableRows& table, std::size_t row, std::string_view column, std::string what,
           std::string hint);
  void add(Problem problem);
  /// Faults that are counted and not told.
  void add_more(std::size_t count) { more_ += count; }
  [[nodiscard]] std::size_t more() const { return more_; }
  /// The cell as a message tells it: holds "DEU".
  static std::string holds(std::string_view cell);
  std::vector<Problem> take() { return std::move(problems_); }

 private:
  const CheckedTables& tables_;
  std::vector<Problem> problems_;
  std::size_t more_ = 0;
};

}  // namespace co2est
