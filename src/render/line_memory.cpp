// Knows what counts as equal where a part of a line may be written again.
#include "render/line_memory.hpp"

#include <algorithm>
#include <bit>

#include "text/bytes.hpp"

namespace co2est::rendering {
namespace {

std::uint64_t mixed(std::uint64_t seed, double number) {
  return mix_hash(seed, std::bit_cast<std::uint64_t>(number));
}

/// Tells the sources of what is compared with apart, by where they stand in their tables.
std::uint64_t equivalents_in(const Estimate& estimate) {
  if (!has_equivalents(estimate)) return 0;
  std::uint64_t mark = 1;
  for (const Equivalent& row : *estimate.equivalent_rows)
    mark = mix_hash(mark, reinterpret_cast<std::uintptr_t>(row.source_id.data()));
  return mark;
}

}  // namespace

std::uint64_t mark_of(const PueFactor& pue) {
  return mixed(0, pue.value.mid);
}

std::uint64_t mark_of(const GridFactor& grid) {
  return mixed(0, as_g_per_kwh(grid.intensity.mid));
}

std::uint64_t mark_of(const Note& note) {
  const auto code = static_cast<std::uint64_t>(note.code);
  return mixed(mixed(mixed(code, note.a), note.b), note.c);
}

std::uint64_t mark_of(const SourceKey& key) {
  return hash_text(key.id);
}

bool same(const Origin& a, const Origin& b) {
  return a.kind == b.kind && a.detail == b.detail && a.source_id == b.source_id;
}

bool same(const PueFactor& a, const PueFactor& b) {
  return a.value == b.value && a.basis == b.basis && same(a.origin, b.origin);
}

bool same(const GridFactor& a, const GridFactor& b) {
  return a.intensity == b.intensity && a.year == b.year && a.accounting == b.accounting &&
         a.basis == b.basis && a.cfe_share == b.cfe_share && a.cfe_year == b.cfe_year &&
         a.id == b.id && a.name == b.name && a.gases == b.gases && a.losses == b.losses &&
         same(a.origin, b.origin);
}

bool same(const Note& a, const Note& b) {
  return a.code == b.code && a.a == b.a && a.b == b.b && a.c == b.c && a.times == b.times &&
         a.merged == b.merged && same_text(a.where, b.where) && same_text(a.subject, b.subject);
}

void LineMemory::use(const Catalogue& new_catalogue) {
  if (catalogue == new_catalogue.state()) return;
  catalogue = new_catalogue.state();
  head.clear();
  source_lists.clear();
  sources.clear();
}

bool SourceMemory::is_of(const List& list, const Estimate& estimate) {
  if (list.parameters != estimate.parameters || list.equivalents != equivalents_in(estimate)) {
    return false;
  }
  std::string_view rest = list.cells;
  bool equal = true;
  for_each_source_cell(estimate, [&](std::string_view cell) {
    const std::size_t whole = sizeof(std::size_t) + cell.size();
    equal = equal && rest.size() >= whole && load<std::size_t>(rest.data()) == cell.size() &&
            same_text(rest.substr(sizeof(std::size_t), cell.size()), cell);
    if (equal) rest.remove_prefix(whole);
  });
  return equal && rest.empty();
}

std::string& SourceMemory::bytes_for(const Estimate& estimate) {
  std::uint64_t mark = 0;
  for_each_source_cell(estimate, [&](std::string_view cell) {
    if (!cell.empty()) mark = mix_hash(mark, hash_text(cell));
  });
  List* free = &lists_[mark % lists_.size()];
  for (std::size_t i = 0; i < kProbes; ++i) {
    List& list = lists_[(mark + i) % lists_.size()];
    if (list.bytes.empty()) {
      free = &list;
      break;
    }
    if (list.mark == mark && is_of(list, estimate)) return list.bytes;
  }
  *free = {.mark = mark,
           .cells = {},
           .parameters = estimate.parameters,
           .equivalents = equivalents_in(estimate),
           .bytes = {}};
  for_each_source_cell(estimate, [&](std::string_view cell) {
    const std::size_t size = cell.size();
    free->cells.append(reinterpret_cast<const char*>(&size), sizeof size).append(cell);
  });
  return free->bytes;
}

}  // namespace co2est::rendering
