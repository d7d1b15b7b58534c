#include "cli/watch.hpp"

#include <fmt/format.h>
#include <signal.h>

#include <algorithm>

#include "cli/number.hpp"
#include "cli/output.hpp"
#include "cli/terminal.hpp"
#include "co2est/error.hpp"
#include "co2est/resolve.hpp"
#include "meter/phases.hpp"
#include "render/number.hpp"

namespace co2est::cli {
namespace {

constexpr double kWarnAt = 0.8;

/// ", epoch 3/90: in all 12 to 14 h, 3.1 to 3.6 kWh"
std::string prediction_of(const meter::Recording& recording) {
  const meter::Shares shares = meter::shares_of(recording, recording.header.sharing);
  const auto whole = meter::predict(meter::phases_of(recording, shares), false);
  if (!whole) return {};
  const auto energy = rendering::show(
      {joules(whole->energy_low_j), joules(whole->energy_j), joules(whole->energy_high_j)});
  return fmt::format(", {} {}/{}: in all {} to {}, {}", whole->name, shown(whole->done),
                     shown(whole->all), shown_time(whole->duration_low_s),
                     shown_time(whole->duration_high_s),
                     energy.has_band() ? energy.interval() : energy.value());
}

}  // namespace

void Watch::take(std::string_view line) {
  if (line.ends_with('\n')) line.remove_suffix(1);
  try {
    reader_.take(line);
    news_ = true;
  } catch (const std::exception&) {
    return;  // the end reads the journal itself, and tells what is wrong with it
  }
}

int Watch::judge(std::int64_t now_ns) {
  if (signalled_ns_ != 0) return stop(1, now_ns);
  if (!news_) return 0;
  news_ = false;
  try {
    const Measured measured = measured_run(reader_.recording(), reader_.recording().header.sharing,
                                           overrides_, catalogue_);
    const Estimate figure = estimate(resolve(measured.run, catalogue_));
    if (progress_) show(measured, figure);
    if (rule_.co2e_kg && figure.co2e)
      return stop(as_kilograms(figure.co2e->mid) / *rule_.co2e_kg, now_ns);
    if (rule_.energy_kwh && figure.facility_energy)
      return stop(as_kwh(figure.facility_energy->mid) / *rule_.energy_kwh, now_ns);
  } catch (const std::exception&) {
    return 0;  // the end will tell it
  }
  return 0;
}

int Watch::stop(double share, std::int64_t now_ns) {
  if (signalled_ns_ != 0) {
    if (terminated_ || static_cast<double>(now_ns - signalled_ns_) < rule_.grace_s * 1e9) return 0;
    terminated_ = true;
    write_stderr("co2est: --stop-at: the command did not end in time; TERM is sent\n");
    return SIGTERM;
  }
  if (share >= 1) {
    signalled_ns_ = now_ns;
    write_stderr(
        fmt::format("co2est: --stop-at: the limit is reached; signal {} is sent\n", rule_.signal));
    return rule_.signal;
  }
  if (share >= kWarnAt && !warned_) {
    warned_ = true;
    write_stderr("co2est: --stop-at: 80 % of the limit is reached\n");
  }
  return 0;
}

void Watch::show(const Measured& measured, const Estimate& figure) {
  std::string line = "co2est: " + shown_time(as_hours(measured.run.duration->mid) * 3600);
  if (figure.energy) line += ", " + rendering::show(*figure.energy).value();
  if (figure.co2e) line += ", " + rendering::show(figure.co2e->mid).value() + " CO2e";
  line += prediction_of(reader_.recording());
  const std::size_t width = style_for(2, std::nullopt).width;
  line.resize(std::min(line.size(), width > 1 ? width - 1 : line.size()));
  write_stderr("\r\x1b[K" + line);
  shown_ = true;
}

void Watch::clear() {
  if (shown_) write_stderr("\r\x1b[K");
  shown_ = false;
}

}  // namespace co2est::cli
