#include "meter/survey_text.hpp"

#include <nlohmann/json.hpp>

namespace co2est::meter {
namespace {

using Json = nlohmann::json;

Json json_of(const std::optional<double>& number) {
  return number ? Json(*number) : Json();
}

std::optional<double> number_of(const Json& json) {
  return json.is_number() ? std::optional(json.get<double>()) : std::nullopt;
}

Json json_of(const ChannelTrial& trial) {
  const Channel& c = trial.channel;
  return {static_cast<int>(c.scope),
          c.id,
          c.model,
          static_cast<int>(c.sensor),
          c.counter_range_j,
          c.counter_step_j,
          json_of(c.limit_w),
          c.share,
          c.note,
          json_of(trial.last.energy_j),
          json_of(trial.last.power_w),
          trial.fault,
          trial.seen_step_j};
}

ChannelTrial trial_of(const Json& row) {
  ChannelTrial trial;
  Channel& c = trial.channel;
  std::size_t at = 0;
  c.scope = static_cast<Scope>(row.at(at++).get<int>());
  c.id = row.at(at++).get<std::string>();
  c.model = row.at(at++).get<std::string>();
  c.sensor = static_cast<Sensor>(row.at(at++).get<int>());
  c.counter_range_j = row.at(at++).get<double>();
  c.counter_step_j = row.at(at++).get<double>();
  c.limit_w = number_of(row.at(at++));
  c.share = row.at(at++).get<double>();
  c.note = row.at(at++).get<std::string>();
  trial.last.energy_j = number_of(row.at(at++));
  trial.last.power_w = number_of(row.at(at++));
  trial.fault = row.at(at++).get<std::string>();
  trial.seen_step_j = row.at(at++).get<double>();
  return trial;
}

}  // namespace

std::string to_text(const Survey& survey) {
  Json json{{"findings", Json::array()}, {"channels", Json::array()}};
  for (const Finding& f : survey.findings)
    json["findings"].push_back(
        {f.source, f.what, static_cast<int>(f.standing), f.reason, f.remedy});
  for (const ChannelTrial& trial : survey.channels)
    json["channels"].push_back(json_of(trial));
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::optional<Survey> survey_in(std::string_view text, const SourceKind& kind) {
  const Json json = Json::parse(text, nullptr, false);
  if (json.is_discarded()) return std::nullopt;
  Survey survey{&kind, {}, {}};
  for (const Json& row : json.at("findings")) {
    survey.findings.push_back({row.at(0).get<std::string>(), row.at(1).get<std::string>(),
                               static_cast<Standing>(row.at(2).get<int>()),
                               row.at(3).get<std::string>(), row.at(4).get<std::string>()});
  }
  for (const Json& row : json.at("channels"))
    survey.channels.push_back(trial_of(row));
  return survey;
}

}  // namespace co2est::meter
