// Knows what a kind of source would give here: it is opened and read for a moment, a foreign
// library in a process of its own, so that a crash or a hang of it is told and not suffered.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "meter/source.hpp"

namespace co2est::meter {

/// A channel with what a few reads of it gave.
struct ChannelTrial {
  Channel channel;
  Reading last;            ///< the last reading
  std::string fault;       ///< of the last reading; empty where it held
  double seen_step_j = 0;  ///< J, the smallest step of the counter that was seen; 0: it stood

  [[nodiscard]] bool held() const { return last.energy_j || last.power_w; }
};

struct Survey {
  const SourceKind* kind = nullptr;
  std::vector<Finding> findings;
  std::vector<ChannelTrial> channels;

  /// Whether it gives at least one figure.
  [[nodiscard]] bool gives() const;
  /// used where it gives a figure; else what stands in its way most: denied, unusable, contained,
  /// absent.
  [[nodiscard]] Standing standing() const;
};

struct SurveyPlan {
  std::int64_t patience_ns = 5'000'000'000;  ///< for a foreign library, opening and reads together
  std::int64_t trial_ns = 250'000'000;       ///< for which a channel is read
};

/// Opens `kind` and reads it. A foreign kind is surveyed in a child process: where that does not
/// answer in time or crashes, a finding `unusable` says so. Never throws for what a source does.
Survey survey(const SourceKind& kind, const Machine& machine, const SurveyPlan& plan = {});

}  // namespace co2est::meter
