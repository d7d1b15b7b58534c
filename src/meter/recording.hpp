// Knows what a journal says once it is read: who ran what, which channels gave how much and when.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "meter/journal.hpp"

namespace co2est::meter {

/// Two energies of one channel: by its counter and under its power.
struct Energies {
  double counter_j = 0, power_j = 0;
};

/// Five minutes of UTC, or the part of them in which the command ran.
struct Slice {
  std::int64_t begin_utc_ms = 0, end_utc_ms = 0;
  std::vector<Energies> channels;  ///< J, by the order of Recording::channels
  double own_cpu_s = 0;            ///< of our control group; 0 where it is not known
  double busy_cpu_s = 0;           ///< of all that ran
};

struct ChannelRecord {
  Channel channel;
  Sums sums;           ///< over all samplers
  double first_s = 0;  ///< "at_s" of its first line
  double last_s = 0;   ///< of the last line in which it had held since the line before
};

struct Event {
  double at_s = 0;
  std::string event, what;
};

/// A mark, and what every channel had given by then.
struct Mark {
  double at_s = 0;
  std::string text;
  std::vector<Energies> channels;
};

/// A time in which a lock of the ranks of a job was ours, see JobLocks.
struct Hold {
  std::string lock;
  double begin_s = 0, end_s = 0;
  double unsampled_s = 0;  ///< of it, between a sampler that was lost and the next
};

struct Recording {
  Header header;
  std::vector<ChannelRecord> channels;
  std::vector<Finding> findings;
  std::vector<Slice> slices;
  std::vector<Event> events;
  std::vector<Mark> marks;
  std::optional<std::vector<Hold>> holds;  ///< by time; none: no other rank, everything is ours
  std::optional<Exit> exit;                ///< none: the wrapper was lost, or still runs
  std::string end;         ///< how the last sampler ended; empty: it was lost, or still runs
  double last_s = 0;       ///< "at_s" of the last line: what is known ends here
  double unsampled_s = 0;  ///< between a sampler that was lost and the next
  double sampler_cpu_s = 0, suspended_s = 0;
  double own_cpu_s = -1;  ///< of our control group; negative: not known
  double busy_cpu_s = 0;
  double command_cpu_s = -1;  ///< of the command while it ran; negative: not known
  std::uint32_t torn_lines = 0;

  /// s from the start of the command to its end, or to the last that is known.
  [[nodiscard]] double duration_s() const { return exit ? exit->duration_s : last_s; }
  /// s of the run in which a lock was ours; all of them without other ranks.
  [[nodiscard]] double held_s(std::string_view lock) const;
  /// s of them without a sampler.
  [[nodiscard]] double unsampled_s_of(std::string_view lock) const;
};

/// Reads a journal line by line, in memory that grows with its hours and not with its lines.
class JournalReader {
 public:
  JournalReader();
  ~JournalReader();
  JournalReader(const JournalReader&) = delete;
  JournalReader& operator=(const JournalReader&) = delete;

  /// Throws Error (input) where the first line is no header of a version that is known. A later
  /// line that is no JSON is counted as torn.
  void take(std::string_view line);
  /// Throws Error (input) where there was not even a header.
  void finish() const;
  /// What has been read so far.
  [[nodiscard]] const Recording& recording() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

/// Whether a text begins like a journal.
bool is_journal(std::string_view text);

/// The recording of a whole journal. Throws Error (input), see JournalReader.
Recording read_journal(std::string_view text);

}  // namespace co2est::meter
