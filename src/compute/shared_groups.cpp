#include "compute/shared_groups.hpp"

#include <algorithm>

#include "compute/widest.hpp"
#include "text/bytes.hpp"

namespace co2est {
namespace {

void add_to(GroupEffect& sum, const GroupEffect& effect) {
  sum.kinds |= effect.kinds;
  sum.energy_low += effect.energy_low;
  sum.energy_high += effect.energy_high;
  sum.co2e_low += effect.co2e_low;
  sum.co2e_high += effect.co2e_high;
}

/// Of a key that reaches over documents.
std::uint64_t hash_of(const GroupKey& key) {
  return mix_hash(key.source, static_cast<std::uint64_t>(key.cause) << 16U |
                                  static_cast<std::uint64_t>(key.power_class) << 8U |
                                  static_cast<std::uint64_t>(key.vendor));
}

}  // namespace

void SharedGroups::add(const std::vector<GroupEffect>& effects, std::uint64_t document) {
  if (document != document_) {
    end_document();
    document_ = document;
  }
  for (const GroupEffect& effect : effects) {
    if (effect.key.document == 0) {
      add_shared(effect);
      continue;
    }
    add_to(open_group(effect.key), effect);
  }
}

GroupEffect& SharedGroups::open_group(const GroupKey& key) {
  for (GroupEffect& own : open_) {
    if (own.key == key) return own;
  }
  return open_.emplace_back(GroupEffect{.key = key});
}

void SharedGroups::add_shared(const GroupEffect& effect) {
  const std::uint64_t hash = hash_of(effect.key);
  const auto same = [&](std::size_t i) { return shared_[i].key == effect.key; };
  std::size_t at = index_.find(hash, same);
  if (at == HashIndex::kNone) {
    at = shared_.size();
    index_.add(hash, at);
    shared_.push_back({.key = effect.key});
  }
  add_to(shared_[at], effect);
}

SharedGroups::Pools& SharedGroups::pools_of(const GroupEffect& effect) {
  PoolMap::value_type*& recent = recent_[static_cast<std::size_t>(effect.key.cause)];
  if (recent == nullptr || recent->first.second != effect.kinds) {
    recent = &*pools_.try_emplace({effect.key.cause, effect.kinds}).first;
  }
  return recent->second;
}

void SharedGroups::end_document() {
  for (const GroupEffect& effect : open_) {
    Pools& pools = pools_of(effect);
    pools.co2e.add({as_grams(effect.co2e_low), as_grams(effect.co2e_high)});
    pools.energy.add({as_kwh(effect.energy_low), as_kwh(effect.energy_high)});
  }
  open_.clear();
}

void SharedGroups::merge(SharedGroups& later) {
  end_document();
  later.end_document();
  for (const GroupEffect& effect : later.shared_)
    add_shared(effect);
  for (const auto& [key, pools] : later.pools_) {
    pools_[key].co2e.merge(pools.co2e);
    pools_[key].energy.merge(pools.energy);
  }
}

void SharedGroups::write(Energy facility, Mass co2e, Estimate& result) {
  end_document();
  result.effects = shared_;
  std::sort(result.effects.begin(), result.effects.end(),
            [](const GroupEffect& a, const GroupEffect& b) { return a.key < b.key; });
  Pool::Sums energy, mass;
  std::vector<WidestFactor> pooled;
  for (const auto& [key, pools] : pools_) {
    const Pool::Sums c = pools.co2e.sums(as_grams(co2e));
    const Pool::Sums e = pools.energy.sums(as_kwh(facility));
    mass.down += c.down;
    mass.up += c.up;
    if (key.first != Cause::grid) {
      energy.down += e.down;
      energy.up += e.up;
    }
    if (c.both > 0) {
      pooled.push_back(factor_of(GroupKey{key.first}, key.second));
      pooled.back().share = c.both;
    }
  }
  set_intervals(facility, co2e, {energy.down, energy.up}, {mass.down, mass.up}, pooled, result);
}

}  // namespace co2est
