// Knows the keys of the run file as they are written.
#include "cli/run_writer.hpp"

#include <fmt/chrono.h>
#include <fmt/core.h>

#include <chrono>
#include <cmath>
#include <cstdint>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

namespace co2est::cli {
namespace {

using Json = nlohmann::ordered_json;

/// Counts and whole hours without a point.
Json number(double value) {
  constexpr double kExact = 1e15;
  if (value != std::floor(value) || std::abs(value) > kExact) return value;
  return static_cast<std::int64_t>(value);
}

template <typename T, typename Read>
void put(Json& json, const char* key, const std::optional<Range<T>>& range, Read read) {
  if (!range) return;
  if (range->has_band()) {
    json[key] = {number(read(range->low)), number(read(range->mid)), number(read(range->high))};
  } else {
    json[key] = number(read(range->mid));
  }
}

template <typename T>
void put(Json& json, const char* key, const std::optional<T>& value) {
  if (value) json[key] = *value;
}

void put(Json& json, const char* key, const std::optional<double>& value) {
  if (value) json[key] = number(*value);
}

void put(Json& json, const char* key, const std::string& text) {
  if (!text.empty()) json[key] = text;
}

std::string time_text(UtcTime time) {
  const auto second = std::chrono::floor<std::chrono::seconds>(time);
  const auto rest = static_cast<int>((time - second).count());
  const std::time_t whole = std::chrono::system_clock::to_time_t(second);
  std::string text = fmt::format("{:%Y-%m-%dT%H:%M:%S}", fmt::gmtime(whole));
  if (rest != 0) text += fmt::format(".{:03}", rest);
  return text + "Z";
}

void put(Json& json, const char* key, const std::optional<UtcTime>& time) {
  if (time) json[key] = time_text(*time);
}

Json intervals_json(const std::vector<EnergyInterval>& intervals) {
  Json list = Json::array();
  for (const EnergyInterval& interval : intervals) {
    list.push_back({{"start", time_text(interval.start)},
                    {"end", time_text(interval.end)},
                    {"energy_j", as_kwh(interval.energy) * kJoulesPerKwh}});
  }
  return list;
}

Json device_json(const DeviceSpec& device) {
  Json json = Json::object();
  if (device.instance.empty()) json["kind"] = to_text(device.kind);
  put(json, "instance", device.instance);
  const auto same = [](double value) { return value; };
  put(json, "model", device.model);
  put(json, "count", device.count);
  put(json, "energy_kwh", device.energy, as_kwh);
  if (!device.intervals.empty()) json["intervals"] = intervals_json(device.intervals);
  put(json, "power_w", device.power, as_watts);
  if (device.power_unknown) json["power"] = nullptr;
  put(json, "utilization", device.utilization);
  put(json, "memory_gb", device.memory_gb, same);
  put(json, "device_hours", device.device_hours);
  put(json, "flop", device.flop);
  put(json, "achieved_flop_per_s", device.achieved_flop_per_s, same);
  if (device.basis) json["basis"] = to_text(*device.basis);
  if (device.sensor != Sensor::none) json["sensor"] = to_text(device.sensor);
  if (device.range) json["range"] = {device.range->first, device.range->second};
  put(json, "source", device.source);
  put(json, "id", device.id);
  put(json, "host", device.host);
  return json;
}

Json grid_json(const GridSpec& grid) {
  Json json = Json::object();
  put(json, "id", grid.id);
  put(json, "intensity_g_per_kwh", grid.intensity, as_g_per_kwh);
  for (const MixShare& share : grid.mix)
    json["mix"][share.technology] = share.percent;
  put(json, "year", grid.year);
  if (grid.accounting) json["accounting"] = to_text(*grid.accounting);
  put(json, "source", grid.source);
  if (json.size() == 1 && !grid.id.empty()) return grid.id;
  return json;
}

Json pue_json(const PueSpec& pue) {
  if (pue.none) return "none";
  if (!pue.value) return pue.facility;
  Json json;
  put(json, "pue", pue.value, [](double value) { return value; });
  return json["pue"];
}

Json market_json(const MarketSpec& market) {
  Json json;
  put(json, "intensity_g_per_kwh", std::optional(market.intensity), as_g_per_kwh);
  json["share"] = number(market.share);
  put(json, "instrument", market.instrument);
  put(json, "residual_g_per_kwh", market.residual, as_g_per_kwh);
  return json;
}

Json embodied_json(const EmbodiedSpec& embodied) {
  Json json = Json::object();
  put(json, "per_device_kg", embodied.per_device, as_kilograms);
  put(json, "per_host_kg", embodied.per_host, as_kilograms);
  put(json, "per_device", embodied.per_device_name);
  put(json, "per_host", embodied.per_host_name);
  put(json, "lifetime_h", embodied.lifetime, as_hours);
  put(json, "utilization", embodied.utilization);
  if (json.empty()) return true;
  return json;
}

/// What a run says about money, contracts, hardware and water.
void put_factors(Json& json, const RunSpec& run) {
  const auto same = [](double value) { return value; };
  if (run.market) json["market"] = market_json(*run.market);
  if (run.embodied) json["embodied"] = embodied_json(*run.embodied);
  if (run.water) {
    Json water = Json::object();
    put(water, "wue_l_per_kwh", run.water->wue_l_per_kwh, same);
    put(water, "source_l_per_kwh", run.water->source_l_per_kwh, same);
    json["water"] = std::move(water);
  }
  if (run.price) {
    Json price = Json::object();
    put(price, "electricity_usd_per_kwh", run.price->electricity_usd_per_kwh, same);
    if (run.price->electricity_of_catalogue) price["electricity"] = "catalogue";
    put(price, "device_usd_per_h", run.price->device_usd_per_h, same);
    json["price"] = std::move(price);
  }
}

void put_run(Json& json, const RunSpec& run) {
  put(json, "name", run.name);
  put(json, "start", run.start);
  put(json, "end", run.end);
  put(json, "duration_h", run.duration, as_hours);
  put(json, "hosts", run.hosts);
  put(json, "devices_per_host", run.devices_per_host);
  json["devices"] = Json::array();
  for (const DeviceSpec& device : run.devices)
    json["devices"].push_back(device_json(device));
  put(json, "method", run.method);
  if (run.pue) json["pue"] = pue_json(*run.pue);
  if (run.grid) json["grid"] = grid_json(*run.grid);
  if (run.host == HostSaid::model) json["host"] = "model";
  if (run.host == HostSaid::included) json["host"] = "included";
  put_factors(json, run);
  put(json, "repeat", run.repeat);
  for (const auto& [name, value] : run.tags)
    json["tags"][name] = value;
  if (!run.record.empty()) json["record"] = Json::parse(run.record);
  for (const auto& [key, text] : run.extensions)
    json[key] = Json::parse(text);
}

std::string text_of(const Json& json) {
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

std::string write_run(const RunSpec& run) {
  Json json{{"co2est", 1}};
  put_run(json, run);
  return text_of(json);
}

std::string write_project(const std::string& name, const std::vector<RunSpec>& runs) {
  Json json{{"co2est", 1}};
  put(json, "name", name);
  json["runs"] = Json::array();
  for (const RunSpec& run : runs) {
    Json item = Json::object();
    put_run(item, run);
    json["runs"].push_back(std::move(item));
  }
  return text_of(json);
}

}  // namespace co2est::cli
