// Knows how groups of correlated factors become the interval of a sum.
#pragma once

#include <vector>

#include "co2est/estimate.hpp"

namespace co2est {

/// How far down and up one group moves a total: absolute logs of the ratios.
struct Deviation {
  double down = 0;
  double up = 0;
};

/// |ln((total + low) / total)| and |ln((total + high) / total)|, for moves of a positive total.
Deviation deviation_of(double total, double low, double high);

/// The bounds of a figure whose independent factors move it: squares of logs add up.
class Spread {
 public:
  void add(Deviation move) {
    down_ += move.down * move.down;
    up_ += move.up * move.up;
  }
  [[nodiscard]] Range<double> around(double mid) const;

 private:
  double down_ = 0, up_ = 0;
};

/// Many independent groups that each belong to one document. The largest moves are kept as they
/// are; of the rest power sums are kept, exact enough as each is a small part of the total.
class Pool {
 public:
  struct Move {
    double low = 0;
    double high = 0;
  };

  void add(const Move& move);
  void merge(const Pool& other);
  /// Sum of squared downs, of squared ups, and of squared (down + up).
  struct Sums {
    double down = 0, up = 0, both = 0;
  };
  [[nodiscard]] Sums sums(double total) const;

 private:
  static constexpr std::size_t kKept = 64;

  struct Kept {
    double size = 0;  ///< the larger of the move's two sides
    Move move;
  };
  void keep(const Kept& kept);
  void keep_larger(const Kept& kept);
  void add_to_rest(const Move& move);

  std::vector<Kept> largest_;  ///< a heap: the smallest of the kept moves in front
  // Sums over the rest of low^i x high^j. Both sides of a power stand side by side, so that one
  // instruction adds to both.
  double l2_ = 0, h2_ = 0, l3_ = 0, h3_ = 0, l4_ = 0, h4_ = 0, l2h_ = 0, lh2_ = 0, lh_ = 0;
};

}  // namespace co2est
