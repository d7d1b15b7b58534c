#include "text/suggest.hpp"

#include <algorithm>
#include <vector>

namespace co2est {

std::string fold_name(std::string_view name) {
  std::string folded;
  folded.reserve(name.size());
  for (char c : name) {
    if (c >= 'A' && c <= 'Z') {
      folded.push_back(static_cast<char>(c - 'A' + 'a'));
    } else if (c == ' ' || c == '_' || c == '-') {
      if (!folded.empty() && folded.back() != '-') folded.push_back('-');
    } else {
      folded.push_back(c);
    }
  }
  while (!folded.empty() && folded.back() == '-')
    folded.pop_back();
  return folded;
}

std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit) {
  const std::size_t gap = a.size() > b.size() ? a.size() - b.size() : b.size() - a.size();
  if (gap > limit) return limit + 1;
  std::vector<std::size_t> before(b.size() + 1), row(b.size() + 1), next(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j)
    row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    next[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      next[j] = std::min({row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] != b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        next[j] = std::min(next[j], before[j - 2] + 1);
      }
    }
    before.swap(row);
    row.swap(next);
  }
  return std::min(row[b.size()], limit + 1);
}

std::string_view nearest_name(std::string_view name, std::span<const std::string_view> names) {
  constexpr std::size_t kLongest = 64;  // longer texts are no typing mistakes
  if (name.empty() || name.size() > kLongest) return {};
  const std::string wanted = fold_name(name);
  std::size_t best = std::max<std::size_t>(1, wanted.size() / 3) + 1;
  std::string_view found;
  for (std::string_view candidate : names) {
    if (candidate.size() > kLongest) continue;
    const std::size_t distance = edit_distance(wanted, fold_name(candidate), best - 1);
    if (distance < best) {
      best = distance;
      found = candidate;
    }
  }
  return found;
}

std::string did_you_mean(std::string_view name, std::span<const std::string_view> names) {
  const std::string_view found = nearest_name(name, names);
  if (found.empty()) return {};
  return std::string("did you mean \"").append(found).append("\"?");
}

}  // namespace co2est
