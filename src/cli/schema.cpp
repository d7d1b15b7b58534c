// Knows the command `schema`: which formats have a JSON Schema.
#include <memory>
#include <string>

#include "cli/command.hpp"
#include "cli/output.hpp"
#include "co2est/parse.hpp"
#include "co2est/render.hpp"

namespace co2est::cli {

CommandLine define_schema() {
  const auto which = std::make_shared<Words>();
  CommandLine line;
  line.operands = {"FORMAT", "run or estimate", which.get(), 1, 1, {"run", "estimate"}};
  line.action = [which] {
    std::string schema = which->front() == "run" ? run_schema() : estimate_schema();
    if (!schema.ends_with('\n')) schema += '\n';
    write_stdout(schema);
    return kDone;
  };
  return line;
}

}  // namespace co2est::cli
