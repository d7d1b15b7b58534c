// Knows the rare parts of writing JSON fast: growth, escapes, new numbers, what counts as equal.
#include "render/json_line.hpp"

#include <algorithm>
#include <array>
#include <bit>

namespace co2est::rendering {

void Buffer::grow(std::size_t size) {
  const std::size_t used = at_ == nullptr ? 0 : this->size();
  bytes_.resize(std::max(bytes_.size() * 2, used + size));
  at_ = bytes_.data() + used;
  end_ = bytes_.data() + bytes_.size();
}

void LineMemory::use(const Catalogue& new_catalogue) {
  if (catalogue == new_catalogue.state()) return;
  catalogue = new_catalogue.state();
  head.clear();
  sources.clear();
}

std::string& SourceMemory::bytes_for(const Estimate& estimate) {
  const auto add = [&](std::string_view cell) { cells_.append(cell).push_back('\n'); };
  cells_.assign(has_equivalents(estimate) ? "=" : "");
  if (estimate.grid) add(estimate.grid->origin.source_id);
  if (estimate.pue) add(estimate.pue->origin.source_id);
  std::for_each(estimate.source_ids.begin(), estimate.source_ids.end(), add);
  for (const ComponentFigure& component : estimate.components) {
    add(component.tdp_source);
    add(component.embodied_source);
  }
  const auto parameters =
      std::bit_cast<std::array<char, sizeof(ParameterSet)>>(estimate.parameters);
  cells_.append(parameters.data(), parameters.size());
  if (lists_.size() >= kMost) lists_.clear();
  return lists_[cells_];
}

bool same(const Origin& a, const Origin& b) {
  return a.kind == b.kind && a.detail == b.detail && a.source_id == b.source_id;
}

bool same(const PueFactor& a, const PueFactor& b) {
  return a.value == b.value && a.basis == b.basis && same(a.origin, b.origin);
}

bool same(const GridFactor& a, const GridFactor& b) {
  return a.intensity == b.intensity && a.year == b.year && a.accounting == b.accounting &&
         a.basis == b.basis && a.cfe_share == b.cfe_share && a.id == b.id && a.name == b.name &&
         a.gases == b.gases && same(a.origin, b.origin);
}

bool same(const Note& a, const Note& b) {
  return a.code == b.code && a.a == b.a && a.b == b.b && a.c == b.c && a.times == b.times &&
         a.merged == b.merged && a.where == b.where && a.subject == b.subject;
}

std::size_t slot_number(const Note& note) {
  const auto mixed = [](std::size_t seed, double number) {
    return (seed ^ std::bit_cast<std::uint64_t>(number) >> 40U) * 0x9E3779B97F4A7C15U;
  };
  const auto code = static_cast<std::size_t>(note.code);
  return mixed(mixed(mixed(code, note.a), note.b), note.c) >> 32U;
}

void LineSink::escaped(std::string_view text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  out_.put('"');
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20) {
      if (c == '"' || c == '\\') out_.put('\\');
      out_.put(c);
    } else {
      out_.put("\\u00");
      out_.put(kHex[byte >> 4U]);
      out_.put(kHex[byte & 0xFU]);
    }
  }
  out_.put('"');
}

}  // namespace co2est::rendering
