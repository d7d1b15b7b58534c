// Knows the parts of a total that are not plain sums.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "co2est/estimate.hpp"
#include "compute/interval.hpp"

namespace co2est {

/// Adds counts, times, energies, costs and side figures of `run` to `sum`.
void add_figures(const Estimate& run, Estimate& sum);

/// The source cells of one kind of factor, each once.
class SourceCells {
 public:
  void add(const std::string& cell);
  void merge(const SourceCells& later);
  /// Appends them in the order in which they came first.
  void write(std::vector<std::string>& cells) const;

 private:
  std::unordered_set<std::string> known_;  ///< whose elements stay where they are
  std::vector<const std::string*> order_;
  const std::string* last_ = nullptr;  ///< the one that was added last: many runs share theirs
};

/// Which accountings a total adds up, and the first run of each.
class AccountingSeen {
 public:
  /// `number` of the run in the total, from 1.
  void add(Accounting accounting, std::uint64_t number, const std::string& name);
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

/// What is the same in all runs: PUE, grid, scope, method.
class CommonFactors {
 public:
  void add(const Estimate& run);
  void merge(CommonFactors&& later);
  void write(Estimate& result) const;

 private:
  bool any_ = false;
  std::optional<PueFactor> pue_;
  std::optional<GridFactor> grid_;
  std::string scope_;
  std::string method_;
};

/// The moves of groups: those that reach over documents by key, the others in pools.
class SharedGroups {
 public:
  void add(const std::vector<GroupEffect>& effects, std::uint64_t document);
  void merge(SharedGroups& later);
  /// Sets the intervals and `widest` of the result.
  void write(Energy facility, Mass co2e, Estimate& result);

 private:
  struct Pools {
    Pool co2e;
    Pool energy;
  };
  void end_document();
  static void add_to(GroupEffect& sum, const GroupEffect& effect);

  std::map<GroupKey, GroupEffect> shared_;
  std::vector<GroupEffect> open_;  ///< groups of the document that is being read
  std::uint64_t document_ = 0;
  std::map<std::pair<Cause, unsigned>, Pools> pools_;
};

/// Components by kind, model and basis.
class ComponentSums {
 public:
  void add(const std::vector<ComponentFigure>& components);
  void merge(ComponentSums&& later);
  [[nodiscard]] std::vector<ComponentFigure> list() const;

 private:
  static std::size_t key_of(const ComponentFigure& component);
  ComponentFigure* find(const ComponentFigure& component);
  void add_one(const ComponentFigure& component);
  std::vector<ComponentFigure> sums_;
  std::unordered_multimap<std::size_t, std::size_t> index_;  ///< into sums_, by key
};

}  // namespace co2est
