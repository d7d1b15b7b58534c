// Knows a log in the place of a sensor, for tests and demonstrations.
//
// The file is CSV with a header: at_s and at least one of power_w, energy_j; id, scope and model
// may stand beside them. Its first time is that of the first read; between its lines runs a
// straight line. Beside a blank cell and behind the last line there is no figure.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>
#include <iterator>
#include <limits>
#include <utility>

#include "co2est/error.hpp"
#include "csv/csv.hpp"
#include "meter/clock.hpp"
#include "meter/names.hpp"
#include "meter/sensors/sensors.hpp"

namespace co2est::meter {
namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kNoColumn = std::string::npos;

struct Point {
  double at_s = 0, power_w = kUnknown, energy_j = kUnknown;
};

/// Along the line; at its ends what stands there, whatever the other end has.
double between(double a, double b, double part) {
  if (part <= 0) return a;
  return part >= 1 ? b : std::lerp(a, b, part);
}

struct Series {
  Channel channel;
  std::vector<Point> points;  ///< by time
  std::size_t behind = 1;     ///< the point behind the last time that was asked for
};

using Cells = std::vector<std::string_view>;

/// Reads the lines of a log into one series for each id. Throws Error (input).
class LogReader {
 public:
  explicit LogReader(const std::string& path) : path_(path) {}

  std::vector<Series> read() {
    std::ifstream file(path_, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    if (!file || text.empty()) refuse("cannot be read, or is empty");
    csv::Reader reader(text);
    Cells cells;
    if (reader.next(cells)) take_header(cells);
    while (reader.next(cells))
      take(cells, reader.line());
    for (Series& one : series_) {
      one.channel.sensor = energy_ == kNoColumn ? Sensor::sampled : Sensor::counter;
      one.channel.note = "replayed from " + path_;
    }
    return std::move(series_);
  }

 private:
  [[noreturn]] void refuse(const std::string& what) const {
    throw Error(ErrorKind::input,
                Problem{path_, what, "a header such as at_s,power_w, then lines"});
  }

  void take_header(const Cells& cells) {
    const auto column = [&](std::string_view name) {
      const auto found = std::find(cells.begin(), cells.end(), name);
      return found == cells.end() ? kNoColumn : static_cast<std::size_t>(found - cells.begin());
    };
    columns_ = cells.size();
    at_ = column("at_s");
    power_ = column("power_w");
    energy_ = column("energy_j");
    id_ = column("id");
    scope_ = column("scope");
    model_ = column("model");
    if (at_ == kNoColumn || (power_ == kNoColumn && energy_ == kNoColumn))
      refuse("has no column at_s, or neither power_w nor energy_j");
  }

  /// A number that is not below 0; a blank cell is unknown.
  [[nodiscard]] double number(const Cells& cells, std::size_t column, std::size_t line) const {
    if (column == kNoColumn || cells[column].empty()) return kUnknown;
    const std::string_view cell = cells[column];
    double value = 0;
    const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
    if (error != std::errc() || end != cell.data() + cell.size() || !(value >= 0))
      refuse("line " + std::to_string(line) + ": \"" + std::string(cell) + "\" is no number");
    return value;
  }

  Series& series_of(const Cells& cells, std::size_t line) {
    const std::string id(id_ == kNoColumn ? "replay-0" : cells[id_]);
    const auto known = std::find_if(series_.begin(), series_.end(),
                                    [&](const Series& one) { return one.channel.id == id; });
    if (known != series_.end()) return *known;
    Series& one = series_.emplace_back();
    one.channel.id = id;
    one.channel.scope = Scope::gpu;
    if (scope_ != kNoColumn) {
      const auto scope = value_in<Scope>(kScopeNames, cells[scope_]);
      if (!scope) refuse("line " + std::to_string(line) + ": a scope that is not known");
      one.channel.scope = *scope;
    }
    if (model_ != kNoColumn) one.channel.model = cells[model_];
    return one;
  }

  void take(const Cells& cells, std::size_t line) {
    if (cells.size() != columns_)
      refuse("line " + std::to_string(line) + " has another number of cells than the header");
    const Point point{number(cells, at_, line), number(cells, power_, line),
                      number(cells, energy_, line)};
    std::vector<Point>& points = series_of(cells, line).points;
    if (std::isnan(point.at_s) || (!points.empty() && point.at_s <= points.back().at_s))
      refuse("line " + std::to_string(line) + ": at_s does not go forward");
    points.push_back(point);
  }

  const std::string& path_;
  std::size_t columns_ = 0, at_ = kNoColumn, power_ = kNoColumn, energy_ = kNoColumn;
  std::size_t id_ = kNoColumn, scope_ = kNoColumn, model_ = kNoColumn;
  std::vector<Series> series_;
};

class ReplaySource : public Source {
 public:
  ReplaySource(std::vector<Series> series, double speed)
      : series_(std::move(series)), speed_(speed) {
    first_s_ = std::numeric_limits<double>::max();
    for (const Series& one : series_) {
      channels_.push_back(one.channel);
      first_s_ = std::min(first_s_, one.points.front().at_s);
    }
  }

  void read(std::span<Reading> readings) override {
    const std::int64_t now = monotonic_ns();
    if (begun_ns_ == 0) begun_ns_ = now;
    const double at_s = first_s_ + static_cast<double>(now - begun_ns_) * 1e-9 * speed_;
    for (std::size_t i = 0; i < series_.size() && i < readings.size(); ++i)
      readings[i] = reading_of(series_[i], at_s, now);
  }

 private:
  static Reading reading_of(Series& one, double at_s, std::int64_t now_ns) {
    Reading reading{now_ns, {}, {}, {}};
    const std::vector<Point>& points = one.points;
    while (one.behind < points.size() && points[one.behind].at_s < at_s)
      ++one.behind;
    if (one.behind >= points.size() || at_s < points.front().at_s) {
      reading.fault = at_s < points.front().at_s ? "not begun" : "log ended";
      return reading;
    }
    const Point& a = points[one.behind - 1];
    const Point& b = points[one.behind];
    const double part = (at_s - a.at_s) / (b.at_s - a.at_s);
    const double watts = between(a.power_w, b.power_w, part);
    const double joules = between(a.energy_j, b.energy_j, part);
    if (!std::isnan(watts)) reading.power_w = watts;
    if (!std::isnan(joules)) reading.energy_j = joules;
    if (!reading.power_w && !reading.energy_j) reading.fault = "no data";
    return reading;
  }

  std::vector<Series> series_;
  double speed_;
  double first_s_ = 0;
  std::int64_t begun_ns_ = 0;
};

}  // namespace

Opened open_replay(const Machine& machine) {
  Finding finding{"replay", machine.replay, Standing::used, "", ""};
  if (machine.replay.empty()) {
    finding.standing = Standing::absent;
    finding.reason = "no log was named";
    return {nullptr, {finding}};
  }
  try {
    std::vector<Series> series = LogReader(machine.replay).read();
    if (!series.empty())
      return {std::make_unique<ReplaySource>(std::move(series), machine.replay_speed), {finding}};
    finding.reason = "it has a header and no line";
  } catch (const Error& error) {
    finding.reason = error.problems().front().what;
  }
  finding.standing = Standing::unusable;
  return {nullptr, {finding}};
}

}  // namespace co2est::meter
