// Knows all tables of a catalogue cell by cell, and how a check names the place of a fault.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "catalogue/table_rows.hpp"
#include "co2est/error.hpp"

namespace co2est {

/// The tables that checks look at; one that is no CSV is there without rows.
class CheckedTables {
 public:
  explicit CheckedTables(const Catalogue& catalogue);

  [[nodiscard]] const Catalogue& catalogue() const { return catalogue_; }
  [[nodiscard]] const std::vector<TableRows>& all() const { return tables_; }
  /// Throws Error (environment) where the program has no such table.
  [[nodiscard]] const TableRows& named(std::string_view name) const;
  [[nodiscard]] const TableText& text_of(const TableRows& table) const;
  /// The cells of a column that are not empty.
  [[nodiscard]] std::set<std::string_view> values(std::string_view table,
                                                  std::string_view column) const;

 private:
  const Catalogue& catalogue_;
  std::vector<TableText> texts_;
  std::vector<TableRows> tables_;
};

/// What one check found: a problem for each fault, the first `kMost` of them, then a count.
class Findings {
 public:
  static constexpr std::size_t kMost = 20;

  explicit Findings(const CheckedTables& tables) : tables_(tables) {}

  /// "FILE:LINE: column "C" WHAT; HINT". An empty column names the row.
  void add(const TableRows& table, std::size_t row, std::string_view column, std::string what,
           std::string hint);
  void add(Problem problem);
  /// The cell as a message tells it: holds "DEU".
  static std::string holds(std::string_view cell);
  std::vector<Problem> take();

 private:
  const CheckedTables& tables_;
  std::vector<Problem> problems_;
  std::size_t more_ = 0;
};

}  // namespace co2est
