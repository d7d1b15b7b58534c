// Knows all open sources of a sampler as one list of channels with their sums.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "meter/accumulator.hpp"
#include "meter/clock.hpp"
#include "meter/job_locks.hpp"
#include "meter/source.hpp"
#include "meter/threaded_source.hpp"

namespace co2est::meter {

class Feeds {
 public:
  Feeds(const Machine& machine, const std::string& boot_id, InsideBits& inside)
      : machine_(machine), locks_(machine, boot_id), inside_(inside) {}

  /// Opens every kind whose bit is not in `without`; those in foreign libraries get until
  /// `deadline_ns`, and join later where they take longer.
  void open(std::uint32_t without, std::int64_t deadline_ns);
  /// Takes in sources that have been opened since; whether there were any.
  bool join(std::int64_t deadline_ns);
  /// Takes the locks that no other rank holds; whether there was any.
  bool claim();
  [[nodiscard]] const JobLocks& locks() const { return locks_; }
  /// Says of every source that has not opened by now that it did not answer; whether any.
  bool give_up();
  /// One reading of every channel; foreign libraries get until `deadline_ns`. Whether a channel has
  /// a note that it had not.
  bool read(std::int64_t deadline_ns);

  [[nodiscard]] const std::vector<Channel>& channels() const { return channels_; }
  [[nodiscard]] const std::vector<Accumulator>& sums() const { return sums_; }
  /// Calls `use` with each channel and its last reading.
  template <typename Use>
  void for_each_reading(Use use) const {
    for (const Feed& feed : feeds_) {
      for (std::size_t i = 0; i < feed.count; ++i)
        use(channels_[feed.first + i], feed.readings[i]);
    }
  }
  [[nodiscard]] const std::vector<Finding>& findings() const { return findings_; }

 private:
  struct Feed {
    const SourceKind* kind = nullptr;
    std::unique_ptr<Source> own{};
    ThreadedSource* threaded = nullptr;  ///< never destroyed
    std::size_t first = 0, count = 0;    ///< its channels
    bool joined = false;
    std::vector<Reading> readings{};
  };

  void take(Feed& feed, const std::vector<Channel>& channels, const std::vector<Finding>& findings);
  void read(Feed& feed, std::int64_t deadline_ns);

  const Machine& machine_;
  JobLocks locks_;
  InsideBits& inside_;
  std::int64_t suspended_ns_ = suspended_ns();
  std::vector<Feed> feeds_;
  std::vector<Channel> channels_;
  std::vector<std::string> channel_locks_;
  std::vector<Accumulator> sums_;
  std::vector<Finding> findings_;
};

}  // namespace co2est::meter
