#include "meter/feeds.hpp"

namespace co2est::meter {

void Feeds::open(std::uint32_t without, std::int64_t deadline_ns) {
  std::uint32_t bit = 1;
  for (const SourceKind& kind : source_kinds()) {
    const bool left_out = (without & bit) != 0;
    // A log stands in place of sensors: beside them it would count twice.
    const bool replaced = !machine_.replay.empty() && kind.name != "replay";
    if (left_out) {
      findings_.push_back({std::string(kind.name), "its library", Standing::unusable,
                           "crashed the process that read it", ""});
    } else if (replaced) {
      // nothing to open
    } else if (kind.foreign) {
      feeds_.push_back({&kind, nullptr, new ThreadedSource(kind, machine_, inside_, bit)});
    } else {
      Opened opened = kind.open(machine_);
      Feed& feed = feeds_.emplace_back();
      feed.kind = &kind;
      feed.own = std::move(opened.source);
      take(feed, feed.own ? feed.own->channels() : std::vector<Channel>(), opened.findings);
    }
    bit <<= 1U;
  }
  join(deadline_ns);
}

bool Feeds::join(std::int64_t deadline_ns) {
  bool any = false;
  for (Feed& feed : feeds_) {
    if (feed.joined) continue;
    const Opened* opened = feed.threaded->opened(deadline_ns);
    if (opened == nullptr) continue;
    take(feed, opened->source ? opened->source->channels() : std::vector<Channel>(),
         opened->findings);
    any = true;
  }
  return any;
}

bool Feeds::give_up() {
  bool any = false;
  for (const Feed& feed : feeds_) {
    if (feed.joined) continue;
    findings_.push_back({std::string(feed.kind->name), "its library", Standing::unusable,
                         "did not answer while the command ran", ""});
    any = true;
  }
  return any;
}

void Feeds::take(Feed& feed, const std::vector<Channel>& channels,
                 const std::vector<Finding>& findings) {
  feed.joined = true;
  feed.first = channels_.size();
  feed.count = channels.size();
  feed.readings.resize(feed.count);
  channels_.insert(channels_.end(), channels.begin(), channels.end());
  for (const Channel& channel : channels) {
    channel_locks_.push_back(lock_of(channel));
    sums_.emplace_back(channel);
  }
  findings_.insert(findings_.end(), findings.begin(), findings.end());
}

bool Feeds::claim() {
  if (!locks_.are_needed()) return false;
  bool any = locks_.claim(std::string(kNodeLock));
  for (const std::string& lock : channel_locks_)
    any = locks_.claim(lock) || any;
  return any;
}

void Feeds::read(Feed& feed, std::int64_t deadline_ns) {
  if (feed.own) {
    feed.own->read(feed.readings);
    return;
  }
  auto answer = feed.threaded->read(deadline_ns);
  if (answer) {
    feed.readings = std::move(*answer);
    return;
  }
  for (Reading& reading : feed.readings)
    reading = {monotonic_ns(), {}, {}, "stuck"};
}

bool Feeds::read(std::int64_t deadline_ns) {
  constexpr std::int64_t kBeyondDoubt = 100'000'000;  // the two clocks are read one after the other
  const std::int64_t suspended = suspended_ns();
  const bool slept = suspended - suspended_ns_ > kBeyondDoubt;
  suspended_ns_ = suspended;
  bool news = false;
  for (Feed& feed : feeds_) {
    if (!feed.joined || feed.count == 0) continue;
    read(feed, deadline_ns);
    for (std::size_t i = feed.first; i < feed.first + feed.count; ++i) {
      const Reading& reading = feed.readings[i - feed.first];
      if (slept) sums_[i].slept();
      locks_.holds(channel_locks_[i]) ? sums_[i].add(reading) : sums_[i].pass(reading);
      news = news || !reading.note.empty();
      add_note(channels_[i], reading.note);
    }
  }
  return news;
}

}  // namespace co2est::meter
