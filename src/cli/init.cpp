// Knows the command `init`: a run file to start from, which explains itself.
#include <sys/stat.h>

#include <memory>
#include <string>
#include <string_view>

#include "cli/command.hpp"
#include "cli/output.hpp"
#include "co2est/error.hpp"

namespace co2est::cli {
namespace {

constexpr std::string_view kStarter = R"({
  "co2est": 1,
  "name": "my-run",
  "comment": "Change what differs, delete what you do not know: blanks are filled from the catalogue and the report says with what. `co2est schema run` lists every key.",
  "start": "2025-06-02T08:00:00Z",
  "duration": "24 h",
  "devices": [
    {
      "comment": "model: as nvidia-smi prints it. count: all of them, over all hosts. Better than the model alone is \"power\": the mean of one device, better still \"energy\": of all together.",
      "kind": "gpu",
      "model": "NVIDIA A100-SXM4-80GB",
      "count": 8,
      "power": "310 W",
      "basis": "measured"
    },
    {
      "comment": "count: sockets of each host.",
      "kind": "cpu",
      "count": 2,
      "power": "140 W"
    },
    {
      "comment": "memory: of each host.",
      "kind": "dram",
      "memory": "512 GB"
    }
  ],
  "hosts": 1,
  "pue": 1.2,
  "grid": "DE",
  "tags": { "project": "my-project", "stage": "final" }
}
)";

struct InitWords {
  Words files;
};

int run_init(const InitWords& words) {
  if (words.files.empty() || words.files.front() == "-") {
    write_stdout(kStarter);
    return kDone;
  }
  const std::string& path = words.files.front();
  struct stat status {};
  if (::lstat(path.c_str(), &status) == 0) {
    throw Error(ErrorKind::input,
                Problem{path, "exists already and is not overwritten", "choose another name"});
  }
  Output output(path);
  output.write(kStarter);
  output.finish();
  return kDone;
}

}  // namespace

CommandLine define_init() {
  const auto words = std::make_shared<InitWords>();
  CommandLine line;
  line.operands = {"FILE", "the file to write; standard output if not said", &words->files, 0, 1};
  line.action = [words] { return run_init(*words); };
  return line;
}

}  // namespace co2est::cli
