// Knows how a name that a person or a driver wrote is matched with the names of rows.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "co2est/catalogue.hpp"
#include "text/list.hpp"
#include "text/suggest.hpp"

namespace co2est {

/// Collects the rows one of whose names equals the wanted one after folding. No part of a name
/// ever matches: "A10" is not in "A100".
template <typename Row>
class Matches {
 public:
  using Fold = std::string (*)(std::string_view);

  /// `fold` makes names that mean the same equal.
  explicit Matches(std::string_view wanted, Fold fold = &fold_name)
      : wanted_(fold(wanted)), fold_(fold) {}

  void offer(const Row& row, std::initializer_list<std::string_view> names) {
    for (std::string_view name : names)
      offer_one(row, name);
  }
  void offer_list(const Row& row, std::string_view aliases) {
    for_each_item(aliases, [&](std::string_view name) { offer_one(row, name); });
  }

  [[nodiscard]] bool any() const { return !rows_.empty(); }
  /// The one row, or the candidates of an ambiguous name.
  [[nodiscard]] Found<Row> found() const {
    if (rows_.size() == 1) return {rows_.front(), {}, {}};
    return {nullptr, rows_, {}};
  }
  [[nodiscard]] Found<Row> all() const { return {nullptr, rows_, {}}; }
  [[nodiscard]] Found<Row> nearest(std::string_view name) const {
    return {nullptr, {}, std::string(nearest_name(name, names_))};
  }

 private:
  void offer_one(const Row& row, std::string_view name) {
    if (name.empty()) return;
    if (rows_.empty()) names_.push_back(name);  // for a suggestion where nothing matches
    if (!ends_alike(name)) return;
    if (fold_(name) == wanted_ && (rows_.empty() || rows_.back() != &row)) rows_.push_back(&row);
  }

  /// False for nearly all names that fold differently: folding keeps the end of a name.
  [[nodiscard]] bool ends_alike(std::string_view name) const {
    const char last = name.back();
    const bool letter = (last >= 'a' && last <= 'z') || (last >= 'A' && last <= 'Z');
    const bool digit = last >= '0' && last <= '9';
    const char folded = letter ? static_cast<char>(last | 0x20) : last;
    return !(letter || digit) || (!wanted_.empty() && folded == wanted_.back());
  }

  std::string wanted_;
  Fold fold_;
  std::vector<const Row*> rows_;
  std::vector<std::string_view> names_;
};

/// The lines of a table whose first cell is `key`; the table is sorted by it, byte by byte.
std::string_view lines_with_key(std::string_view table, std::string_view key);

}  // namespace co2est
