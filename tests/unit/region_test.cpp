// What the tests know about cloud regions that no table holds.
#include <catch2/catch.hpp>

#include "co2est/error.hpp"
#include "unit/model.hpp"

using namespace co2est;
using namespace co2est_tests;

namespace {

std::string problem_of_grid(const std::string& id) {
  try {
    estimate_of(R"("duration_h":1,"devices":[{"kind":"node","power_w":1}],"grid":")" + id + "\"");
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("an unknown cloud region is never taken for another provider's") {
  CHECK(catalogue().find_cloud_region("oci/us-east-1").suggestion.empty());
  const std::string other = problem_of_grid("oci/us-ashburn-1");
  CHECK(other.find("did you mean") == std::string::npos);
  CHECK_THAT(other, Catch::Contains("regions of aws, azure, gcp only") && Catch::Contains("US-VA"));
  CHECK_THAT(problem_of_grid("aws/us-east1"), Catch::Contains("did you mean \"aws/us-east-1\"?"));
  CHECK_THAT(problem_of_grid("gcp/us-east-4"), Catch::Contains("did you mean \"gcp/us-east4\"?"));
  CHECK_THAT(problem_of_grid("azure/us-east-1"), !Catch::Contains("aws/"));
  CHECK_THAT(problem_of_grid("gpc/us-east4"), Catch::Contains("did you mean \"gcp\"?"));
  CHECK(problem_of_grid("GCP/us-east4").empty());
  CHECK(problem_of_grid("azure/westeurope").empty());
}
