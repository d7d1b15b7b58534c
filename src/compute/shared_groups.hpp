// Knows how the moves of correlated factors in many runs become the interval of their sum.
#pragma once

#include <array>
#include <map>
#include <utility>
#include <vector>

#include "co2est/estimate.hpp"
#include "compute/hash_index.hpp"
#include "compute/interval.hpp"

namespace co2est {

/// The moves of groups: those that reach over documents by key, the others in pools.
class SharedGroups {
 public:
  SharedGroups() = default;
  SharedGroups(const SharedGroups&) = delete;  // recent_ points into pools_
  SharedGroups& operator=(const SharedGroups&) = delete;
  ~SharedGroups() = default;

  void add(const std::vector<GroupEffect>& effects, std::uint64_t document);
  void merge(SharedGroups& later);
  /// Sets the intervals and `widest` of the result.
  void write(Energy facility, Mass co2e, Estimate& result);

 private:
  struct Pools {
    Pool co2e;
    Pool energy;
  };
  using PoolMap = std::map<std::pair<Cause, unsigned>, Pools>;  ///< by cause and kinds

  void end_document();
  void add_shared(const GroupEffect& effect);
  GroupEffect& open_group(const GroupKey& key);
  Pools& pools_of(const GroupEffect& effect);

  std::vector<GroupEffect> shared_;
  HashIndex index_;                ///< into shared_, by key
  std::vector<GroupEffect> open_;  ///< groups of the document that is being read
  std::uint64_t document_ = 0;
  PoolMap pools_;
  /// By cause, where the last document's effect went: most documents name the same kinds.
  std::array<PoolMap::value_type*, kCauses> recent_{};
};

}  // namespace co2est
