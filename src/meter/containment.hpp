// Knows what lies within what, so that nothing is counted twice: which of a host's channels count,
// and which lie within one that counts or repeat it.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "meter/source.hpp"

namespace co2est::meter {

inline constexpr std::size_t kNowhere = static_cast<std::size_t>(-1);

/// What becomes of a channel.
struct Placing {
  bool counts = false;
  std::size_t within = kNowhere;  ///< the channel that counts in its place
  /// Why it does not count, static text: "lies within", "repeats", "shown, never added",
  /// "gave no figure". Empty where it counts.
  std::string_view reason;

  friend bool operator==(const Placing&, const Placing&) = default;
};

/// Whether both cover the same joules, in part or as a whole. Symmetric.
bool overlap(const Channel& a, const Channel& b);

/// The channels of one host, and whether each held: it gave figures, and a counter moved. What did
/// not hold neither counts nor hides another.
///
/// Of channels that overlap the widest counts: node, module, package, then what is beside or
/// below it; of two that repeat each other, the first. So no two that count overlap, and each
/// that held either counts, or overlaps one that does, or is psys, which is only shown. Where a
/// part of a machine has no figure (a socket was lost), nothing stands in for it.
/// `held` is as long as `channels`.
std::vector<Placing> place(const std::vector<Channel>& channels, const std::vector<bool>& held);

}  // namespace co2est::meter
