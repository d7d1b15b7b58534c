#include "cli/doctor_report.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "cli/number.hpp"
#include "meter/names.hpp"
#include "render/layout.hpp"
#include "render/number.hpp"

namespace co2est::cli {
namespace {

using meter::Channel;
using meter::ChannelTrial;
using meter::Finding;
using meter::Placing;
using meter::Standing;
using meter::Survey;
using Json = nlohmann::ordered_json;

/// W at which a wrap is reckoned where the channel has no limit of its own: a large socket.
constexpr double kReferenceW = 400;
constexpr double kMinute = 60;

std::optional<double> seconds_to_wrap(const Channel& channel) {
  if (channel.counter_range_j <= 0) return std::nullopt;
  return channel.counter_range_j / channel.limit_w.value_or(kReferenceW);
}

double step_of(const ChannelTrial& trial) {
  return trial.channel.counter_step_j > 0 ? trial.channel.counter_step_j : trial.seen_step_j;
}

std::string_view model_of(const Diagnosis& diagnosis, const Channel& channel) {
  const bool cpu = channel.model.empty() && channel.scope == meter::Scope::package;
  return cpu ? std::string_view(diagnosis.cpu_model) : std::string_view(channel.model);
}

// ---- Text ---------------------------------------------------------------------------------------

constexpr std::size_t kNameColumn = 13, kStandingColumn = 11, kRoom = 2;
constexpr std::size_t kLeastWidth = 40;

std::string indented(std::string_view text, std::size_t indent, const TextStyle& style) {
  std::string out;
  const std::string shown = rendering::printable(text, style);
  for (const std::string& line :
       rendering::wrapped(shown, std::max(style.width, kLeastWidth) - indent))
    out += std::string(indent, ' ') + line + "\n";
  return out;
}

/// What is found; a remedy is a line to be copied, so it is never broken.
std::string text_of(const Finding& finding, const TextStyle& style) {
  const std::string_view between = finding.what.empty() || finding.reason.empty() ? "" : ": ";
  std::string text =
      indented(fmt::format("{}{}{}", finding.what, between, finding.reason), kNameColumn, style);
  std::string_view rest = finding.remedy;
  for (bool first = true; !rest.empty(); first = false) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    text += fmt::format("{}{:<4} {}\n", std::string(kNameColumn, ' '),
                        first ? "fix:" : "or:", rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return text;
}

std::string text_of(const Survey& survey, const TextStyle& style) {
  std::string text = fmt::format("{:<{}}{:<{}}{}\n", survey.kind->name, kNameColumn,
                                 name_in(meter::kStandingNames, survey.standing()), kStandingColumn,
                                 survey.kind->meaning);
  for (const Finding& finding : survey.findings) {
    if (finding.standing != Standing::used) text += text_of(finding, style);
  }
  return text;
}

std::string counter_text(const ChannelTrial& trial) {
  const Channel& channel = trial.channel;
  if (!trial.last.energy_j) return "";
  std::string text = "an energy counter";
  if (step_of(trial) > 0) {
    text += ", step " + shown(step_of(trial)) + " J";
  } else {
    text += " that stood still just now";
  }
  const auto wrap_s = seconds_to_wrap(channel);
  if (!wrap_s) return text + ", never wraps";
  return text + fmt::format(", wraps at {} J: in {} min at {}{} W", shown(channel.counter_range_j),
                            rendering::significant(*wrap_s / kMinute),
                            channel.limit_w ? "its limit of " : "",
                            shown(channel.limit_w.value_or(kReferenceW)));
}

std::string figures_text(const ChannelTrial& trial) {
  if (!trial.held()) return "no figure: " + trial.fault;
  std::string text = counter_text(trial);
  if (trial.last.power_w) {
    text += (text.empty() ? "a power, " : "; ") + shown(*trial.last.power_w) + " W now";
  }
  if (trial.channel.share < 1)
    text += fmt::format("; {} of it is ours", shown(trial.channel.share));
  if (!trial.channel.note.empty()) text += "; " + trial.channel.note;
  return text;
}

std::string why_not(const Diagnosis& diagnosis, const Placing& placing) {
  std::string text = "not counted: " + std::string(placing.reason);
  if (placing.within != meter::kNowhere) text += " " + diagnosis.channels[placing.within].id;
  return text;
}

/// The channels that count, or those that do not.
std::string channels_text(const Diagnosis& diagnosis, bool counts, const TextStyle& style) {
  std::string text;
  std::size_t at = 0;
  for (const Survey& survey : diagnosis.surveys) {
    for (const ChannelTrial& trial : survey.channels) {
      const Placing& placing = diagnosis.placings[at++];
      if (placing.counts != counts) continue;
      const Channel& channel = trial.channel;
      const std::string_view model = model_of(diagnosis, channel);
      text +=
          indented(fmt::format("{:<{}}{}{}{}", name_in(meter::kScopeNames, channel.scope),
                               kNameColumn - kRoom, channel.id, model.empty() ? "" : "  ", model),
                   kRoom, style);
      text += indented(figures_text(trial), kNameColumn, style);
      if (!counts) text += indented(why_not(diagnosis, placing), kNameColumn, style);
    }
  }
  return text;
}

// ---- JSON ---------------------------------------------------------------------------------------

Json or_null(const std::optional<double>& number) {
  return number ? Json(*number) : Json();
}

Json json_of(const Diagnosis& diagnosis, const ChannelTrial& trial, const Placing& placing) {
  const Channel& channel = trial.channel;
  Json json{
      {"scope", name_in(meter::kScopeNames, channel.scope)},
      {"id", channel.id},
      {"model", model_of(diagnosis, channel)},
      {"sensor", to_text(channel.sensor)},
      {"counts", placing.counts},
      {"reason", placing.reason},
      {"within",
       placing.within == meter::kNowhere ? Json() : Json(diagnosis.channels[placing.within].id)},
      {"energy_j", or_null(trial.last.energy_j)},
      {"power_w", or_null(trial.last.power_w)},
      {"fault", trial.fault},
      {"step_j", step_of(trial) > 0 ? Json(step_of(trial)) : Json()},
      {"range_j", channel.counter_range_j > 0 ? Json(channel.counter_range_j) : Json()},
      {"wraps_after_s", or_null(seconds_to_wrap(channel))},
      {"limit_w", or_null(channel.limit_w)},
      {"share", channel.share},
      {"note", channel.note}};
  return json;
}

Json json_of(const Finding& finding) {
  return {{"what", finding.what},
          {"standing", name_in(meter::kStandingNames, finding.standing)},
          {"reason", finding.reason},
          {"remedy", finding.remedy}};
}

}  // namespace

Diagnosis diagnosis_of(std::vector<Survey> surveys, std::string cpu_model) {
  Diagnosis diagnosis{std::move(surveys), {}, {}, std::move(cpu_model)};
  std::vector<bool> held;
  for (const Survey& survey : diagnosis.surveys) {
    for (const ChannelTrial& trial : survey.channels) {
      diagnosis.channels.push_back(trial.channel);
      held.push_back(trial.held());
    }
  }
  diagnosis.placings = meter::place(diagnosis.channels, held);
  return diagnosis;
}

std::string as_text(const Diagnosis& diagnosis, const TextStyle& style) {
  std::string text = "Sources\n\n";
  for (const Survey& survey : diagnosis.surveys)
    text += text_of(survey, style);
  const std::string counted = channels_text(diagnosis, true, style);
  const std::string others = channels_text(diagnosis, false, style);
  text += counted.empty() ? "\nNothing can be measured here: a run has its time, and is modelled.\n"
                          : "\nWhat a run here measures\n\n" + counted;
  if (!others.empty()) text += "\nWhat is there beside it\n\n" + others;
  return text;
}

std::string as_json(const Diagnosis& diagnosis) {
  Json sources = Json::array();
  std::size_t at = 0;
  for (const Survey& survey : diagnosis.surveys) {
    Json findings = Json::array(), channels = Json::array();
    for (const Finding& finding : survey.findings)
      findings.push_back(json_of(finding));
    for (const ChannelTrial& trial : survey.channels)
      channels.push_back(json_of(diagnosis, trial, diagnosis.placings[at++]));
    sources.push_back({{"source", survey.kind->name},
                       {"meaning", survey.kind->meaning},
                       {"standing", name_in(meter::kStandingNames, survey.standing())},
                       {"findings", std::move(findings)},
                       {"channels", std::move(channels)}});
  }
  const Json json{{"co2est_doctor", 1}, {"sources", std::move(sources)}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace co2est::cli
