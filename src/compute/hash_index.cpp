#include "compute/hash_index.hpp"

namespace co2est {

void HashIndex::add(std::uint64_t hash, std::size_t item) {
  if (2 * ++used_ > slots_.size()) grow();
  put({hash, item});
}

void HashIndex::put(Slot slot) {
  std::size_t at = slot.hash & mask();
  while (slots_[at].item != kNone)
    at = (at + 1) & mask();
  slots_[at] = slot;
}

void HashIndex::grow() {
  constexpr std::size_t kFirst = 16;
  std::vector<Slot> fewer(slots_.empty() ? kFirst : 2 * slots_.size());
  fewer.swap(slots_);
  for (const Slot& slot : fewer) {
    if (slot.item != kNone) put(slot);
  }
}

}  // namespace co2est
