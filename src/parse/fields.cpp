#include "parse/fields.hpp"

#include <array>

#include "text/enum_names.hpp"

namespace co2est {
namespace {

constexpr double kMaxCount = 1e9, kMaxHours = 1e9, kMaxWatts = 1e9, kMaxKwh = 1e15;
constexpr double kMaxFlop = 1e40, kMaxFlopPerS = 1e21, kMaxGb = 1e12;
constexpr double kMaxIntensity = 1e6, kMaxPrice = 1e9, kMaxKg = 1e12, kMaxLitre = 1e6;
constexpr double kMaxPue = 100;

template <typename T>
Range<T> typed(const Range<double>& range, T (*maker)(double)) {
  return {maker(range.low), maker(range.mid), maker(range.high)};
}

template <typename T>
T& part(std::optional<T>& value) {
  return value ? *value : value.emplace();
}

using T = const Target&;
using V = const Value&;

constexpr std::array<std::string_view, 2> kHostChoices{"model", "included"};
constexpr std::array<std::string_view, 1> kPriceChoices{"catalogue"};

// One key, one line.
// clang-format off
// Slots number the keys of one object; a bare and a suffixed name share theirs.
constexpr auto kRunRows = std::to_array<FieldRow>({
    {.key = "name", .shape = Shape::text, .slot = 1, .store = [](T t, V v) { t.run->name = v.text; }, .meaning = "Name of the run"},
    {.key = "start", .shape = Shape::instant, .slot = 2, .store = [](T t, V v) { t.run->start = v.time; }, .meaning = "Begin, RFC 3339 with offset"},
    {.key = "end", .shape = Shape::instant, .slot = 3, .store = [](T t, V v) { t.run->end = v.time; }, .meaning = "End, RFC 3339 with offset"},
    {.key = "duration", .shape = Shape::quantity, .slot = 4, .store = [](T t, V v) { t.run->duration = typed(v.number, hours); }, .dimension = Dimension::duration, .maximum = kMaxHours, .meaning = "Wall-clock time of the run"},
    {.key = "duration_h", .shape = Shape::suffixed, .slot = 4, .store = [](T t, V v) { t.run->duration = typed(v.number, hours); }, .dimension = Dimension::duration, .maximum = kMaxHours, .meaning = "Wall-clock time of the run"},
    {.key = "hosts", .shape = Shape::number, .slot = 5, .store = [](T t, V v) { t.run->hosts = v.number.mid; }, .maximum = kMaxCount, .above_minimum = true, .meaning = "Servers that cpu, dram and host entries stand for (default 1)"},
    {.key = "devices_per_host", .shape = Shape::number, .slot = 6, .store = [](T t, V v) { t.run->devices_per_host = v.number.mid; }, .maximum = kMaxCount, .above_minimum = true, .meaning = "Accelerators in one server (default 8 for data-centre parts, else 1)"},
    {.key = "devices", .shape = Shape::list, .slot = kDevicesSlot, .context = ObjectType::device, .meaning = "What used energy"},
    {.key = "method", .shape = Shape::text, .slot = 8, .store = [](T t, V v) { t.run->method = v.text; }, .meaning = "Preset of a paper, such as strubell2019"},
    {.key = "pue", .shape = Shape::pue, .slot = 9, .store = [](T t, V v) { PueSpec& pue = t.run->pue.emplace(); if (v.text.empty()) pue.value = v.number; else if (v.text == "none") pue.none = true; else pue.facility = v.text; }, .minimum = 1, .maximum = kMaxPue, .meaning = "Power usage effectiveness: a number, \"none\", or a facility such as \"google\""},
    {.key = "grid", .shape = Shape::grid, .slot = 10, .store = [](T t, V v) { part(t.run->grid).id = v.text; }, .context = ObjectType::grid, .meaning = "Grid id, country, cloud region, or an object"},
    {.key = "host", .shape = Shape::choice, .slot = 11, .store = [](T t, V v) { t.run->host = static_cast<HostSaid>(v.choice + 1); }, .choices = kHostChoices, .meaning = "\"model\": put the modelled rest of the server into the headline; \"included\":  stated accelerator figures contain it"},
    {.key = "market", .shape = Shape::object, .slot = 12, .context = ObjectType::market, .meaning = "Contractual electricity, for a market-based total beside the location-based one"},
    {.key = "embodied", .shape = Shape::embodied, .slot = 13, .context = ObjectType::embodied, .meaning = "Share of the hardware's footprint: true or an object"},
    {.key = "water", .shape = Shape::object, .slot = 14, .context = ObjectType::water, .meaning = "Water per kWh"},
    {.key = "price", .shape = Shape::object, .slot = 15, .context = ObjectType::price, .meaning = "Prices of electricity and devices"},
    {.key = "repeat", .shape = Shape::number, .slot = 16, .store = [](T t, V v) { t.run->repeat = v.number.mid; }, .maximum = kMaxCount, .above_minimum = true, .meaning = "How many times the run was made; multiplies everything"},
    {.key = "tags", .shape = Shape::object, .slot = 17, .context = ObjectType::tags, .meaning = "Free names: project, user, stage"},
    {.key = "record", .shape = Shape::kept, .slot = 18, .meaning = "What the writing tool recorded about itself"},
    {.key = "co2est", .shape = Shape::version, .slot = kVersionSlot, .meaning = "Version of the format"},
});

constexpr auto kDocumentOnly = std::to_array<FieldRow>({
    {.key = "defaults", .shape = Shape::object, .slot = 20, .context = ObjectType::defaults, .meaning = "Values of a project's runs that do not say otherwise"},
    {.key = "runs", .shape = Shape::list, .slot = 21, .context = ObjectType::run, .meaning = "The runs of a project"},
});

constexpr auto join_document() {
  std::array<FieldRow, kRunRows.size() + kDocumentOnly.size()> rows{};
  for (std::size_t i = 0; i < kRunRows.size(); ++i)
    rows[i] = kRunRows[i];
  for (std::size_t i = 0; i < kDocumentOnly.size(); ++i)
    rows[kRunRows.size() + i] = kDocumentOnly[i];
  return rows;
}
constexpr auto kDocumentRows = join_document();

constexpr auto kDeviceRows = std::to_array<FieldRow>({
    {.key = "kind", .shape = Shape::choice, .slot = kKindSlot, .store = [](T t, V v) { t.device->kind = static_cast<DeviceKind>(v.choice); }, .choices = kDeviceKindNames, .meaning = "What the entry stands for"},
    {.key = "instance", .shape = Shape::text, .slot = kKindSlot, .store = [](T t, V v) { t.device->instance = v.text; }, .filled = true, .meaning = "Cloud instance or common server in place of the kind, such as p4d.24xlarge: its accelerators, its share of the CPUs and its memory. count and device_hours are of instances, power, utilization, energy, intervals and flop of their accelerators"},
    {.key = "model", .shape = Shape::text, .slot = 2, .store = [](T t, V v) { t.device->model = v.text; }, .meaning = "Name as its driver prints it; of a cpu as /proc/cpuinfo does"},
    {.key = "count", .shape = Shape::number, .slot = 3, .store = [](T t, V v) { t.device->count = v.number.mid; }, .maximum = kMaxCount, .above_minimum = true, .meaning = "How many: over all hosts, but per host for cpu and dram (default 1)"},
    {.key = "energy", .shape = Shape::quantity, .slot = 4, .store = [](T t, V v) { t.device->energy = typed(v.number, kwh); }, .dimension = Dimension::energy, .maximum = kMaxKwh, .meaning = "Energy of the entry, all devices and hosts together"},
    {.key = "energy_kwh", .shape = Shape::suffixed, .slot = 4, .store = [](T t, V v) { t.device->energy = typed(v.number, kwh); }, .dimension = Dimension::energy, .maximum = kMaxKwh, .meaning = "Energy of the entry, all devices and hosts together"},
    {.key = "intervals", .shape = Shape::list, .slot = 5, .context = ObjectType::interval, .meaning = "Energy of the entry by time"},
    {.key = "power", .shape = Shape::quantity, .slot = 6, .store = [](T t, V v) { t.device->power = typed(v.number, watts); }, .dimension = Dimension::power, .maximum = kMaxWatts, .nullable = true, .meaning = "Mean power of one device; null says unknown"},
    {.key = "power_w", .shape = Shape::suffixed, .slot = 6, .store = [](T t, V v) { t.device->power = typed(v.number, watts); }, .dimension = Dimension::power, .maximum = kMaxWatts, .nullable = true, .meaning = "Mean power of one device; null says unknown"},
    {.key = "utilization", .shape = Shape::number, .slot = 7, .store = [](T t, V v) { t.device->utilization = v.number.mid; }, .maximum = 1, .meaning = "Mean utilization of one device, 0 to 1, of its TDP; of a cpu its load"},
    {.key = "memory", .shape = Shape::quantity, .slot = 8, .store = [](T t, V v) { t.device->memory_gb = v.number; }, .dimension = Dimension::memory, .maximum = kMaxGb, .meaning = "Memory of one host"},
    {.key = "memory_gb", .shape = Shape::suffixed, .slot = 8, .store = [](T t, V v) { t.device->memory_gb = v.number; }, .dimension = Dimension::memory, .maximum = kMaxGb, .meaning = "Memory of one host"},
    {.key = "device_hours", .shape = Shape::number, .slot = 9, .store = [](T t, V v) { t.device->device_hours = v.number.mid; }, .maximum = kMaxKwh, .meaning = "Hours of all devices of the entry together; never multiplied by count"},
    {.key = "flop", .shape = Shape::number, .slot = 10, .store = [](T t, V v) { t.device->flop = v.number.mid; }, .maximum = kMaxFlop, .meaning = "Floating-point operations of the entry, for a run that has not happened yet"},
    {.key = "achieved", .shape = Shape::quantity, .slot = 11, .store = [](T t, V v) { t.device->achieved_flop_per_s = v.number; }, .dimension = Dimension::throughput, .maximum = kMaxFlopPerS, .above_minimum = true, .meaning = "Throughput that one device reaches"},
    {.key = "achieved_flop_per_s", .shape = Shape::suffixed, .slot = 11, .store = [](T t, V v) { t.device->achieved_flop_per_s = v.number; }, .dimension = Dimension::throughput, .maximum = kMaxFlopPerS, .above_minimum = true, .meaning = "Throughput that one device reaches"},
    {.key = "basis", .shape = Shape::choice, .slot = 12, .store = [](T t, V v) { t.device->basis = static_cast<Basis>(v.choice); }, .choices = kBasisNames, .meaning = "How the value was obtained (default reported)"},
    {.key = "sensor", .shape = Shape::choice, .slot = 13, .store = [](T t, V v) { t.device->sensor = static_cast<Sensor>(v.choice + 1); }, .choices = std::span(kSensorNames).subspan(1), .meaning = "Instrument, written by measure and import"},
    {.key = "range", .shape = Shape::pair, .slot = 14, .store = [](T t, V v) { t.device->range = std::pair(v.number.low, v.number.high); }, .maximum = 1e6, .above_minimum = true, .meaning = "Low and high as factors on the energy, written by measure, import and extrapolate"},
    {.key = "source", .shape = Shape::text, .slot = 15, .store = [](T t, V v) { t.device->source = v.text; }, .meaning = "Who stated the value; entries with one source share their error"},
    {.key = "id", .shape = Shape::text, .slot = 16, .store = [](T t, V v) { t.device->id = v.text; }, .meaning = "UUID or zone, written by measure and import"},
    {.key = "host", .shape = Shape::text, .slot = 17, .store = [](T t, V v) { t.device->host = v.text; }, .meaning = "Host name, written by measure and import"},
});

constexpr auto kIntervalRows = std::to_array<FieldRow>({
    {.key = "start", .shape = Shape::instant, .slot = 1, .store = [](T t, V v) { t.interval->start = v.time; }, .meaning = "Begin, RFC 3339 with offset"},
    {.key = "end", .shape = Shape::instant, .slot = 2, .store = [](T t, V v) { t.interval->end = v.time; }, .meaning = "End, RFC 3339 with offset"},
    {.key = "energy_j", .shape = Shape::number, .slot = 3, .store = [](T t, V v) { t.interval->energy = joules(v.number.mid); }, .maximum = kMaxKwh * kJoulesPerKwh, .meaning = "Energy of the interval in joules"},
});

constexpr auto kGridRows = std::to_array<FieldRow>({
    {.key = "id", .shape = Shape::text, .slot = 1, .store = [](T t, V v) { t.run->grid->id = v.text; }, .meaning = "Grid id, country or cloud region"},
    {.key = "year", .shape = Shape::number, .slot = 2, .store = [](T t, V v) { t.run->grid->year = static_cast<int>(v.number.mid); }, .minimum = 1900, .maximum = 2200, .meaning = "Year of the figure (default: the run's)"},
    {.key = "accounting", .shape = Shape::choice, .slot = 3, .store = [](T t, V v) { t.run->grid->accounting = static_cast<Accounting>(v.choice); }, .choices = std::span(kAccountingNames).first(2), .meaning = "Whole life of the plants, or their stacks only (default lifecycle)"},
    {.key = "intensity", .shape = Shape::quantity, .slot = 4, .store = [](T t, V v) { t.run->grid->intensity = typed(v.number, g_per_kwh); }, .dimension = Dimension::intensity, .maximum = kMaxIntensity, .meaning = "Carbon intensity of the electricity"},
    {.key = "intensity_g_per_kwh", .shape = Shape::suffixed, .slot = 4, .store = [](T t, V v) { t.run->grid->intensity = typed(v.number, g_per_kwh); }, .dimension = Dimension::intensity, .maximum = kMaxIntensity, .meaning = "Carbon intensity of the electricity"},
    {.key = "mix", .shape = Shape::object, .slot = 5, .context = ObjectType::mix, .meaning = "Generation by technology in percent"},
    {.key = "source", .shape = Shape::text, .slot = 6, .store = [](T t, V v) { t.run->grid->source = v.text; }, .meaning = "Who published the figure"},
});

constexpr auto kMarketRows = std::to_array<FieldRow>({
    {.key = "intensity", .shape = Shape::quantity, .slot = 1, .store = [](T t, V v) { t.run->market->intensity = typed(v.number, g_per_kwh); }, .dimension = Dimension::intensity, .maximum = kMaxIntensity, .single = true, .meaning = "Intensity that the instrument conveys"},
    {.key = "intensity_g_per_kwh", .shape = Shape::suffixed, .slot = 1, .store = [](T t, V v) { t.run->market->intensity = typed(v.number, g_per_kwh); }, .dimension = Dimension::intensity, .maximum = kMaxIntensity, .single = true, .meaning = "Intensity that the instrument conveys"},
    {.key = "share", .shape = Shape::number, .slot = 2, .store = [](T t, V v) { t.run->market->share = v.number.mid; }, .maximum = 1, .meaning = "Share of the energy that it covers, 0 to 1 (default 1)"},
    {.key = "instrument", .shape = Shape::text, .slot = 3, .store = [](T t, V v) { t.run->market->instrument = v.text; }, .meaning = "Such as \"PPA, hourly matched\""},
    {.key = "residual", .shape = Shape::quantity, .slot = 4, .store = [](T t, V v) { t.run->market->residual = typed(v.number, g_per_kwh); }, .dimension = Dimension::intensity, .maximum = kMaxIntensity, .single = true, .meaning = "Residual mix for the rest"},
    {.key = "residual_g_per_kwh", .shape = Shape::suffixed, .slot = 4, .store = [](T t, V v) { t.run->market->residual = typed(v.number, g_per_kwh); }, .dimension = Dimension::intensity, .maximum = kMaxIntensity, .single = true, .meaning = "Residual mix for the rest"},
});

constexpr auto kEmbodiedRows = std::to_array<FieldRow>({
    {.key = "per_device", .shape = Shape::quantity, .slot = 1, .store = [](T t, V v) { if (v.text.empty()) t.run->embodied->per_device = typed(v.number, kilograms); else t.run->embodied->per_device_name = v.text; }, .dimension = Dimension::mass, .maximum = kMaxKg, .named = true, .meaning = "Footprint of making one accelerator, or the id of a published one"},
    {.key = "per_device_kg", .shape = Shape::suffixed, .slot = 1, .store = [](T t, V v) { t.run->embodied->per_device = typed(v.number, kilograms); }, .dimension = Dimension::mass, .maximum = kMaxKg, .meaning = "Footprint of making one accelerator"},
    {.key = "per_host", .shape = Shape::quantity, .slot = 2, .store = [](T t, V v) { if (v.text.empty()) t.run->embodied->per_host = typed(v.number, kilograms); else t.run->embodied->per_host_name = v.text; }, .dimension = Dimension::mass, .maximum = kMaxKg, .named = true, .meaning = "Footprint of making one server without accelerators, or the id of a published one"},
    {.key = "per_host_kg", .shape = Shape::suffixed, .slot = 2, .store = [](T t, V v) { t.run->embodied->per_host = typed(v.number, kilograms); }, .dimension = Dimension::mass, .maximum = kMaxKg, .meaning = "Footprint of making one server without accelerators"},
    {.key = "lifetime", .shape = Shape::quantity, .slot = 3, .store = [](T t, V v) { t.run->embodied->lifetime = typed(v.number, hours); }, .dimension = Dimension::duration, .maximum = kMaxHours, .above_minimum = true, .meaning = "How long the hardware is used"},
    {.key = "lifetime_h", .shape = Shape::suffixed, .slot = 3, .store = [](T t, V v) { t.run->embodied->lifetime = typed(v.number, hours); }, .dimension = Dimension::duration, .maximum = kMaxHours, .above_minimum = true, .meaning = "How long the hardware is used"},
    {.key = "utilization", .shape = Shape::number, .slot = 4, .store = [](T t, V v) { t.run->embodied->utilization = v.number.mid; }, .maximum = 1, .above_minimum = true, .meaning = "Share of its lifetime in which the hardware works"},
});

constexpr auto kWaterRows = std::to_array<FieldRow>({
    {.key = "wue", .shape = Shape::quantity, .slot = 1, .store = [](T t, V v) { t.run->water->wue_l_per_kwh = v.number; }, .dimension = Dimension::water, .maximum = kMaxLitre, .meaning = "Water on site per kWh of IT energy"},
    {.key = "wue_l_per_kwh", .shape = Shape::suffixed, .slot = 1, .store = [](T t, V v) { t.run->water->wue_l_per_kwh = v.number; }, .dimension = Dimension::water, .maximum = kMaxLitre, .meaning = "Water on site per kWh of IT energy"},
    {.key = "source", .shape = Shape::quantity, .slot = 2, .store = [](T t, V v) { t.run->water->source_l_per_kwh = v.number; }, .dimension = Dimension::water, .maximum = kMaxLitre, .meaning = "Water at the power plants per kWh of facility energy"},
    {.key = "source_l_per_kwh", .shape = Shape::suffixed, .slot = 2, .store = [](T t, V v) { t.run->water->source_l_per_kwh = v.number; }, .dimension = Dimension::water, .maximum = kMaxLitre, .meaning = "Water at the power plants per kWh of facility energy"},
});

constexpr auto kPriceRows = std::to_array<FieldRow>({
    {.key = "electricity", .shape = Shape::quantity, .slot = 1, .store = [](T t, V v) { if (v.text.empty()) t.run->price->electricity_usd_per_kwh = v.number; else t.run->price->electricity_of_catalogue = true; }, .dimension = Dimension::energy_price, .maximum = kMaxPrice, .choices = kPriceChoices, .meaning = "Price of facility energy, or \"catalogue\": the mean price where the grid is"},
    {.key = "electricity_usd_per_kwh", .shape = Shape::suffixed, .slot = 1, .store = [](T t, V v) { t.run->price->electricity_usd_per_kwh = v.number; }, .dimension = Dimension::energy_price, .maximum = kMaxPrice, .meaning = "Price of facility energy"},
    {.key = "device", .shape = Shape::quantity, .slot = 2, .store = [](T t, V v) { t.run->price->device_usd_per_h = v.number; }, .dimension = Dimension::device_price, .maximum = kMaxPrice, .meaning = "Price of one accelerator"},
    {.key = "device_usd_per_h", .shape = Shape::suffixed, .slot = 2, .store = [](T t, V v) { t.run->price->device_usd_per_h = v.number; }, .dimension = Dimension::device_price, .maximum = kMaxPrice, .meaning = "Price of one accelerator"},
});

// clang-format on

constexpr std::array<std::string_view, 1> kDeviceNeeds{"kind"};
constexpr std::array<std::string_view, 3> kIntervalNeeds{"start", "end", "energy_j"};
constexpr std::array<std::string_view, 1> kMarketNeeds{"intensity"};

constexpr ObjectRows rows(std::span<const FieldRow> fields,
                          std::span<const std::string_view> required = {}) {
  ObjectRows result{fields, required};
  for (const FieldRow& field : fields) {
    for (std::string_view key : required) {
      if (field.key == key) result.required_slots |= std::uint64_t{1} << field.slot;
    }
  }
  return result;
}

/// In the order of ObjectType.
constexpr auto kObjects = std::to_array<ObjectRows>({
    rows(kDocumentRows),
    rows(kRunRows),
    rows(kRunRows),
    rows(kDeviceRows, kDeviceNeeds),
    rows(kGridRows),
    {},
    rows(kMarketRows, kMarketNeeds),
    rows(kEmbodiedRows),
    rows(kWaterRows),
    rows(kPriceRows),
    {},
    rows(kIntervalRows, kIntervalNeeds),
});
static_assert(kObjects.size() == static_cast<std::size_t>(ObjectType::interval) + 1);

}  // namespace

const ObjectRows& rows_of(ObjectType context) {
  return kObjects[static_cast<std::size_t>(context)];
}

bool is_free_key(std::string_view key) {
  return key.starts_with("x-") || key == "$schema" || key == "comment";
}

}  // namespace co2est
