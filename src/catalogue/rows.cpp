// Knows the columns of every table.
#include "catalogue/row.hpp"
#include "catalogue/rules.hpp"
#include "co2est/error.hpp"
#include "text/enum_names.hpp"

namespace co2est {

namespace {

std::optional<Intensity> optional_intensity(const Record& r, std::size_t column) {
  const auto value = r.number(column);
  if (!value) return std::nullopt;
  return g_per_kwh(*value);
}

Range<double> band(const Record& r, std::size_t low, std::size_t mid, std::size_t high) {
  const double value = r.required(mid);
  return {r.number(low).value_or(value), value, r.number(high).value_or(value)};
}

Range<Intensity> intensity_band(const Record& r, std::size_t low, std::size_t mid,
                                std::size_t high) {
  const Range<double> range = band(r, low, mid, high);
  return {g_per_kwh(range.low), g_per_kwh(range.mid), g_per_kwh(range.high)};
}

Range<Mass> mass_band(const Record& r, std::size_t low, std::size_t mid, std::size_t high) {
  const Range<double> kg = band(r, low, mid, high);
  return {kilograms(kg.low), kilograms(kg.mid), kilograms(kg.high)};
}

}  // namespace

template <>
std::string_view header_of<Source>() {
  return "id,title,publisher,edition,year,url,retrieved,licence,attribution,note";
}
template <>
Source read_row<Source>(const Record& r) {
  return {r.text(0), r.text(1), r.text(2), r.text(3), r.integer(4),
          r.text(5), r.text(6), r.text(7), r.text(8), r.text(9)};
}

template <>
std::string_view header_of<GridPlace>() {
  return "id,kind,name,iso2,iso3,aliases,parent_id,source_id";
}
template <>
GridPlace read_row<GridPlace>(const Record& r) {
  return {r.text(0), r.text(1), r.text(2), r.text(3), r.text(4), r.text(5), r.text(6), r.text(7)};
}

template <>
std::string_view header_of<GridIntensity>() {
  return "grid_id,year,accounting,gases,g_per_kwh,low_g_per_kwh,high_g_per_kwh,side,signal,losses,"
         "quality,edition,source_id,note";
}
template <>
GridIntensity read_row<GridIntensity>(const Record& r) {
  return {r.text(0),  r.integer(1), r.accounting(2), r.text(3),  intensity_band(r, 5, 4, 6),
          r.text(7),  r.text(8),    r.text(9),       r.text(10), r.text(11),
          r.text(12), r.text(13)};
}

template <>
std::string_view header_of<GenerationFactor>() {
  return "technology,accounting,gases,low_g_per_kwh,g_per_kwh,high_g_per_kwh,aliases,source_id,"
         "note";
}
template <>
GenerationFactor read_row<GenerationFactor>(const Record& r) {
  return {r.text(0), r.accounting(1), r.text(2), intensity_band(r, 3, 4, 5),
          r.text(6), r.text(7),       r.text(8)};
}

template <>
std::string_view header_of<CloudRegion>() {
  return "id,provider,region,name,city,country_iso2,subdivision,grid_id,mapping,source_id,note";
}
template <>
CloudRegion read_row<CloudRegion>(const Record& r) {
  return {r.text(0), r.text(1), r.text(2), r.text(3), r.text(4), r.text(5),
          r.text(6), r.text(7), r.text(8), r.text(9), r.text(10)};
}

template <>
std::string_view header_of<CloudYear>() {
  return "region_id,year,cfe_share,g_per_kwh,accounting,quality,source_id,note";
}
template <>
CloudYear read_row<CloudYear>(const Record& r) {
  return {r.text(0),       r.integer(1), r.number(2), optional_intensity(r, 3),
          r.accounting(4), r.text(5),    r.text(6),   r.text(7)};
}

template <>
std::string_view header_of<PueRow>() {
  return "id,year,pue,low,high,wue_l_per_kwh,scope,quality,name,aliases,source_id,note";
}
template <>
PueRow read_row<PueRow>(const Record& r) {
  return {r.text(0), r.integer(1), band(r, 3, 2, 4), r.number(5), r.text(6),
          r.text(7), r.text(8),    r.text(9),        r.text(10),  r.text(11)};
}

namespace {

/// What two columns say together: a part of a server, with its accelerators or without any.
void check(const Instance& row, const Record& r) {
  if (row.accelerator_id.empty() != !r.number(5)) {
    r.fail(r.column_text(row.accelerator_id.empty() ? 4 : 5) + " is empty",
           "accelerator_id and accelerators stand together, or neither does");
  }
  const std::optional<double> threads = row.threads ? row.threads : row.vcpu;
  if (threads && row.host_threads && *threads > *row.host_threads) {
    r.fail(r.column_text(row.threads ? 7 : 6) + " holds \"" +
               std::string(r.text(row.threads ? 7 : 6)) + "\", more than \"host_threads\"",
           "host_threads are those of the whole server");
  }
}

}  // namespace

template <>
std::string_view header_of<Instance>() {
  return "id,provider,name,aliases,accelerator_id,accelerators,vcpu,threads,memory_gib,cpu_id,"
         "platform,host_cpus,host_threads,usd_per_hour,price_region,price_date,price_source_id,"
         "quality,unverified,source_id,note";
}
template <>
Instance read_row<Instance>(const Record& r) {
  Instance row{r.text(0), r.text(1), r.text(2), r.text(3), r.text(4), r.number(5).value_or(0)};
  row.vcpu = r.number(6);
  row.threads = r.number(7);
  row.memory_gib = r.number(8);
  row.cpu_id = r.text(9);
  row.platform = r.text(10);
  row.host_cpus = r.number(11);
  row.host_threads = r.number(12);
  row.usd_per_hour = r.number(13);
  row.price_region = r.text(14);
  row.price_date = r.text(15);
  row.price_source_id = r.text(16);
  row.quality = r.text(17);
  row.unverified = r.text(18);
  row.source_id = r.text(19);
  row.note = r.text(20);
  check(row, r);
  return row;
}

template <>
std::string_view header_of<Accelerator>() {
  return "id,name,aliases,vendor,kind,class,year,tdp_w,idle_w,memory_gb,peak_fp64_tflop_per_s,"
         "peak_fp32_tflop_per_s,"
         "peak_tf32_tflop_per_s,peak_fp16_tflop_per_s,peak_bf16_tflop_per_s,peak_fp8_tflop_per_s,"
         "peak_fp4_tflop_per_s,peak_int8_top_per_s,embodied_kg,train_fraction,counts_as,status,"
         "unverified,source_id,detail";
}
template <>
Accelerator read_row<Accelerator>(const Record& r) {
  Accelerator row{r.text(0), r.text(1), r.text(2), r.text(3), r.text(4), r.text(5), r.integer(6)};
  if (const auto tdp = r.number(7)) row.tdp = watts(*tdp);
  if (const auto idle = r.number(8)) row.idle = watts(*idle);
  row.memory_gb = r.number(9);
  row.peak = {r.number(10), r.number(11), r.number(12), r.number(13),
              r.number(14), r.number(15), r.number(16), r.number(17)};
  if (const auto kg = r.number(18)) row.embodied = kilograms(*kg);
  row.train_fraction = r.number(19);
  row.counts_as = r.text(20);
  row.status = r.text(21);
  row.unverified = r.text(22);
  row.source_id = r.text(23);
  row.detail = r.text(24);
  row.tdp_source = row.source_of("tdp_w");
  return row;
}

template <>
std::string_view header_of<MeasuredPower>() {
  return "accelerator_id,source_id,workload,n,low_fraction,mid_fraction,high_fraction,spread,scope,"
         "quality,note";
}
template <>
MeasuredPower read_row<MeasuredPower>(const Record& r) {
  return {r.text(0),   r.text(1), r.text(2), r.integer(3), r.number(4), r.number(5),
          r.number(6), r.text(7), r.text(8), r.text(9),    r.text(10)};
}

template <>
std::string_view header_of<Cpu>() {
  return "id,name,aliases,vendor,family,tdp_w,quality,source_id,note";
}
template <>
Cpu read_row<Cpu>(const Record& r) {
  return {r.text(0), r.text(1), r.text(2), r.text(3), r.text(4), watts(r.required(5)),
          r.text(6), r.text(7), r.text(8)};
}

template <>
std::string_view header_of<Equivalent>() {
  return "id,rank,key,name,aliases,co2e_kg,low_co2e_kg,high_co2e_kg,energy_kwh,year,source_id,"
         "note";
}
template <>
Equivalent read_row<Equivalent>(const Record& r) {
  Equivalent row{r.text(0), r.integer(1), r.text(2),    r.text(3),  r.text(4),
                 {},        {},           r.integer(9), r.text(10), r.text(11)};
  if (r.number(5)) row.co2e = mass_band(r, 6, 5, 7);
  if (const auto energy = r.number(8)) row.energy = kwh(*energy);
  if (row.co2e.has_value() == row.energy.has_value()) {
    r.fail("needs either co2e_kg or energy_kwh", "");
  }
  return row;
}

template <>
std::string_view header_of<EquivalentEdition>() {
  return "id,year,co2e_kg,quality,source_id,note";
}
template <>
EquivalentEdition read_row<EquivalentEdition>(const Record& r) {
  return {r.text(0), r.integer(1), mass_band(r, 2, 2, 2), r.text(3), r.text(4), r.text(5)};
}

template <>
std::string_view header_of<Footprint>() {
  return "id,name,per,co2e_kg,low_co2e_kg,high_co2e_kg,lifetime_y,scope,quality,accelerators,"
         "method,source_id,note";
}
template <>
Footprint read_row<Footprint>(const Record& r) {
  return {r.text(0),   r.text(1),  r.text(2), mass_band(r, 4, 3, 5),
          r.number(6), r.text(7),  r.text(8), r.text(9),
          r.text(10),  r.text(11), r.text(12)};
}

template <>
std::string_view header_of<ElectricityPrice>() {
  return "grid_id,year,currency,per_kwh,consumer,tax,quality,source_id,note";
}
template <>
ElectricityPrice read_row<ElectricityPrice>(const Record& r) {
  const auto currency = value_in<Currency>(kCurrencyNames, r.text(2));
  if (!currency) r.fail("unknown currency \"" + std::string(r.text(2)) + "\"", "use USD or EUR");
  return {r.text(0), r.integer(1), *currency, r.required(3), r.text(4),
          r.text(5), r.text(6),    r.text(7), r.text(8)};
}

template <>
std::string_view header_of<PresetRow>() {
  return "preset_id,field,model,low,mid,high,unit,source_id,note";
}
template <>
PresetRow read_row<PresetRow>(const Record& r) {
  return {r.text(0),   r.text(1), r.text(2), r.number(3), r.number(4),
          r.number(5), r.text(6), r.text(7), r.text(8)};
}

template <>
std::string_view header_of<Parameter>() {
  return "id,low,mid,high,unit,source_id,note";
}
template <>
Parameter read_row<Parameter>(const Record& r) {
  Parameter row{r.text(0), band(r, 1, 2, 3), r.text(4), r.text(5), r.text(6)};
  if (row.id.starts_with("host.") && row.value.low < 1)
    r.fail(std::string(row.id) + " is below 1", "a server draws no less than its accelerators");
  return row;
}

template <>
std::string_view header_of<Alternative>() {
  return "id,column,year,value,low,high,unit,accounting,source_id,note";
}
template <>
Alternative read_row<Alternative>(const Record& r) {
  return {r.text(0), r.text(1), r.integer(2), band(r, 4, 3, 5),
          r.text(6), r.text(7), r.text(8),    r.text(9)};
}

}  // namespace co2est
