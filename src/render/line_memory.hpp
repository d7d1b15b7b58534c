// Knows which parts of a line are written once: texts by the values that they follow from.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "co2est/catalogue.hpp"
#include "co2est/estimate.hpp"
#include "render/estimate_json.hpp"

namespace co2est::rendering {

/// Equal values have equal marks, different ones rarely.
std::uint64_t mark_of(const PueFactor& pue);
std::uint64_t mark_of(const GridFactor& grid);
std::uint64_t mark_of(const Note& note);
std::uint64_t mark_of(const SourceKey& key);
inline std::uint64_t mark_of(const FactorKey& key) {
  return static_cast<std::uint64_t>(key.cause) + 8U * std::uint64_t{key.from_memory} +
         16U * std::uint64_t{key.kinds};
}

bool same(const PueFactor& a, const PueFactor& b);
bool same(const GridFactor& a, const GridFactor& b);
bool same(const Note& a, const Note& b);
inline bool same(const SourceKey& a, const SourceKey& b) {
  return a == b;
}
inline bool same(const FactorKey& a, const FactorKey& b) {
  return a == b;
}

enum class Keeps : std::uint8_t {
  always,
  twice,  ///< what comes twice before its place is taken: values that differ by line cost little
};

/// Bytes by the key that they were written for.
template <typename Key, std::size_t kSize, Keeps kKeepsWhat>
class Memory {
 public:
  static constexpr Keeps kKeeps = kKeepsWhat;
  struct Slot {
    std::uint64_t mark = 0;
    Key key{};
    std::string bytes;
  };
  /// Where the mark is kept, else a place for it.
  Slot& slot(std::uint64_t mark) {
    for (std::uint64_t i = 0; i < kProbes; ++i) {
      Slot& slot = slots_[(mark + i) % kSize];
      if (slot.mark == mark || slot.bytes.empty()) return slot;
    }
    return slots_[mark % kSize];
  }
  void clear() { slots_.fill({}); }

 private:
  static constexpr std::uint64_t kProbes = 4;
  std::array<Slot, kSize> slots_;
};

/// Lists of sources by the cells that they follow from: the runs of a file cite few.
class SourceMemory {
 public:
  /// The bytes written for estimates with the same cells, or empty: to be filled.
  std::string& bytes_for(const Estimate& estimate);
  void clear() { lists_.fill({}); }

 private:
  struct List {
    std::uint64_t mark = 0;
    std::string cells;  ///< each behind its size
    ParameterSet parameters;
    std::uint64_t equivalents = 0;  ///< their mark
    std::string bytes;
  };
  [[nodiscard]] static bool is_of(const List& list, const Estimate& estimate);

  static constexpr std::size_t kProbes = 8;
  std::array<List, 256> lists_;
};

/// What outlives a line. It belongs to one catalogue at a time.
struct LineMemory {
  std::shared_ptr<const Catalogue::State> catalogue;
  std::string head;
  SourceMemory source_lists;
  Memory<SourceKey, 256, Keeps::always> sources;
  Memory<PueFactor, 128, Keeps::twice> pues;
  Memory<GridFactor, 16, Keeps::twice> grids;
  Memory<Note, 256, Keeps::always> notes;
  Memory<FactorKey, 64, Keeps::always> factors;

  void use(const Catalogue& new_catalogue);

  auto& of(const PueFactor&) { return pues; }
  auto& of(const GridFactor&) { return grids; }
  auto& of(const Note&) { return notes; }
  auto& of(const SourceKey&) { return sources; }
  auto& of(const FactorKey&) { return factors; }
};

}  // namespace co2est::rendering
