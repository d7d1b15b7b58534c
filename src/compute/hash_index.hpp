// Knows how an item of a list is found by a hash of its key, without a copy of the key.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace co2est {

/// Where the items of a list stand, by hash: open addressing in a table that is at most half full.
/// The low bits of a hash choose the slot, so they must depend on the whole key.
class HashIndex {
 public:
  static constexpr std::size_t kNone = SIZE_MAX;

  /// The item with `hash` for which `matches(item)`; kNone where there is none.
  template <typename Matches>
  [[nodiscard]] std::size_t find(std::uint64_t hash, const Matches& matches) const {
    if (slots_.empty()) return kNone;
    for (std::size_t at = hash & mask(); slots_[at].item != kNone; at = (at + 1) & mask()) {
      if (slots_[at].hash == hash && matches(slots_[at].item)) return slots_[at].item;
    }
    return kNone;
  }

  /// `item` has not been added before.
  void add(std::uint64_t hash, std::size_t item);

 private:
  struct Slot {
    std::uint64_t hash = 0;
    std::size_t item = kNone;
  };

  [[nodiscard]] std::size_t mask() const { return slots_.size() - 1; }

  void put(Slot slot);
  void grow();

  std::vector<Slot> slots_;  ///< as many as a power of two, or none
  std::size_t used_ = 0;
};

}  // namespace co2est
