#include "meter/recording.hpp"

#include <algorithm>
#include <cmath>

#include "co2est/error.hpp"
#include "meter/journal_line.hpp"

namespace co2est::meter {
namespace {

using Value = rapidjson::Value;

constexpr std::int64_t kSliceMs = 300'000;

Sums plus(const Sums& a, const Sums& b) {
  Sums sum;
  sum.counter_j = a.counter_j + b.counter_j;
  sum.power_j = a.power_j + b.power_j;
  sum.covered_s = a.covered_s + b.covered_s;
  sum.gap_s = a.gap_s + b.gap_s;
  sum.readings = a.readings + b.readings;
  sum.faults = a.faults + b.faults;
  sum.gaps = a.gaps + b.gaps;
  sum.restarts = a.restarts + b.restarts;
  sum.rejected = a.rejected + b.rejected;
  sum.peak_w = std::max(a.peak_w, b.peak_w);
  const bool first = b.least_w <= 0 || (a.least_w > 0 && a.least_w < b.least_w);
  sum.least_w = first ? a.least_w : b.least_w;
  sum.has_counter = a.has_counter || b.has_counter;
  sum.has_power = a.has_power || b.has_power;
  return sum;
}

Error no_header() {
  return {ErrorKind::input, Problem{"journal", "has no header in its first line",
                                    "it is written by `co2est measure`"}};
}

}  // namespace

double Recording::held_s(std::string_view lock) const {
  if (!holds) return duration_s();
  double sum = 0;
  for (const Hold& hold : *holds)
    sum += hold.lock == lock ? hold.end_s - hold.begin_s : 0;
  return std::min(sum, duration_s());
}

double Recording::unsampled_s_of(std::string_view lock) const {
  if (!holds) return unsampled_s;
  double sum = 0;
  for (const Hold& hold : *holds)
    sum += hold.lock == lock ? hold.unsampled_s : 0;
  return sum;
}

class JournalReader::Impl {
 public:
  void take(std::string_view text) {
    if (text.empty()) return;
    rapidjson::Document line;
    line.Parse(text.data(), text.size());
    const bool is_object = !line.HasParseError() && line.IsObject();
    if (!headed_) return take_header(line, is_object);
    if (!is_object) {
      ++recording_.torn_lines;
      return;
    }
    const double at_s = number_in(line, "at_s");
    recording_.last_s = std::max(recording_.last_s, at_s);
    if (find(line, "channels") != nullptr) return take_channels(line);
    if (find(line, "held") != nullptr) return take_held(texts_in(line, "held"), at_s);
    if (find(line, "sums") != nullptr) return take_sums(line, at_s);
    if (find(line, "mark") != nullptr) return take_mark(text_in(line, "mark"), at_s);
    if (find(line, "event") != nullptr)
      recording_.events.push_back({at_s, text_in(line, "event"), text_in(line, "what")});
    if (find(line, "end") != nullptr) take_end(line);
    if (find(line, "exit") != nullptr) recording_.exit = exit_of(line);
  }

  [[nodiscard]] const Recording& recording() const { return recording_; }
  [[nodiscard]] bool headed() const { return headed_; }

 private:
  void take_header(const Value& line, bool is_object) {
    const std::int64_t version = is_object ? integer_in(line, "co2est_journal") : 0;
    if (version != kJournalVersion) {
      throw Error(ErrorKind::input, Problem{"journal",
                                            version == 0 ? "has no header in its first line"
                                                         : "is of another version",
                                            "it is written by `co2est measure` of this version"});
    }
    headed_ = true;
    recording_.header = header_of(line);
  }

  /// The channels of a sampler, or more of them. Another sampler begins at 0, on top of what was.
  void take_channels(const Value& line) {
    const auto sampler = integer_in(line, "sampler");
    if (sampler != sampler_) {
      hole_s_ = sampler_ != 0 ? number_in(line, "at_s") - sums_s_ : 0;
      recording_.unsampled_s += hole_s_;
      sampler_ = sampler;
      for (std::size_t i = 0; i < recording_.channels.size(); ++i)
        base_[i] = recording_.channels[i].sums;
      before_.assign(recording_.channels.size(), Energies());
      sums_s_ = -1;
    }
    places_.clear();
    for_each_in(line, "channels",
                [&](const Value& row) { places_.push_back(place_of(channel_of(row))); });
    recording_.findings.clear();
    for_each_in(line, "findings",
                [&](const Value& row) { recording_.findings.push_back(finding_of(row)); });
  }

  std::size_t place_of(const Channel& channel) {
    auto& channels = recording_.channels;
    const auto known =
        std::find_if(channels.begin(), channels.end(), [&](const ChannelRecord& row) {
          return row.channel.id == channel.id && row.channel.scope == channel.scope;
        });
    if (known != channels.end()) {
      known->channel.note = channel.note;  // it may have grown
      return static_cast<std::size_t>(known - channels.begin());
    }
    channels.push_back({channel, {}, -1, 0});
    base_.emplace_back();
    before_.emplace_back();
    return channels.size() - 1;
  }

  /// A lock that was ours before a sampler was lost, and is again, was nobody else's.
  void take_held(const std::vector<std::string>& locks, double at_s) {
    if (!recording_.holds) recording_.holds.emplace();
    std::vector<Hold>& holds = *recording_.holds;
    std::vector<std::size_t> ours;
    for (const std::string& lock : locks) {
      const auto known = std::find_if(ours_.begin(), ours_.end(),
                                      [&](std::size_t i) { return holds[i].lock == lock; });
      if (known == ours_.end()) {
        ours.push_back(holds.size());
        holds.push_back({lock, at_s, at_s, 0});
      } else {
        ours.push_back(*known);
        holds[*known].unsampled_s += hole_s_;
      }
    }
    ours_ = std::move(ours);
    hole_s_ = 0;
  }

  void take_sums(const Value& line, double at_s) {
    for (const std::size_t i : ours_)
      (*recording_.holds)[i].end_s = at_s;
    const std::int64_t now_ms = integer_in(line, "utc_ms");
    std::vector<Energies> steps(recording_.channels.size());
    std::size_t k = 0;
    for_each_in(line, "sums", [&](const Value& row) {
      if (k < places_.size()) take_channel(places_[k], sums_of(row), at_s, steps);
      ++k;
    });
    take_cpu(line);
    if (sums_s_ >= 0) spread(now_ms, at_s - sums_s_, steps);
    sums_s_ = at_s;
    sums_utc_ms_ = now_ms;
    own_before_ = own_;
    busy_before_ = busy_;
  }

  void take_channel(std::size_t place, const Sums& sums, double at_s,
                    std::vector<Energies>& steps) {
    ChannelRecord& record = recording_.channels[place];
    if (record.first_s < 0) record.first_s = at_s;
    const Sums all = plus(base_[place], sums);
    if (all.covered_s > record.sums.covered_s) record.last_s = at_s;
    record.sums = all;
    steps[place] = {sums.counter_j - before_[place].counter_j,
                    sums.power_j - before_[place].power_j};
    before_[place] = {sums.counter_j, sums.power_j};
  }

  void take_cpu(const Value& line) {
    const Value* cpu = find(line, "cpu_s");
    if (cpu == nullptr || !cpu->IsArray() || cpu->Size() != 3) return;
    own_ = number((*cpu)[0]);
    busy_ = number((*cpu)[1]);
    recording_.command_cpu_s = std::max(recording_.command_cpu_s, number((*cpu)[2]));
    if (sums_s_ < 0) {
      own_before_ = own_;
      busy_before_ = busy_;
    }
    if (own_ >= 0) recording_.own_cpu_s = std::max(recording_.own_cpu_s, 0.0) + own_ - own_before_;
    recording_.busy_cpu_s += busy_ - busy_before_;
  }

  /// Shares out what came since the line before over the five minutes of UTC that it covers.
  void spread(std::int64_t now_ms, double seconds, const std::vector<Energies>& steps) {
    const std::int64_t begin = sums_utc_ms_;
    const auto length = static_cast<std::int64_t>(std::llround(seconds * 1000));
    // A clock that was set between two lines: the end is where the time that passed ends.
    const std::int64_t end = std::abs(now_ms - begin - length) > 1000 ? begin + length : now_ms;
    if (end <= begin) return add(begin, begin, 1, steps);
    for (std::int64_t at = begin; at < end;) {
      const std::int64_t next = std::min(end, (at / kSliceMs + 1) * kSliceMs);
      add(at, next, static_cast<double>(next - at) / static_cast<double>(end - begin), steps);
      at = next;
    }
  }

  void add(std::int64_t begin, std::int64_t end, double share, const std::vector<Energies>& steps) {
    auto& slices = recording_.slices;
    if (slices.empty() || slices.back().begin_utc_ms / kSliceMs != begin / kSliceMs)
      slices.push_back({begin, end, {}, 0, 0});
    Slice& slice = slices.back();
    slice.end_utc_ms = std::max(slice.end_utc_ms, end);
    slice.channels.resize(std::max(slice.channels.size(), steps.size()));
    for (std::size_t i = 0; i < steps.size(); ++i) {
      slice.channels[i].counter_j += steps[i].counter_j * share;
      slice.channels[i].power_j += steps[i].power_j * share;
    }
    slice.own_cpu_s += (own_ - own_before_) * share;
    slice.busy_cpu_s += (busy_ - busy_before_) * share;
  }

  void take_mark(std::string text, double at_s) {
    Mark& mark = recording_.marks.emplace_back();
    mark.at_s = at_s;
    mark.text = std::move(text);
    for (const ChannelRecord& record : recording_.channels)
      mark.channels.push_back({record.sums.counter_j, record.sums.power_j});
  }

  void take_end(const Value& line) {
    recording_.end = text_in(line, "end");
    recording_.sampler_cpu_s += number_in(line, "cpu_s");
    recording_.suspended_s += number_in(line, "suspended_s");
  }

  Recording recording_;
  bool headed_ = false;
  std::int64_t sampler_ = 0;
  std::vector<std::size_t> places_;  ///< of the sampler's channels among all
  std::vector<Sums> base_;           ///< by earlier samplers
  std::vector<Energies> before_;     ///< at the line before, by this sampler
  std::vector<std::size_t> ours_;    ///< of the holds, those that last
  double hole_s_ = 0;                ///< before this sampler, until its locks are known
  double sums_s_ = -1;
  std::int64_t sums_utc_ms_ = 0;
  double own_ = -1, busy_ = 0, own_before_ = -1, busy_before_ = 0;
};

JournalReader::JournalReader() : impl_(std::make_unique<Impl>()) {}
JournalReader::~JournalReader() = default;

void JournalReader::take(std::string_view line) {
  impl_->take(line);
}

void JournalReader::finish() const {
  if (!impl_->headed()) throw no_header();
}

const Recording& JournalReader::recording() const {
  return impl_->recording();
}

bool is_journal(std::string_view text) {
  constexpr std::string_view kBegin = "{\"co2est_journal\":";
  return text.starts_with(kBegin);
}

Recording read_journal(std::string_view text) {
  JournalReader reader;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    // A last line without its end was torn; a header alone may be all that there is.
    reader.take(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  reader.finish();
  return reader.recording();
}

}  // namespace co2est::meter
