#include "meter/journal_line.hpp"

#include <algorithm>

#include "meter/names.hpp"

namespace co2est::meter {
namespace {

using Value = rapidjson::Value;

constexpr std::size_t kSums = 11;  // figures of one channel in a line

std::uint32_t count(const Value& value) {
  return value.IsUint() ? value.GetUint() : 0;
}

std::vector<std::pair<std::string, std::string>> pairs_in(const Value& object, const char* key) {
  std::vector<std::pair<std::string, std::string>> pairs;
  const Value* inner = find(object, key);
  if (inner == nullptr || !inner->IsObject()) return pairs;
  for (const auto& member : inner->GetObject()) {
    if (member.value.IsString())
      pairs.emplace_back(member.name.GetString(), member.value.GetString());
  }
  return pairs;
}

}  // namespace

const Value* find(const Value& object, const char* key) {
  const auto member = object.FindMember(key);
  return member == object.MemberEnd() ? nullptr : &member->value;
}

std::string text_in(const Value& object, const char* key) {
  const Value* value = find(object, key);
  return value != nullptr && value->IsString()
             ? std::string(value->GetString(), value->GetStringLength())
             : std::string();
}

std::vector<std::string> texts_in(const Value& object, const char* key) {
  std::vector<std::string> texts;
  for_each_in(object, key, [&](const Value& item) {
    if (item.IsString()) texts.emplace_back(item.GetString(), item.GetStringLength());
  });
  return texts;
}

double number(const Value& value) {
  return value.IsNumber() ? value.GetDouble() : 0;
}

double number_in(const Value& object, const char* key, double otherwise) {
  const Value* value = find(object, key);
  return value != nullptr && value->IsNumber() ? value->GetDouble() : otherwise;
}

std::int64_t integer_in(const Value& object, const char* key) {
  const Value* value = find(object, key);
  return value != nullptr && value->IsInt64() ? value->GetInt64() : 0;
}

Header header_of(const Value& line) {
  Header header;
  header.run_id = text_in(line, "run");
  header.start_ns = integer_in(line, "start_ns");
  header.start_utc_ms = integer_in(line, "start_utc_ms");
  header.period_s = number_in(line, "period_s", 1);
  header.command = texts_in(line, "command");
  header.name = text_in(line, "name");
  header.grid = text_in(line, "grid");
  header.pue = text_in(line, "pue");
  header.tags = pairs_in(line, "tags");
  header.sharing =
      value_in<Sharing>(kSharingNames, text_in(line, "sharing")).value_or(Sharing::automatic);
  header.launcher = pairs_in(line, "launcher");
  header.host.boot_id = text_in(line, "boot");
  if (const Value* host = find(line, "host"); host != nullptr && host->IsObject()) {
    header.host.name = text_in(*host, "name");
    header.host.kernel = text_in(*host, "kernel");
    header.host.cpu_model = text_in(*host, "cpu");
    header.host.sockets = static_cast<int>(number_in(*host, "sockets"));
    header.host.cores = static_cast<int>(number_in(*host, "cores"));
    header.host.allowed_cores = static_cast<int>(number_in(*host, "allowed_cores"));
    header.host.memory_gb = number_in(*host, "memory_gb");
  }
  return header;
}

Channel channel_of(const Value& row) {
  Channel channel;
  channel.scope = value_in<Scope>(kScopeNames, text_in(row, "scope")).value_or(Scope::package);
  channel.id = text_in(row, "id");
  channel.model = text_in(row, "model");
  channel.sensor = value_in<Sensor>(kSensorNames, text_in(row, "sensor")).value_or(Sensor::none);
  if (find(row, "limit_w") != nullptr) channel.limit_w = number_in(row, "limit_w");
  channel.share = std::clamp(number_in(row, "share", 1), 0.0, 1.0);
  channel.part = text_in(row, "part");
  channel.note = text_in(row, "note");
  return channel;
}

Finding finding_of(const Value& row) {
  return {text_in(row, "source"), text_in(row, "what"),
          value_in<Standing>(kStandingNames, text_in(row, "standing")).value_or(Standing::absent),
          text_in(row, "reason"), ""};
}

/// One channel's figures: [counter J, power J, covered s, gap s, readings, faults, gaps, restarts,
/// rejected, peak W, least W].
Sums sums_of(const Value& row) {
  Sums sums;
  if (!row.IsArray() || row.Size() != kSums) return sums;
  sums.has_counter = row[0].IsNumber();
  sums.has_power = row[1].IsNumber();
  sums.counter_j = number(row[0]);
  sums.power_j = number(row[1]);
  sums.covered_s = number(row[2]);
  sums.gap_s = number(row[3]);
  sums.readings = count(row[4]);
  sums.faults = count(row[5]);
  sums.gaps = count(row[6]);
  sums.restarts = count(row[7]);
  sums.rejected = count(row[8]);
  sums.peak_w = number(row[9]);
  sums.least_w = number(row[10]);
  return sums;
}

Exit exit_of(const Value& line) {
  Exit exit;
  exit.at_s = number_in(line, "at_s");
  exit.duration_s = number_in(line, "duration_s");
  exit.status = static_cast<int>(number_in(line, "exit"));
  exit.signal = static_cast<int>(number_in(line, "signal"));
  exit.cpu_s = number_in(line, "cpu_s");
  exit.wrapper_cpu_s = number_in(line, "wrapper_cpu_s");
  exit.stopped_by = text_in(line, "stopped_by");
  exit.survivors = texts_in(line, "survivors");
  return exit;
}

}  // namespace co2est::meter
