#include "meter/record_json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "meter/names.hpp"
#include "meter/phases.hpp"
#include "text/version.hpp"

namespace co2est::meter {
namespace {

using Json = nlohmann::ordered_json;

/// Whether a channel missed a part of the run that matters: over 5 %, and more than what passes
/// between the command's end and our knowing of it on a machine that is busy.
bool has_holes(const Recording& recording, const ChannelShare& share) {
  constexpr double kWhole = 0.95, kLate = 0.25;  // s
  const double missed = 1 - share.energy.coverage;
  return share.counts && missed > 1 - kWhole && missed * recording.duration_s() > kLate;
}

Json exit_json(const Recording& recording) {
  if (!recording.exit) return nullptr;
  const Exit& exit = *recording.exit;
  Json json = Json::object();
  if (exit.signal != 0)
    json["signal"] = exit.signal;
  else
    json["status"] = exit.status;
  json["cpu_s"] = exit.cpu_s;
  if (!exit.stopped_by.empty()) json["stopped_by"] = exit.stopped_by;
  if (!exit.survivors.empty()) json["survivors"] = exit.survivors;
  return json;
}

Json channel_json(const ChannelShare& share) {
  const Channel& channel = share.record->channel;
  const Sums& sums = share.record->sums;
  Json json{{"id", channel.id}, {"scope", name_in(kScopeNames, channel.scope)}};
  if (sums.has_counter) json["counter_j"] = sums.counter_j;
  if (sums.has_power) json["power_j"] = sums.power_j;
  if (sums.has_power) json["peak_w"] = sums.peak_w;
  if (channel.limit_w) json["limit_w"] = *channel.limit_w;
  json["coverage"] = share.energy.coverage;
  json["readings"] = sums.readings;
  if (channel.share != 1) json["share"] = channel.share;
  if (share.counts && share.ours_j != share.energy.joules) json["ours_j"] = share.ours_j;
  if (share.idle_j > 0) json["ours_idle_j"] = share.idle_j;
  if (share.idle_j > 0 && sums.least_w > 0) json["least_w"] = sums.least_w;
  if (!share.left_out.empty()) json["left_out"] = share.left_out;
  if (!channel.note.empty()) json["note"] = channel.note;
  if (!share.energy.repairs.empty()) json["repairs"] = share.energy.repairs;
  return json;
}

/// What measuring took, and what that used of the energy of the processors, if that is known.
Json overhead_json(const Recording& recording, const Shares& shares) {
  const double cpu_s =
      recording.sampler_cpu_s + (recording.exit ? recording.exit->wrapper_cpu_s : 0);
  const double duration = recording.duration_s();
  Json json{{"cpu_s", cpu_s}, {"core_share", duration > 0 ? cpu_s / duration : 0}};
  double packages_j = 0;
  for (const ChannelShare& share : shares.channels) {
    if (share.counts && share.record->channel.scope == Scope::package)
      packages_j += share.energy.joules;
  }
  if (packages_j > 0 && recording.busy_cpu_s > 0)
    json["energy_j"] = packages_j * std::min(1.0, cpu_s / recording.busy_cpu_s);
  return json;
}

Json findings_json(const Recording& recording) {
  Json list = Json::array();
  for (const Finding& finding : recording.findings) {
    if (finding.standing == Standing::absent) continue;
    Json json{{"source", finding.source},
              {"what", finding.what},
              {"standing", name_in(kStandingNames, finding.standing)}};
    if (!finding.reason.empty()) json["reason"] = finding.reason;
    list.push_back(std::move(json));
  }
  return list;
}

Json events_json(const Recording& recording) {
  Json list = Json::array();
  for (const Event& event : recording.events)
    list.push_back({{"at_s", event.at_s}, {"event", event.event}, {"what", event.what}});
  return list;
}

Json attribution_json(const Recording& recording, const Shares& shares) {
  if (!shares.shared) return {{"of", "machine"}};
  return {{"of", recording.own_cpu_s >= 0 ? "control group" : "command"},
          {"allotted_cpus", recording.header.host.allowed_cores},
          {"cpus", recording.header.host.cores},
          {"own_cpu_s", recording.own_cpu_s >= 0 ? recording.own_cpu_s
                                                 : (recording.exit ? recording.exit->cpu_s : 0)},
          {"busy_cpu_s", recording.busy_cpu_s},
          {"estimate", true}};
}

Json launcher_json(const Header& header) {
  Json json = Json::object();
  for (const auto& [key, value] : header.launcher)
    json[key] = value;
  return json;
}

/// What this rank of a job counted and when; all else on the node is counted by another rank.
Json holds_json(const std::vector<Hold>& holds) {
  Json list = Json::array();
  for (const Hold& hold : holds)
    list.push_back({{"what", hold.lock}, {"begin_s", hold.begin_s}, {"end_s", hold.end_s}});
  return {{"of_this_rank", list}, {"else", "counted by another rank"}};
}

/// A power that was read a few times says little of what lay between. Empty: that is not so.
std::string few_readings_of(const Recording& recording, const ChannelShare& share) {
  constexpr std::uint32_t kFewest = 5;
  constexpr double kEnough = 20, kShortest = 0.05;  // readings; s
  const Sums& sums = share.record->sums;
  const std::uint32_t held = sums.readings - std::min(sums.readings, sums.faults);
  if (share.energy.by_counter || held >= kFewest) return {};
  const double period_s = std::max(recording.duration_s() / kEnough, kShortest);
  const bool shorter = period_s < recording.header.period_s;
  return fmt::format("its power was read {} times only, and is a straight line in between; {}",
                     held,
                     shorter ? fmt::format("--period {:.1g}s reads it oftener", period_s)
                             : "measure a longer run");
}

void warn_of(const Recording& recording, const ChannelShare& share,
             std::vector<std::string>& warnings) {
  const std::string id = share.record->channel.id + ": ";
  if (is_missing(share)) warnings.push_back(id + share.left_out + ": its energy is unknown");
  if (!share.counts) return;
  if (!share.record->channel.note.empty()) warnings.push_back(id + share.record->channel.note);
  for (const std::string& repair : share.energy.repairs)
    warnings.push_back(id + repair);
  if (has_holes(recording, share))
    warnings.push_back(
        fmt::format("{}read for {:.0f} % of the time", id, 100 * share.energy.coverage));
  const std::string few = few_readings_of(recording, share);
  if (!few.empty()) warnings.push_back(id + few);
}

}  // namespace

bool is_partial(const Recording& recording, const Shares& shares) {
  if (!recording.exit || recording.end.empty()) return true;
  return std::any_of(shares.channels.begin(), shares.channels.end(), [&](const auto& share) {
    return has_holes(recording, share) || is_missing(share);
  });
}

std::string record_json(const Recording& recording, const Shares& shares) {
  const Header& header = recording.header;
  Json json{{"tool", "co2est " + std::string(kVersion)},
            {"run_id", header.run_id},
            {"boot_id", header.host.boot_id},
            {"host", header.host.name},
            {"cpu", header.host.cpu_model},
            {"kernel", header.host.kernel},
            {"command", header.command},
            {"exit", exit_json(recording)},
            {"partial", is_partial(recording, shares)},
            {"duration_s", recording.duration_s()},
            {"period_s", header.period_s}};
  if (!recording.end.empty() && recording.end != "command-ended") json["ended"] = recording.end;
  json["attribution"] = attribution_json(recording, shares);
  json["channels"] = Json::array();
  for (const ChannelShare& share : shares.channels)
    json["channels"].push_back(channel_json(share));
  json["sources"] = findings_json(recording);
  json.update(Json::parse(phases_json(recording, shares)));
  if (!recording.events.empty()) json["events"] = events_json(recording);
  if (!header.launcher.empty()) json["launcher"] = launcher_json(header);
  if (recording.holds) json["counts"] = holds_json(*recording.holds);
  if (recording.suspended_s > 1) json["suspended_s"] = recording.suspended_s;
  if (recording.torn_lines > 0) json["torn_lines"] = recording.torn_lines;
  json["overhead"] = overhead_json(recording, shares);
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::vector<std::string> warnings_of(const Recording& recording, const Shares& shares) {
  std::vector<std::string> warnings;
  if (!recording.exit)
    warnings.push_back(fmt::format("the wrapper was lost: known up to {:.1f} s after the start",
                                   recording.last_s));
  else if (recording.end.empty())
    warnings.push_back(fmt::format("the sampler was lost: measured up to {:.1f} s of {:.1f} s",
                                   recording.last_s, recording.duration_s()));
  for (const ChannelShare& share : shares.channels)
    warn_of(recording, share, warnings);
  for (const Event& event : recording.events) {
    if (event.event == kTraceCut) warnings.push_back("--trace: " + event.what);
  }
  for (const Finding& finding : recording.findings) {
    if (finding.standing == Standing::denied || finding.standing == Standing::unusable)
      warnings.push_back(finding.source + ": " + finding.what + " " + finding.reason);
  }
  return warnings;
}

}  // namespace co2est::meter
