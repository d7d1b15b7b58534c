// Knows how a name that a person or a driver wrote is matched with the names of rows.
#pragma once

#include <algorithm>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "co2est/catalogue.hpp"
#include "text/suggest.hpp"

namespace co2est {

/// Calls `use` with each part of a ';'-separated list.
template <typename Use>
void for_each_alias(std::string_view list, Use use) {
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(';'), list.size());
    if (end > 0) use(list.substr(0, end));
    list.remove_prefix(std::min(end + 1, list.size()));
  }
}

/// Takes "nvidia-", "amd-" and the like off a folded name: drivers print it or leave it out.
inline std::string without_vendor(std::string folded) {
  for (std::string_view vendor : {"nvidia-", "amd-", "google-", "intel-", "aws-"}) {
    if (folded.starts_with(vendor)) return folded.substr(vendor.size());
  }
  return folded;
}

/// Collects the rows one of whose names equals the wanted one after folding. No part of a name
/// ever matches: "A10" is not in "A100".
template <typename Row>
class Matches {
 public:
  using Normal = std::string (*)(std::string);

  explicit Matches(std::string wanted, Normal normal = nullptr)
      : wanted_(std::move(wanted)), normal_(normal) {}

  void offer(const Row& row, std::initializer_list<std::string_view> names) {
    for (std::string_view name : names)
      offer_one(row, name);
  }
  void offer_list(const Row& row, std::string_view aliases) {
    for_each_alias(aliases, [&](std::string_view name) { offer_one(row, name); });
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
    names_.push_back(name);
    std::string folded = fold_name(name);
    if (normal_ != nullptr) folded = normal_(std::move(folded));
    if (folded == wanted_ && (rows_.empty() || rows_.back() != &row)) rows_.push_back(&row);
  }

  std::string wanted_;
  Normal normal_;
  std::vector<const Row*> rows_;
  std::vector<std::string_view> names_;
};

/// The lines of a table whose first cell is `key`; the table is sorted by it, byte by byte.
std::string_view lines_with_key(std::string_view table, std::string_view key);

}  // namespace co2est
