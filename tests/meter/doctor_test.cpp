// What the tests know about the command `doctor`.
#include <fcntl.h>
#include <sys/stat.h>

#include <nlohmann/json.hpp>
#include <thread>

#include "fake_tree.hpp"
#include "support/bad_input.hpp"

namespace co2est_tests {
namespace {

using Catch::Contains;
using Json = nlohmann::json;

Json source_in(const Outcome& outcome, const std::string& name) {
  const Json report = Json::parse(outcome.out);
  for (const Json& source : report["sources"]) {
    if (source["source"] == name) return source;
  }
  return Json();
}

}  // namespace

TEST_CASE("doctor tells what each source gives, and what lies within what", "[doctor]") {
  const FakeTree tree;
  tree.zone("intel-rapl:0", "package-0", "1000000");
  tree.zone("intel-rapl:0:0", "core", "500000");
  tree.put("/proc/cpuinfo", "model name\t: Some CPU");
  const Outcome outcome = run({"doctor", "--json", "--nvml", "none", "--sysroot", tree.at("/")});
  CHECK(outcome.status == 0);
  const Json source = source_in(outcome, "powercap");
  CHECK(source["standing"] == "used");
  const Json& package = source["channels"][0];
  CHECK(package["id"] == "package-0");
  CHECK(package["model"] == "Some CPU");
  CHECK(package["counts"] == true);
  CHECK(package["energy_j"] == 1.0);
  CHECK(package["power_w"].is_null());
  CHECK(package["wraps_after_s"].get<double>() == Approx(262143.32885 / 400));
  CHECK(source["channels"][1]["counts"] == false);
  CHECK(source["channels"][1]["reason"] == "lies within");
  CHECK(source["channels"][1]["within"] == "package-0");
  CHECK(source_in(outcome, "cray")["standing"] == "absent");
}

TEST_CASE("doctor ends with 4 where a source that was demanded gives no figure", "[doctor]") {
  const FakeTree tree;
  tree.zone("intel-rapl:0", "package-0", "1000000");
  const auto asked = [&](const std::vector<std::string>& required) {
    std::vector<std::string> words{"doctor", "--nvml", "none", "--sysroot", tree.at("")};
    for (const std::string& name : required)
      words.insert(words.end(), {"--require", name});
    return run(words);
  };
  CHECK(asked({"powercap"}).status == 0);
  const Outcome lacking = asked({"powercap", "cray", "amdgpu"});
  CHECK(lacking.status == 4);
  CHECK_THAT(lacking.err, Contains("--require cray: absent: ") && Contains("--require amdgpu"));
  CHECK_THAT(lacking.err, !Contains("--require powercap"));
  CHECK_THAT(lacking.out, Contains("What a run here measures"));
  tree.energy("intel-rapl:0", "N/A");  // there, and without a figure
  CHECK(asked({"powercap"}).status == 4);
  demand_refusal(asked({"powercup"}), 2, "--require: ");
  CHECK_THAT(asked({"powercup"}).err, Contains("did you mean \"powercap\"?"));
}

}  // namespace co2est_tests
