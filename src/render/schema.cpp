// Knows the JSON Schema of the estimate: type and meaning of each key that the writers write.
#include <nlohmann/json.hpp>

#include <array>
#include <string_view>

#include "co2est/render.hpp"
#include "render/estimate_json.hpp"
#include "text/enum_names.hpp"

namespace co2est {
namespace {

using Json = nlohmann::ordered_json;

struct Key {
  std::string_view name, type, meaning;  ///< the type "number?" is a number or null
  bool required = true;
};

Json type_of(std::string_view type) {
  if (!type.ends_with('?')) return std::string(type);
  return Json::array({std::string(type.substr(0, type.size() - 1)), "null"});
}

template <std::size_t N>
Json list_of_names(const std::array<std::string_view, N>& names) {
  return Json(std::vector<std::string>(names.begin(), names.end()));
}

/// What a key's type leaves open: no quantity is negative, a share is at most 1, a word is known.
void narrow(Json& value, std::string_view key) {
  const Json& type = value["type"];
  const Json& first = type.is_array() ? type[0] : type;
  const bool is_number = first == "number" || first == "integer";
  if (is_number) value["minimum"] = 0;
  if (key == "share" || key == "share_measured" || key == "cfe_share") value["maximum"] = 1;
  if (key == "basis") value["enum"] = list_of_names(kBasisNames);
  if (key == "accounting") value["enum"] = list_of_names(kAccountingNames);
  if (key == "kind") value["enum"] = list_of_names(kDeviceKindNames);
  if (key == "severity") value["enum"] = {"info", "warning"};
}

template <std::size_t N>
Json object_of(const std::array<Key, N>& keys) {
  Json properties = Json::object();
  Json required = Json::array();
  for (const Key& key : keys) {
    Json& value = properties[std::string(key.name)];
    value = {{"type", type_of(key.type)}, {"description", std::string(key.meaning)}};
    narrow(value, key.name);
    if (key.required) required.push_back(std::string(key.name));
  }
  return {{"type", "object"}, {"properties", properties}, {"required", required}};
}

Json list_of(Json items) {
  return {{"type", "array"}, {"items", std::move(items)}};
}

Json or_null(Json schema) {
  schema["type"] = Json::array({schema["type"], "null"});
  return schema;
}

constexpr auto kEstimateKeys = std::to_array<Key>({
    {"name", "string", "of the run or the project"},
    {"scope", "string", "the kinds of device that count, joined by +; gpu-only for boards alone"},
    {"method", "string?", "the preset that filled blanks"},
    {"repeat", "number", "of one run: how often it ran; every quantity includes it", false},
    {"run_count", "number", "of a total: how many runs are summed", false},
    {"duration_h", "number?", "sum over runs and repeats"},
    {"device_hours", "number?", "of accelerators only"},
    {"energy_kwh", "number?", "at the hardware"},
    {"facility_energy_kwh", "number?", "energy_kwh x PUE"},
    {"facility_energy_kwh_low", "number?", "5th percentile"},
    {"facility_energy_kwh_high", "number?", "95th percentile"},
    {"idle_energy_kwh", "number?", "the part of energy_kwh that reserved, idle nodes used"},
    {"co2e_kg", "number?", "operational and location-based"},
    {"co2e_kg_low", "number?", "5th percentile"},
    {"co2e_kg_high", "number?", "95th percentile"},
    {"interval", "number", "the share between low and high"},
    {"with_host_co2e_kg", "number?", "with a model of the rest of the server"},
    {"market_co2e_kg", "number?", "market-based, by contract"},
    {"embodied_co2e_kg", "number?", "share of making the hardware; not in co2e_kg"},
    {"embodied_co2e_kg_low", "number?", "5th percentile; of a total: the sum of the runs'"},
    {"embodied_co2e_kg_high", "number?", "95th percentile; of a total: the sum of the runs'"},
    {"water_l", "number?", "on site and at the power plants"},
    {"water_l_low", "number?", "5th percentile; of a total: the sum of the runs'"},
    {"water_l_high", "number?", "95th percentile; of a total: the sum of the runs'"},
});

constexpr auto kCostKeys = std::to_array<Key>({
    {"electricity_usd", "number?", "of the facility's energy"},
    {"electricity_usd_low", "number?",
     "5th percentile by price and energy; of a total: the sum of the runs'"},
    {"electricity_usd_high", "number?",
     "95th percentile by price and energy; of a total: the sum of the runs'"},
    {"electricity_eur", "number", "likewise of a price in euros; never converted", false},
    {"electricity_eur_low", "number", "5th percentile", false},
    {"electricity_eur_high", "number", "95th percentile", false},
    {"compute_usd_low", "number?", "rent of the devices at the low price"},
    {"compute_usd_high", "number?", "rent of the devices at the high price"},
});

constexpr auto kPriceKeys = std::to_array<Key>({
    {"per_kwh", "number", "in the currency"},
    {"currency", "string", "USD or EUR"},
    {"year", "integer?", "of the price"},
    {"consumer", "string", "whose mean it is"},
    {"tax", "string", "included or excluded"},
    {"basis", "string", "assumed"},
    {"origin", "string", "who said it"},
    {"source", "string?", "id in sources"},
});

constexpr auto kPueKeys = std::to_array<Key>({
    {"value", "number", "at least 1"},
    {"low", "number", "5th percentile"},
    {"high", "number", "95th percentile"},
    {"basis", "string", "measured, reported, modelled or assumed"},
    {"origin", "string", "who said it"},
    {"source", "string?", "id in sources, or as the run states it"},
});

constexpr auto kGridKeys = std::to_array<Key>({
    {"id", "string?", "in the catalogue; null for a stated intensity"},
    {"name", "string?", "of the grid"},
    {"intensity_g_per_kwh", "number", "CO2e per kWh"},
    {"low", "number", "5th percentile"},
    {"high", "number", "95th percentile"},
    {"year", "integer?", "of the figure"},
    {"basis", "string", "measured, reported, modelled or assumed"},
    {"accounting", "string", "direct, lifecycle or unknown"},
    {"gases", "string?", "co2 or co2e"},
    {"losses", "string?", "of the grid between plant and site: excluded or included"},
    {"origin", "string", "who said it"},
    {"source", "string?", "id in sources, or as the run states it"},
    {"cfe_share", "number",
     "carbon-free energy of the region, hourly, with the provider's purchases; never multiplied",
     false},
    {"cfe_year", "integer", "of cfe_share", false},
});

constexpr auto kComponentKeys = std::to_array<Key>({
    {"kind", "string", "gpu, tpu, cpu, dram, host, node, facility, idle or other"},
    {"model", "string?", "as the run names it"},
    {"count", "number?", "of devices, over all hosts; null where only device hours are known"},
    {"energy_kwh", "number?", "at the hardware, repeats included"},
    {"basis", "string", "measured, reported, modelled or assumed"},
    {"evidence", "string",
     "energy, intervals, power, utilization, model, memory, host-model, none"},
    {"share_measured", "number", "of the energy, 0 to 1"},
});

constexpr auto kWidestKeys = std::to_array<Key>({
    {"factor", "string", "what makes the interval wide, widest first"},
    {"share", "number", "of the squared width, 0 to 1"},
});

constexpr auto kSourceKeys = std::to_array<Key>({
    {"id", "string", "in the catalogue, or as the run states it"},
    {"title", "string", "", false},
    {"publisher", "string", "", false},
    {"year", "integer?", "", false},
    {"licence", "string", "", false},
});

constexpr auto kNoteKeys = std::to_array<Key>({
    {"code", "string", "never changes"},
    {"severity", "string", "info or warning"},
    {"where", "string", "JSON pointer into the run"},
    {"text", "string", "for a person; its wording may change"},
    {"times", "integer", "in a total: how many runs raised it, where more than one", false},
});

/// One estimate without the keys of the document around it.
Json estimate_object() {
  Json schema = object_of(kEstimateKeys);
  Json& properties = schema["properties"];
  properties["cost"] = object_of(kCostKeys);
  properties["cost"]["properties"]["electricity_price"] = object_of(kPriceKeys);
  properties["pue"] = or_null(object_of(kPueKeys));
  properties["grid"] = or_null(object_of(kGridKeys));
  properties["components"] = list_of(object_of(kComponentKeys));
  properties["equivalents"] = {{"type", "object"}, {"additionalProperties", {{"type", "number"}}}};
  properties["widest"] = list_of(object_of(kWidestKeys));
  properties["sources"] = list_of(object_of(kSourceKeys));
  properties["notes"] = list_of(object_of(kNoteKeys));
  for (const std::string_view key :
       {"cost", "pue", "grid", "components", "equivalents", "widest", "sources", "notes"}) {
    schema["required"].push_back(std::string(key));
  }
  return schema;
}

}  // namespace

std::string estimate_schema() {
  const Json about = {{"type", "object"},
                      {"properties",
                       {{"version", {{"type", "string"}}},
                        {"catalogue", {{"type", "string"}, {"pattern", "^sha256:[0-9a-f]{64}$"}}}}},
                      {"required", {"version", "catalogue"}}};
  Json head = {{"properties",
                {{"schema", {{"const", std::string(rendering::kEstimateSchemaName)}}},
                 {"co2est", about},
                 {"runs", list_of({{"$ref", "#/$defs/estimate"}})}}},
               {"required", {"schema", "co2est"}}};
  const Json schema = {
      {"$schema", "https://json-schema.org/draft/2020-12/schema"},
      {"title", "co2est estimate, version 1"},
      {"description", "More keys may be added; a key that is here keeps its name and type."},
      {"allOf", Json::array({{{"$ref", "#/$defs/estimate"}}, std::move(head)})},
      {"$defs", {{"estimate", estimate_object()}}}};
  return schema.dump(2) + "\n";
}

}  // namespace co2est
