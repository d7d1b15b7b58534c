// Knows the parts of a total that are not plain sums.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "co2est/estimate.hpp"
#include "compute/hash_index.hpp"

namespace co2est {

/// Adds counts, times, energies, costs and side figures of `run` to `sum`.
void add_figures(const Estimate& run, Estimate& sum);

/// The source cells of one kind of factor, each once.
class SourceCells {
 public:
  void add(std::string_view cell);
  void merge(const SourceCells& later);
  /// Appends them in the order in which they came first.
  void write(std::vector<std::string>& cells) const;

 private:
  std::vector<std::string> cells_;
  HashIndex index_;  ///< into cells_, by text
};

/// Which accountings a total adds up, and the first run of each.
class AccountingSeen {
 public:
  /// `number` of the run in the total, from 1.
  void add(Accounting accounting, std::uint64_t number, std::string_view name) {
    std::optional<NumberedRun>& first = first_[static_cast<std::size_t>(accounting)];
    if (!first) first = NumberedRun{number, std::string(name)};
  }
  /// `before` is the number of runs that stand before the others'.
  void merge(const AccountingSeen& later, std::uint64_t before);
  /// Direct and lifecycle; unknown ones are no proof of a mixture.
  [[nodiscard]] bool mixed() const { return first_direct() && first_lifecycle(); }
  [[nodiscard]] const std::optional<NumberedRun>& first_direct() const {
    return first_[static_cast<std::size_t>(Accounting::direct)];
  }
  [[nodiscard]] const std::optional<NumberedRun>& first_lifecycle() const {
    return first_[static_cast<std::size_t>(Accounting::lifecycle)];
  }
  /// Remarks on what is added up.
  void write(std::vector<Note>& notes) const;

 private:
  std::array<std::optional<NumberedRun>, 3> first_;  ///< by Accounting
};

/// Which gases the grids of a total count; where one does not say, it is no proof of a mixture.
class GasesSeen {
 public:
  void add(std::string_view gases) {
    co2_ = co2_ || gases == "co2";
    co2e_ = co2e_ || gases == "co2e";
  }
  void merge(const GasesSeen& later) {
    co2_ = co2_ || later.co2_;
    co2e_ = co2e_ || later.co2e_;
  }
  /// A remark where CO2 alone and CO2e are added up.
  void write(std::vector<Note>& notes) const;

 private:
  bool co2_ = false, co2e_ = false;
};

/// What a total reads of a run beside its figures.
struct Particulars {
  std::string_view name;
  std::string_view scope;
  std::string_view method;
  const PueFactor* pue = nullptr;    ///< none where a sum is over different ones
  const GridFactor* grid = nullptr;  ///< likewise
  std::span<const Note> notes;
  /// The first figures are of these; the others, or all where this is empty, describe themselves.
  std::span<const ResolvedComponent> components;
};

/// What is the same in all runs: PUE, grid, scope, method.
class CommonFactors {
 public:
  void add(const Particulars& run);
  void merge(const CommonFactors& later);
  void write(Estimate& result) const;

 private:
  bool any_ = false;
  std::optional<PueFactor> pue_;
  std::optional<GridFactor> grid_;
  std::string scope_;
  std::string method_;
};

/// Components by kind, model and basis.
class ComponentSums {
 public:
  void add(std::span<const ComponentFigure> components);
  /// The energy and the embodied emissions of `figures`, all else of `components`. Figures beyond
  /// these describe themselves.
  void add(std::span<const ResolvedComponent> components, std::span<const ComponentFigure> figures);
  void merge(const ComponentSums& later) { add(later.sums_); }
  [[nodiscard]] std::vector<ComponentFigure> list() const;

 private:
  template <typename Component>
  void add_one(const Component& component, const ComponentFigure& figure);
  template <typename Component>
  [[gnu::noinline]] void start(const Component& component, const ComponentFigure& figure,
                               std::uint64_t hash);

  std::vector<ComponentFigure> sums_;
  HashIndex index_;  ///< into sums_, by kind, model and basis
};

}  // namespace co2est
