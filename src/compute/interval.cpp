#include "compute/interval.hpp"

#include <algorithm>
#include <cmath>

namespace co2est {
Deviation deviation_of(double total, double low, double high) {
  // A log has no value at 0: what leaves less than this of a total counts as leaving it.
  constexpr double kLeastMove = -1 + 1e-12;
  if (!(total > 0)) return {};
  return {std::abs(std::log1p(std::max(low / total, kLeastMove))),
          std::abs(std::log1p(std::max(high / total, kLeastMove)))};
}

Range<double> Spread::around(double mid) const {
  return {mid * std::exp(-std::sqrt(down_)), mid, mid * std::exp(std::sqrt(up_))};
}

inline void Pool::add_to_rest(const Move& move) {
  const double l = move.low, h = move.high;
  const double l2 = l * l, h2 = h * h, l3 = l2 * l, h3 = h2 * h, lh = l * h;
  l2_ += l2;
  h2_ += h2;
  l3_ += l3;
  h3_ += h3;
  l4_ += l3 * l;
  h4_ += h3 * h;
  l2h_ += l2 * h;
  lh2_ += lh * h;
  lh_ += lh;
}

void Pool::keep_larger(const Kept& kept) {
  constexpr auto kLarger = [](const Kept& a, const Kept& b) { return a.size > b.size; };
  if (largest_.size() < kKept) {
    largest_.push_back(kept);
  } else {
    std::pop_heap(largest_.begin(), largest_.end(), kLarger);
    add_to_rest(largest_.back().move);
    largest_.back() = kept;
  }
  std::push_heap(largest_.begin(), largest_.end(), kLarger);
}

inline void Pool::keep(const Kept& kept) {
  if (largest_.size() == kKept && kept.size <= largest_.front().size) {
    add_to_rest(kept.move);
  } else {
    keep_larger(kept);
  }
}

void Pool::add(const Move& move) {
  if (move.low == 0 && move.high == 0) return;
  keep(Kept{std::max(-move.low, move.high), move});
}

void Pool::merge(const Pool& other) {
  l2_ += other.l2_;
  l3_ += other.l3_;
  l4_ += other.l4_;
  h2_ += other.h2_;
  h3_ += other.h3_;
  h4_ += other.h4_;
  lh_ += other.lh_;
  l2h_ += other.l2h_;
  lh2_ += other.lh2_;
  for (const Kept& kept : other.largest_)
    keep(kept);
}

Pool::Sums Pool::sums(double total) const {
  Sums sums;
  if (!(total > 0)) return sums;
  for (const Kept& kept : largest_) {
    const Deviation d = deviation_of(total, kept.move.low, kept.move.high);
    sums.down += d.down * d.down;
    sums.up += d.up * d.up;
    sums.both += (d.down + d.up) * (d.down + d.up);
  }
  // ln(1+x)^2 = x^2 - x^3 + 11/12 x^4 - ...; each x of the rest is below 1/64 of its total.
  constexpr double kFourth = 11.0 / 12.0;
  const double t2 = total * total, t3 = t2 * total, t4 = t3 * total;
  const double down = l2_ / t2 - l3_ / t3 + kFourth * l4_ / t4;
  const double up = h2_ / t2 - h3_ / t3 + kFourth * h4_ / t4;
  // ln(1+l) ln(1+h) = lh - (l^2 h + l h^2) / 2 + ...; down is -ln(1+l).
  const double cross = -(lh_ / t2 - (l2h_ + lh2_) / (2 * t3));
  sums.down += down;
  sums.up += up;
  sums.both += down + up + 2 * cross;
  return sums;
}

}  // namespace co2est
