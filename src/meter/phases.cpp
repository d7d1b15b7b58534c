#include "meter/phases.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>

namespace co2est::meter {
namespace {

using Json = nlohmann::ordered_json;

std::optional<double> number_in(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value))
    return std::nullopt;
  return value;
}

/// What the channel had given by a mark, by the energy that counts, our share of it.
double joules_by(const Mark& mark, std::size_t channel, const ChannelShare& share) {
  if (!share.counts || channel >= mark.channels.size()) return 0;
  const Sums& all = share.record->sums;
  const Energies& then = mark.channels[channel];
  const double whole = share.energy.by_counter ? all.counter_j : all.power_j;
  const double part = share.energy.by_counter ? then.counter_j : then.power_j;
  return whole > 0 ? share.ours_j * part / whole : 0;
}

double joules_by(const Mark& mark, const Shares& shares) {
  double sum = 0;
  for (std::size_t i = 0; i < shares.channels.size(); ++i)
    sum += joules_by(mark, i, shares.channels[i]);
  return sum;
}

/// The 95th percentile of Student's t. Beyond ten degrees of freedom the expansion of Abramowitz
/// and Stegun 26.7.5, right to 0.001 there.
double student_t(std::size_t freedom) {
  constexpr std::array<double, 10> kTable{6.314, 2.920, 2.353, 2.132, 2.015,
                                          1.943, 1.895, 1.860, 1.833, 1.812};
  if (freedom <= kTable.size()) return kTable.at(std::max<std::size_t>(freedom, 1) - 1);
  constexpr double kZ = 1.6448536269514722;
  const auto v = static_cast<double>(freedom);
  const double z3 = kZ * kZ * kZ, z5 = z3 * kZ * kZ;
  return kZ + (z3 + kZ) / (4 * v) + (5 * z5 + 16 * z3 + 3 * kZ) / (96 * v * v);
}

/// The sum of `rest` more values like these, with half of its interval.
std::pair<double, double> sum_of_more(const std::vector<double>& values, double rest) {
  const auto n = static_cast<double>(values.size());
  double mean = 0, squares = 0;
  for (const double value : values)
    mean += value / n;
  for (const double value : values)
    squares += (value - mean) * (value - mean);
  const double deviation = std::sqrt(squares / (n - 1));
  // rest values vary by themselves, and the mean by which they are told does as well
  const double spread = deviation * std::sqrt(rest + rest * rest / n);
  return {rest * mean, student_t(values.size() - 1) * spread};
}

/// What repeats: from a mark to the next of its name, whatever phases of other names lie between.
struct Rounds {
  std::string name;
  double first = 0, current = 0, of = 0;
  std::vector<double> seconds, joules;  ///< of those that have ended
  double past_s = 0, past_j = 0;        ///< until the one that still runs, or until the end
};

/// The last mark that says how many there will be names what repeats.
Rounds rounds_of(const std::vector<Phase>& phases, bool ended) {
  Rounds rounds;
  for (const Phase& phase : phases) {
    const MarkText mark = read_mark(phase.text);
    if (mark.number && mark.of) rounds.name = mark.name, rounds.of = *mark.of;
  }
  if (rounds.of <= 0) return rounds;
  const double origin_s = phases.front().begin_s;
  std::optional<double> begin_s;
  double begin_j = 0, joules = 0;
  const auto finish = [&](double end_s) {
    if (!begin_s) return;
    rounds.seconds.push_back(end_s - *begin_s);
    rounds.joules.push_back(joules - begin_j);
  };
  for (const Phase& phase : phases) {
    const MarkText mark = read_mark(phase.text);
    if (mark.name == rounds.name && mark.number) {
      finish(phase.begin_s);
      if (!begin_s) rounds.first = *mark.number;
      rounds.current = *mark.number;
      begin_s = phase.begin_s;
      begin_j = joules;
      rounds.past_s = phase.begin_s - origin_s;
      rounds.past_j = joules;
    }
    joules += phase.energy_j;
  }
  if (!ended) return rounds;
  finish(phases.back().end_s);
  rounds.past_s = phases.back().end_s - origin_s;
  rounds.past_j = joules;
  return rounds;
}

}  // namespace

MarkText read_mark(std::string_view text) {
  MarkText mark;
  const std::size_t space = text.rfind(' ');
  mark.name = text;
  if (space == std::string_view::npos) return mark;
  const std::string_view last = text.substr(space + 1);
  const std::size_t slash = last.find('/');
  mark.number = number_in(last.substr(0, slash));
  if (!mark.number) return mark;
  mark.name = text.substr(0, space);
  if (slash != std::string_view::npos) mark.of = number_in(last.substr(slash + 1));
  return mark;
}

std::vector<Phase> phases_of(const Recording& recording, const Shares& shares) {
  std::vector<Phase> phases;
  if (recording.marks.empty()) return phases;
  // Marks and the command's end are told by one clock; its start is where its time begins.
  const double end_s = recording.exit ? recording.exit->at_s : recording.last_s;
  double begin_s = recording.exit ? std::max(0.0, end_s - recording.exit->duration_s) : 0;
  double begin_j = 0;
  std::string text;
  for (const Mark& mark : recording.marks) {
    const double joules = joules_by(mark, shares);
    phases.push_back({text, begin_s, mark.at_s, joules - begin_j});
    begin_s = mark.at_s;
    begin_j = joules;
    text = mark.text;
  }
  double all_j = 0;
  for (const ChannelShare& share : shares.channels)
    all_j += share.counts ? share.ours_j : 0;
  phases.push_back({text, begin_s, std::max(end_s, begin_s), all_j - begin_j});
  return phases;
}

std::optional<Prediction> predict(const std::vector<Phase>& phases, bool ended) {
  constexpr std::size_t kFewest = 2;
  const Rounds rounds = rounds_of(phases, ended);
  if (rounds.seconds.size() < kFewest) return std::nullopt;
  // Counted from 0 or from 1, as the first says; one that was resumed at 40 is counted from 1.
  const double done = rounds.current - (rounds.first == 0 ? 0 : 1) + (ended ? 1 : 0);
  const double rest = std::max(rounds.of - done, 0.0);
  const auto [rest_s, half_s] = sum_of_more(rounds.seconds, rest);
  const auto [rest_j, half_j] = sum_of_more(rounds.joules, rest);
  return Prediction{rounds.name,
                    done,
                    rounds.of,
                    rounds.past_s + rest_s,
                    rounds.past_s + std::max(rest_s - half_s, 0.0),
                    rounds.past_s + rest_s + half_s,
                    rounds.past_j + rest_j,
                    rounds.past_j + std::max(rest_j - half_j, 0.0),
                    rounds.past_j + rest_j + half_j};
}

std::string phases_json(const Recording& recording, const Shares& shares) {
  const std::vector<Phase> phases = phases_of(recording, shares);
  Json list = Json::array();
  for (const Phase& phase : phases) {
    Json json = Json::object();
    if (!phase.text.empty()) json["mark"] = phase.text;
    json["begin_s"] = phase.begin_s;
    json["end_s"] = phase.end_s;
    json["energy_j"] = phase.energy_j;
    list.push_back(std::move(json));
  }
  Json json = Json::object();
  if (!list.empty()) json["phases"] = std::move(list);
  if (const auto whole = predict(phases, recording.exit.has_value())) {
    json["prediction"] = {
        {"phase", whole->name},
        {"done", whole->done},
        {"all", whole->all},
        {"duration_s", {whole->duration_low_s, whole->duration_s, whole->duration_high_s}},
        {"energy_j", {whole->energy_low_j, whole->energy_j, whole->energy_high_j}}};
  }
  return json.dump();
}

}  // namespace co2est::meter
