// Knows the subcommand `factors export`: the tables in effect, as a new folder that appears
// whole or into one that is there.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "cli/attribution.hpp"
#include "cli/factors.hpp"
#include "cli/output.hpp"
#include "cli/temporary.hpp"
#include "co2est/error.hpp"
#include "text/version.hpp"

namespace co2est::cli {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const fs::path& path, const std::string& what, const std::string& hint) {
  throw Error(ErrorKind::environment, Problem{path.string(), what, hint});
}

/// A folder beside the target, gone with its files and its owner unless it was renamed.
class FolderBeside {
 public:
  explicit FolderBeside(const fs::path& target) : target_(target) {
    std::string name = target.string() + ".XXXXXX";
    const SignalsHeld held;  // until the name is known to their handler
    if (::mkdtemp(name.data()) == nullptr)
      fail(target, std::strerror(errno), "the folder around it must be writable");
    folder_.emplace(name);
    const ::mode_t mask = ::umask(0);
    ::umask(mask);
    ::chmod(name.c_str(), 0777U & ~mask);
  }

  void add(const std::string& name, std::string_view text) {
    files_.push_back(std::make_unique<Temporary>(folder_->path() + "/" + name));
    Output output(files_.back()->path());
    output.write(text);
    output.finish();
  }
  /// Onto the target.
  void rename() {
    std::error_code error;
    fs::rename(folder_->path(), target_, error);
    if (error) fail(target_, error.message(), "name a folder that does not exist yet");
    folder_->keep();
    for (const auto& file : files_)
      file->keep();
  }

 private:
  fs::path target_;
  std::optional<Temporary> folder_;
  std::vector<std::unique_ptr<Temporary>> files_;  // gone before the folder is
};

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
  const SignalsHeld held;  // all tables or none
  for (const auto& output : outputs)
    output->finish();
}

/// A new folder appears whole or not at all.
void make_new(const fs::path& folder, const Catalogue& catalogue) {
  const fs::path around = folder.parent_path();
  std::error_code error;
  fs::create_directories(around.empty() ? "." : around, error);
  if (error) fail(around, error.message(), "");
  FolderBeside beside(folder);
  for (const auto& [name, text] : files_of(catalogue))
    beside.add(name, text);
  beside.rename();
}

/// Whether nothing is in the folder but what an export that was killed left beside its names.
bool holds_nothing(const fs::path& folder, const Catalogue& catalogue, std::error_code& error) {
  constexpr std::size_t kRandom = std::string_view(".XXXXXX").size();
  std::set<std::string> names;
  for (const auto& [name, text] : files_of(catalogue))
    names.insert(name);
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    const std::string name = at->path().filename().string();
    const std::size_t known = name.size() - std::min(name.size(), kRandom);
    if (name[known] != '.' || names.count(name.substr(0, known)) == 0) return false;
  }
  return true;
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
  const bool empty = !exists || holds_nothing(target, catalogue, error);
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
