// Knows the subcommand `factors verify`: every check of the catalogue, passed or not.
#include <fmt/core.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <vector>

#include "catalogue/load.hpp"
#include "catalogue/verify.hpp"
#include "cli/factors.hpp"
#include "cli/failure.hpp"
#include "cli/output.hpp"
#include "co2est/error.hpp"

namespace co2est::cli {
namespace {

std::string as_text(const std::vector<CheckResult>& results) {
  std::string text;
  for (const CheckResult& result : results) {
    text += fmt::format("{:<6}  {:<12}  {}\n", result.problems.empty() ? "ok" : "FAILED",
                        result.check->name, result.check->meaning);
  }
  return text;
}

std::string as_json(const std::vector<CheckResult>& results) {
  using Ordered = nlohmann::ordered_json;
  Ordered list = Ordered::array();
  for (const CheckResult& result : results) {
    Ordered problems = Ordered::array();
    for (const Problem& problem : result.problems)
      problems.push_back(
          {{"where", problem.where}, {"what", problem.what}, {"hint", problem.hint}});
    list.push_back({{"check", result.check->name},
                    {"meaning", result.check->meaning},
                    {"passed", result.problems.empty()},
                    {"faults", result.problems.size() + result.more},
                    {"problems", std::move(problems)}});
  }
  return list.dump(2, ' ', false, Ordered::error_handler_t::replace) + "\n";
}

}  // namespace

int factors_verify(const FactorsWords& words) {
  if (words.data_dir && !words.name().empty()) {
    throw Error(ErrorKind::input, Problem{"factors", "\"verify\" has a directory and --data-dir",
                                          "keep one of them"});
  }
  const std::string folder = words.name().empty() ? words.data_dir.value_or("") : words.name();
  const std::vector<CheckResult> results = verify(load_unchecked(folder));
  write_stdout(words.json ? as_json(results) : as_text(results));
  int status = kDone;
  for (const CheckResult& result : results) {
    print(result.problems);
    if (result.more > 0)
      print({{std::string(result.check->name),
              fmt::format("... and {} more faults of this check", result.more), ""}});
    if (!result.problems.empty()) status = kUsage;
  }
  return status;
}

}  // namespace co2est::cli
