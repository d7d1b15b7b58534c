// Knows the subcommand `factors export`: the tables in effect, as a new folder that appears
// whole or into one that is there.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <memory>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "cli/attribution.hpp"
#include "cli/factors.hpp"
#include "cli/output.hpp"
#include "co2est/error.hpp"
#include "text/version.hpp"

namespace co2est::cli {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const fs::path& path, const std::string& what, const std::string& hint) {
  throw Error(ErrorKind::environment, Problem{path.string(), what, hint});
}

/// A folder beside the target, gone with its owner unless it was renamed.
class FolderBeside {
 public:
  explicit FolderBeside(const fs::path& target) {
    std::string name = target.string() + ".XXXXXX";
    if (::mkdtemp(name.data()) == nullptr)
      fail(target, std::strerror(errno), "the folder around it must be writable");
    path_ = name;
    const ::mode_t mask = ::umask(0);
    ::umask(mask);
    ::chmod(name.c_str(), 0777U & ~mask);
  }
  ~FolderBeside() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  FolderBeside(const FolderBeside&) = delete;
  FolderBeside& operator=(const FolderBeside&) = delete;

  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

void write_file(const fs::path& path, std::string_view text) {
  Output output(path.string());
  output.write(text);
  output.finish();
}

std::string readme(const Catalogue& catalogue) {
  return "# Factor tables of co2est " + std::string(kVersion) + "\n\nCatalogue " +
         catalogue.fingerprint() +
         "\n\nWritten by `co2est factors export`. Change a table and give this folder back:\n\n"
         "    co2est run.json --data-dir .\n"
         "    co2est factors verify .\n"
         "    co2est factors diff .\n\n"
         "Tables that you do not change can be deleted: the program has them too.\n"
         "ATTRIBUTION.txt holds the texts that the licences ask for; keep it with the tables.\n";
}

/// Names and texts of what an export consists of.
std::vector<std::pair<std::string, std::string>> files_of(const Catalogue& catalogue) {
  constexpr std::size_t kProse = 80;
  std::vector<std::pair<std::string, std::string>> files;
  for (const TableText& table : catalogue.tables())
    files.emplace_back(std::string(table.name) + ".csv", table.text);
  files.emplace_back("README.md", readme(catalogue));
  files.emplace_back("ATTRIBUTION.txt", attribution_text(catalogue, kProse));
  return files;
}

/// Every file beside its name first, then all of them renamed: what else is there stays, and so
/// does the folder itself, which may be mounted or a shell's.
void fill_existing(const fs::path& folder, const Catalogue& catalogue) {
  std::vector<std::unique_ptr<Output>> outputs;
  for (const auto& [name, text] : files_of(catalogue)) {
    const fs::path path = folder / name;
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    if (fs::exists(status) && !fs::is_regular_file(status)) {
      throw Error(ErrorKind::input, Problem{path.string(), "is no file", "move it out of the way"});
    }
    outputs.push_back(std::make_unique<Output>(path.string()));
    outputs.back()->write(text);
  }
  for (const auto& output : outputs)
    output->finish();
}

/// A new folder appears whole or not at all.
void make_new(const fs::path& folder, const Catalogue& catalogue) {
  const fs::path around = folder.parent_path();
  std::error_code error;
  fs::create_directories(around.empty() ? "." : around, error);
  if (error) fail(around, error.message(), "");
  const FolderBeside beside(folder);
  for (const auto& [name, text] : files_of(catalogue))
    write_file(beside.path() / name, text);
  fs::rename(beside.path(), folder, error);
  if (error) fail(folder, error.message(), "name a folder that does not exist yet");
}

/// The folder's own path: without a slash at its end, links followed.
fs::path target_of(const std::string& name) {
  std::error_code error;
  const fs::path found = fs::weakly_canonical(name, error);
  fs::path path = error || found.empty() ? fs::path(name) : found;
  return path.has_filename() ? path : path.parent_path();
}

}  // namespace

int factors_export(const FactorsWords& words) {
  const Catalogue catalogue = load_catalogue(words.data_dir.value_or(std::string()));
  const fs::path target = target_of(words.name());
  std::error_code error;
  const bool exists = fs::exists(target, error);
  if (exists && !fs::is_directory(target, error)) {
    throw Error(ErrorKind::input, Problem{words.name(), "is no folder", "name another"});
  }
  const bool empty = !exists || fs::is_empty(target, error);
  if (error) fail(target, error.message(), "check its permissions");
  if (!empty && !words.force) {
    throw Error(ErrorKind::input, Problem{words.name(), "is not empty",
                                          "name another folder, or add --force to replace the "
                                          "tables in it"});
  }
  if (exists)
    fill_existing(target, catalogue);
  else
    make_new(target, catalogue);
  return kDone;
}

}  // namespace co2est::cli
