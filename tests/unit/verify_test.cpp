// What the tests know about `verify`: each check catches the fault that it is there for, in a copy
// of the shipped tables that is broken in one place, and names the place.
#include <algorithm>
#include <catch2/catch.hpp>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "catalogue/load.hpp"
#include "catalogue/verify.hpp"
#include "support/process.hpp"

using namespace co2est;
using namespace co2est_tests;

namespace {

struct Fault {
  const char* check;
  const char* table;
  std::string part, instead;  ///< the first occurrence of the part; empty: appended
  const char* told;           ///< regular expression for the message behind the folder
};

std::vector<Fault> faults() {
  const std::string us = "US,2024,lifecycle,co2e,383.78,";
  return {
      {"cells", "grid_intensity", us, "US,2024,lifecycle,co2e,-1,", "holds \"-1\".*0 to 5000"},
      {"cells", "grid_intensity", us, "US,2024,lifecycle,CO2,1,", "\"CO2\".*co2e, co2"},
      {"cells", "grids", "\nZM,", "\nAA,", "\"AA\" stands after"},
      {"cells", "parameters", "band.meter,0.98,1,", "band.meter,1.01,1,",
       "\"mid\" holds \"1\", less than \"low\""},
      {"cells", "measured_power", "0.261,0.543,", "0.661,0.543,",
       "\"mid_fraction\" holds \"0.543\", less than \"low_fraction\""},
      {"cells", "alternatives", "tdp_w,,250,,,W,", "tdp_w,,250,300,,W,",
       "\"value\" holds \"250\", less than \"low\""},
      {"cells", "pue", "\ngoogle,2008,", "\ngoogle,2020,",
       "\"google 2019\" stands after \"google 2020\".*id, year"},
      {"cells", "grids", "\nZM,country,", "\nZM,", "has 7 cells instead of 8"},
      {"cells", "grids", "id,kind", "id,sort", "has not the columns"},
      {"cells", "sources", "", "\"open\n", "sources\\.csv:[0-9]+: a quote"},
      {"cells", "accelerators", "datacenter", "dataceter", "\"class\".*\"dataceter\".*edge"},
      {"cells", "grids", "\nZM,country,", "\nZM,contry,", "\"kind\" holds \"contry\""},
      {"cells", "pue", ",fleet,", ",fleets,", "\"scope\" holds \"fleets\""},
      {"cells", "grids", "id,kind", "\xEF\xBB\xBFid,kind", "byte order mark"},
      {"cells", "instances", ",a10g,4,", ",a10g,,",
       "\"accelerators\" is empty; accelerator_id and"},
      {"cells", "instances", ",a10g,4,", ",,4,", "\"accelerator_id\" is empty"},
      {"cells", "instances", ",l4,4,48,,", ",l4,4,480,,", "\"vcpu\" holds \"480\", more than"},
      {"cells", "parameters", "host.server,1.15,", "host.server,0.9,", "host\\.server is below 1"},
      {"text", "grids", "Zambia",
       "Zam\x1b"
       "bia",
       "control character"},
      {"text", "grids", "\nZM,", "\r\nZM,", "carriage return"},
      {"text", "grids", "Zambia", "Z\xFFmbia", "UTF-8"},
      {"text", "grids", "Zambia", " Zambia", "\" Zambia\"; take the space"},
      {"numbers", "grid_intensity", us, "US,2024,lifecycle,co2e,3.8378e2,", "exponent"},
      {"units", "parameters", ",W/GB,", ",J/GB,", "\"unit\" holds \"J/GB\""},
      {"units", "alternatives", "tdp_w,,250,,,W,", "tdp_w,,250,,,GB,", "\"GB\".* is in W"},
      {"keys", "grid_intensity", "US,2023,lifecycle,co2e,392.89,", "US,2024,lifecycle,co2e,392.89,",
       "repeats the key \"US 2024 lifecycle co2e\" of line"},
      {"keys", "accelerators", "\na16,", "\na10g,", "repeats the key \"a10g\""},
      {"keys", "accelerators", "\na16,", "\nA10,", "\"id\" holds \"A10\".*capitals"},
      {"keys", "equivalents", ",car_km,", ",car_years,", "\"key\" holds \"car_years\""},
      {"keys", "equivalents", "\nbrain-years,5,", "\nbrain-years,6,", "\"rank\" holds \"6\""},
      {"parents", "grids", "country,Zambia,ZM,ZMB,,WORLD", "country,Zambia,ZM,ZMB,,ZM",
       "\"parent_id\" holds \"ZM\".*lead back"},
      {"required", "grids", "country,Zambia,", "country,,", "\"name\" is empty"},
      {"required", "sources", "Facts cited,Average PUE", ",Average PUE", "\"licence\" is empty"},
      {"required", "instances", "aws/g3s.xlarge,aws,g3s.xlarge,", "aws/g3s.xlarge,aws,,",
       "\"name\" is empty"},
      {"required", "prices", "consumers of 20 to 70 GWh a year", "", "\"consumer\" is empty"},
      {"required", "embodied", "nvidia-a100,NVIDIA A100 SXM4 40GB,", "nvidia-a100,,",
       "\"name\" is empty"},
      {"sources", "pue", ",uptime-survey,", ",uptime,", "\"source_id\" holds \"uptime\""},
      {"sources", "accelerators", "tdp_w=green-algorithms-data", "tdp_w=green",
       "\"detail\" holds \"green\""},
      {"sources", "accelerators", "data; memory_gb=", "data;memory_gb=",
       "\"detail\" holds \"memory_gb=green-algorithms-data\""},
      {"references", "cloud_regions", ",ZA,,ZA,", ",ZA,,ZB,",
       "\"grid_id\" holds \"ZB\".*grids.csv"},
      {"references", "grids", "CA-AB,province,Alberta,CA,,,CA,", "CA-AB,province,Alberta,CA,,,CN1,",
       "\"parent_id\" holds \"CN1\""},
      {"references", "presets", "device_price,m40-12gb", "device_price,m40", "\"model\".*\"m40\""},
      {"references", "pue", "aws/af-south-1,2024", "aws/af-south,2024", "aws/af-south\""},
      {"references", "cloud_years", "gcp/africa-south1,2023", "gcp/africa-south,2023",
       "\"region_id\""},
      {"references", "equivalent_editions", "\ncar-years,", "\ncar-ages,",
       "\"id\" holds \"car-ages\""},
      {"references", "instances", ",a10g,", ",a10x,", "\"accelerator_id\" holds \"a10x\""},
      {"references", "instances", ",cascade-lake,", ",cascade-lane,",
       "\"platform\" holds \"cascade-lane\".*parameters.csv.*vcpu.w.cascade-lane"},
      {"references", "embodied", "a100-pcie-40gb;a100-sxm4-40gb", "a100-pcie-40gb;a100-sxm4",
       "\"accelerators\" holds \"a100-sxm4\""},
      {"references", "measured_power", "\np100-pcie-16gb,", "\np100,",
       "\"accelerator_id\" holds \"p100\""},
      {"references", "prices", "\nAT,", "\nAAT,", "\"grid_id\" holds \"AAT\""},
      {"references", "alternatives", "v100-sxm2-32gb,tdp_w", "v100-sxm2-99gb,tdp_w",
       "no table has a row"},
      {"codes", "grids", ",ZM,ZMB,", ",ZM,zmb,", "\"iso3\" holds \"zmb\""},
      {"codes", "grids", ",ZM,ZMB,", ",ZA,ZMB,", "\"iso2\" holds \"ZA\""},
      {"codes", "cloud_regions", ",US,US-", ",US,CA-", "\"subdivision\".*US-"},
      {"codes", "cloud_regions", "aws/af-south-1,aws,af-south-1", "aws/af-south-1,aws,af-south-2",
       "provider/region"},
      {"needed", "parameters", "\ntdp.cap,", "\ntdp.cup,", "has no row \"tdp.cap\""},
      {"years", "grid_intensity", "ZW,2024,", "ZW,2029,", "\"2029\".*of 2026"},
      {"plausible", "pue", "aws,2023,1.15", "aws,2023,4.15", "\"4.15\".*1 to 3"},
      {"plausible", "accelerators", "2021,150,,24", "2021,90000,,24", "\"90000\""},
      {"idle", "accelerators", "2017,300,43,16", "2017,300,420,16", "\"420\".*300"},
      {"families", "cpus", "Xeon E5-26xx v4,135,", "Xeon E5-26xx v4,900,", "median of Xeon E5"},
  };
}

std::string broken(const Fault& fault) {
  const std::string name = std::string(fault.table) + ".csv";
  if (fault.part.empty()) return read_file(source_dir() / "data" / name) + fault.instead;
  return table_with(name, fault.part, fault.instead);
}

std::vector<Problem> problems_of(const std::string& folder, const std::string& check) {
  const std::vector<CheckResult> results = verify(load_unchecked(folder));
  const auto found = std::find_if(results.begin(), results.end(), [&](const CheckResult& result) {
    return result.check->name == check;
  });
  INFO("there is no check called " << check);
  REQUIRE(found != results.end());
  return found->problems;
}

bool any_matches(const std::vector<Problem>& problems, const std::string& expression) {
  return std::any_of(problems.begin(), problems.end(), [&](const Problem& problem) {
    return Catch::Matchers::Matches(".*" + expression + ".*", Catch::CaseSensitive::Yes)
        .match(to_text(problem));
  });
}

}  // namespace

TEST_CASE("each check catches its fault") {
  for (const Fault& fault : faults()) {
    DYNAMIC_SECTION(fault.check << " " << fault.told) {
      const TempDir dir;
      dir.write(std::string(fault.table) + ".csv", broken(fault));
      const auto problems = problems_of(dir.path().string(), fault.check);
      for (const Problem& problem : problems)
        UNSCOPED_INFO(to_text(problem));
      CHECK(any_matches(problems, fault.told));
      CHECK(any_matches(problems, std::string(fault.table) + "\\.csv"));
    }
  }
}

TEST_CASE("a grid that no place around gives a value is found") {
  const TempDir dir;
  std::string text = read_file(source_dir() / "data/grid_intensity.csv");
  std::string without;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at) + 1;
    const std::string line = text.substr(at, end - at);
    if (!line.starts_with("WORLD,")) without += line;
    at = end;
  }
  dir.write("grid_intensity.csv", without);
  const auto problems = problems_of(dir.path().string(), "defaults");
  CHECK(any_matches(problems, "\"WORLD\""));
  CHECK(any_matches(problems, "grids\\.csv:[0-9]+"));
}

TEST_CASE("every check has a fault that it catches") {
  std::set<std::string_view> caught{"defaults"};  // the test above
  const auto all = faults();
  for (const Fault& fault : all)
    caught.insert(fault.check);
  for (const Check& check : checks()) {
    INFO(check.name);
    CHECK(caught.count(check.name) == 1);
  }
}

TEST_CASE("many faults of a kind are counted, not all told") {
  const TempDir dir;
  dir.write("sources.csv",
            "id,title,publisher,edition,year,url,retrieved,licence,attribution,note\n");
  for (const CheckResult& result : verify(load_unchecked(dir.path().string()))) {
    if (std::string_view(result.check->name) != "sources") continue;
    CHECK(result.problems.size() == 20);
    CHECK(result.more > 1000);
  }
}

TEST_CASE("faults of one table's cells are counted beyond those that are told") {
  const TempDir dir;
  std::string text = read_file(source_dir() / "data/grid_intensity.csv");
  constexpr std::size_t kBroken = 50;
  std::size_t at = 0;
  for (std::size_t i = 0; i < kBroken; ++i) {
    at = text.find(",production,", at);
    REQUIRE(at != std::string::npos);
    text.replace(at, 12, ",prodution,");
  }
  dir.write("grid_intensity.csv", text);
  const CheckResult cells = verify(load_unchecked(dir.path().string())).front();
  CHECK(cells.problems.size() + cells.more == kBroken);
}

TEST_CASE("of a table that cannot be read nothing else is told") {
  const auto broken_text = GENERATE(as<std::string>{}, "\"open\n", "no,table\n1,2\n");
  const auto name = GENERATE("grids", "sources", "accelerators", "grid_intensity");
  const TempDir dir;
  dir.write(std::string(name) + ".csv", broken_text);
  for (const CheckResult& result : verify(load_unchecked(dir.path().string()))) {
    INFO(result.check->name);
    for (const Problem& problem : result.problems)
      UNSCOPED_INFO(to_text(problem));
    CHECK(result.problems.size() == (std::string_view(result.check->name) == "cells" ? 1 : 0));
  }
}
