// What the tests know about the figures of hardware: peak rates, the TDP of CPUs, measured power,
// and what of the model rests on it.
#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "catalogue/row.hpp"
#include "catalogue/rules.hpp"
#include "csv/csv.hpp"
#include "text/list.hpp"
#include "unit/model.hpp"

using namespace co2est;
using namespace co2est_tests;

namespace {

using Rate = std::optional<double> PeakRates::*;

struct RateName {
  Rate rate;
  std::string_view column;
};

constexpr auto kRates = std::to_array<RateName>({{&PeakRates::fp64, "peak_fp64_tflop_per_s"},
                                                 {&PeakRates::fp32, "peak_fp32_tflop_per_s"},
                                                 {&PeakRates::tf32, "peak_tf32_tflop_per_s"},
                                                 {&PeakRates::fp16, "peak_fp16_tflop_per_s"},
                                                 {&PeakRates::bf16, "peak_bf16_tflop_per_s"},
                                                 {&PeakRates::fp8, "peak_fp8_tflop_per_s"},
                                                 {&PeakRates::fp4, "peak_fp4_tflop_per_s"},
                                                 {&PeakRates::int8, "peak_int8_top_per_s"}});

const Accelerator& accelerator(std::string_view id) {
  const Found<Accelerator> found = catalogue().find_accelerator(id);
  INFO(id);
  REQUIRE(found);
  return *found.row;
}

std::set<std::string_view> items_of(std::string_view list) {
  std::set<std::string_view> items;
  for_each_item(list, [&](std::string_view item) { items.insert(item); });
  return items;
}

}  // namespace

TEST_CASE("a peak rate is the dense one where the maker's headline is with sparsity") {
  struct Headline {
    std::string_view id;
    Rate rate;
    double dense, sparse;
  };
  for (const Headline& known : {
           Headline{"a100-sxm4-80gb", &PeakRates::tf32, 156, 312},
           Headline{"a100-sxm4-80gb", &PeakRates::bf16, 312, 624},
           Headline{"a100-sxm4-80gb", &PeakRates::int8, 624, 1248},
           Headline{"h100-sxm5-80gb", &PeakRates::tf32, 494.5, 989},
           Headline{"h100-sxm5-80gb", &PeakRates::fp16, 989, 1979},
           Headline{"h100-sxm5-80gb", &PeakRates::fp8, 1979, 3958},
           Headline{"h200-sxm5-141gb", &PeakRates::int8, 1979, 3958},
           Headline{"h100-nvl-94gb", &PeakRates::fp16, 835, 1671},
           Headline{"b200-sxm", &PeakRates::fp4, 9000, 18000},
           Headline{"gb200", &PeakRates::fp8, 5000, 10000},
           Headline{"l4", &PeakRates::fp16, 121, 242},
           Headline{"l40s", &PeakRates::fp8, 733, 1466},
           Headline{"a40", &PeakRates::bf16, 149.7, 299.4},
           Headline{"rtx-4090", &PeakRates::fp16, 165.2, 330.3},
           Headline{"mi300x", &PeakRates::fp8, 2610, 5230},
           Headline{"mi355x", &PeakRates::fp16, 2500, 5000},
           Headline{"trainium2", &PeakRates::fp8, 1299, 2563},
           Headline{"trainium3", &PeakRates::bf16, 671, 2517},
           Headline{"gaudi3", &PeakRates::bf16, 1677, 3354},
       }) {
    INFO(known.id);
    const std::optional<double> held = accelerator(known.id).peak.*known.rate;
    REQUIRE(held);
    CHECK(*held == Approx(known.dense).epsilon(0.01));
    CHECK(*held < known.sparse * 0.9);
  }
}

TEST_CASE("a narrower format is no slower, and at most as much faster as its makers state") {
  for (const Accelerator& row : catalogue().accelerators()) {
    INFO(row.id);
    const PeakRates& peak = row.peak;
    const auto ratio = [&](const std::optional<double>& narrow, const std::optional<double>& wide,
                           double least, double most) {
      if (!narrow || !wide) return;
      CHECK(*narrow / *wide >= least);
      CHECK(*narrow / *wide <= most);
    };
    const std::optional<double>& half = peak.bf16 ? peak.bf16 : peak.fp16;
    ratio(peak.tf32, peak.fp32, 1, 17);
    ratio(half, peak.tf32, 0.99, 3.7);      // Gaudi3: 1677 and 459
    ratio(half, peak.fp32, 1, 32);          // B200: 2250 and 80
    ratio(peak.bf16, peak.fp16, 0.5, 3.7);  // MI100: half the rate; Gaudi3: 459 and 1677
    ratio(peak.fp8, half, 1, 3.8);          // Trainium3: 2517 and 671
    ratio(peak.fp4, peak.fp8, 1, 3);        // GB300: 15000 and 5000
    ratio(peak.int8, half, 0.99, 4.1);      // Groq, without bf16: 755 and 188
  }
}

TEST_CASE("each rate has a source of its own or is marked as recalled") {
  std::set<std::string_view> columns;
  const std::string_view header = header_of<Accelerator>();
  for (std::size_t i = 0; i < column_count(header); ++i)
    columns.insert(column_name(header, i));
  for (const Accelerator& row : catalogue().accelerators()) {
    INFO(row.id);
    const std::set<std::string_view> recalled = items_of(row.unverified);
    for (const std::string_view column : recalled)
      CHECK(columns.count(column) == 1);
    for (const auto& [rate, column] : kRates) {
      INFO(column);
      const bool cited = row.detail.find(std::string(column) + "=") != std::string_view::npos;
      CHECK((row.peak.*rate).has_value() == (cited || recalled.count(column) == 1));
      CHECK_FALSE((cited && recalled.count(column) == 1));
    }
    CHECK((row.status == "verified") == recalled.empty());
  }
}

TEST_CASE("measured power is of accelerators with a TDP") {
  for (const MeasuredPower& row : catalogue().measured_powers()) {
    INFO(row.accelerator_id << " " << row.workload);
    const bool pooled = row.accelerator_id == "nvidia" || row.accelerator_id == "amd";
    if (!pooled) CHECK(accelerator(row.accelerator_id).tdp);
    CHECK((row.low || row.mid || row.high));
    CHECK((row.spread == "5/50/95") == (row.n > 1));
  }
}

TEST_CASE("the fraction and the band of the TDP follow from the measured power") {
  const auto parameter = [](std::string_view id) { return catalogue().parameter(id).value; };
  const double fraction = parameter("tdp.fraction").mid;
  const double cap = parameter("tdp.cap").mid;
  std::vector<const MeasuredPower*> nvidia, amd;
  for (const MeasuredPower& row : catalogue().measured_powers()) {
    if (row.accelerator_id == "nvidia") nvidia.push_back(&row);
    if (row.accelerator_id == "amd") amd.push_back(&row);
    if (row.scope == "gpu" && row.workload.find('%') == std::string_view::npos) {
      INFO(row.accelerator_id);
      CHECK(*row.high <= cap);
    }
  }
  REQUIRE(nvidia.size() == 2);
  REQUIRE(amd.size() == 1);
  // The point is between the medians of the two studies; the band holds both in 5 to 95 %, and is
  // not wider than that by more than 15 %.
  const auto [few, many] = std::minmax(*nvidia[0]->mid, *nvidia[1]->mid);
  CHECK(fraction >= few);
  CHECK(fraction <= many);
  const double low = std::min(*nvidia[0]->low, *nvidia[1]->low);
  const double high = std::max(*nvidia[0]->high, *nvidia[1]->high);
  const Range<double> band = parameter("band.tdp");
  CHECK(fraction * band.low <= low);
  CHECK(fraction * band.low >= low / 1.15);
  CHECK(fraction * band.high >= high);
  CHECK(fraction * band.high <= high * 1.15);
  // AMD has one GPU, whose low end is that of the band to one digit.
  const Range<double> of_amd = parameter("band.tdp.amd");
  CHECK(fraction * of_amd.low == Approx(*amd[0]->low).epsilon(0.1));
  CHECK(of_amd.high == band.high);
}

TEST_CASE("the training fraction of an accelerator is the middle of one of its measurements") {
  for (const Accelerator& row : catalogue().accelerators()) {
    INFO(row.id);
    bool measured = false;
    bool agrees = false;
    for (const MeasuredPower& power : catalogue().measured_powers()) {
      if (power.accelerator_id != row.id || power.scope == "system" || !power.mid) continue;
      measured = true;
      agrees = agrees || std::abs(*power.mid - row.train_fraction.value_or(0)) <= 0.0051;
    }
    CHECK(row.train_fraction.has_value() == measured);
    CHECK(agrees == measured);
  }
}

TEST_CASE("each CPU has the name of its maker and a power in its range") {
  for (const Cpu& row : catalogue().cpus()) {
    INFO(row.id);
    CHECK(row.name.starts_with(row.vendor_name));
    CHECK((as_watts(row.tdp) >= 0.5 && as_watts(row.tdp) <= 500));
    CHECK((row.quality != "unverified" || row.note.starts_with("Made for one customer")));
  }
  CHECK(catalogue().cpus().size() > 3800);
  const auto watts_of = [](std::string_view name) {
    return as_watts(catalogue().find_cpu(name).row->tdp);
  };
  CHECK(watts_of("Xeon E5-2690 v4") == 135);
  CHECK(watts_of("Xeon Platinum 8380") == 270);
  CHECK(watts_of("EPYC 7763") == 280);
  CHECK(watts_of("EPYC 9654") == 360);
  CHECK(watts_of("Ryzen 9 5950X") == 105);
  CHECK(watts_of("Core i9-13900K") == 125);
  CHECK(watts_of("Core i9-12900K") == 125);  // the base: lists have the turbo power of 241
  CHECK(watts_of("Xeon w9-3495X") == 350);
}
