// What tests know about running a program: start it without a shell, feed it, collect what it says.
#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace co2est_tests {

/// How a program ended: its exit status (128 + n for signal n) and all that it wrote.
struct Outcome {
  int status = 0;
  std::string out;
  std::string err;
};

/// How a program is started. The environment is the test's own with LC_ALL=C.UTF-8, COLUMNS=80 and
/// without NO_COLOR, CLICOLOR, FORCE_COLOR, LANG, LANGUAGE, other LC_* and CO2EST_*; `environment`
/// comes on top.
struct RunOptions {
  std::string input = {};                               ///< what it reads from stdin
  std::map<std::string, std::string> environment = {};  ///< set these variables
  std::string directory = {};                           ///< working directory; empty: the test's
  std::string program = {};                             ///< empty: the co2est under test
  std::string stdout_path = {};                         ///< stdout goes to this file, not to `out`
  std::optional<std::size_t> hang_up_after = {};  ///< close our end of stdout at so many bytes
  std::function<void(int)> meanwhile = {};        ///< called with its process id before it is fed
  std::chrono::seconds limit = std::chrono::seconds(120);  ///< killed and thrown about after this
};

/// Runs co2est (compile definition CO2EST_BINARY) to its end.
/// Throws std::runtime_error if it cannot be started or does not end in time.
Outcome run(const std::vector<std::string>& arguments, const std::string& standard_input = "");
Outcome run(const std::vector<std::string>& arguments, const RunOptions& options);

/// The bytes of a file; throws std::runtime_error if it cannot be read.
std::string read_file(const std::filesystem::path& path);
/// A table of data/ with the first occurrence of a part replaced; the part must be there.
std::string table_with(const std::string& name, const std::string& part,
                       const std::string& instead);

/// Replaces a file's bytes; throws std::runtime_error if it cannot be written.
void write_file(const std::filesystem::path& path, const std::string& bytes);

/// The repository that the tests were built from (compile definition CO2EST_SOURCE_DIR).
std::filesystem::path source_dir();

/// An empty folder of its own that goes away with its owner.
class TempDir {
 public:
  TempDir();
  ~TempDir();
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;

  const std::filesystem::path& path() const { return path_; }
  /// The path of `name` inside, as text for a command line.
  std::string operator/(const std::string& name) const { return (path_ / name).string(); }
  /// Writes a file inside and returns its path.
  std::string write(const std::string& name, const std::string& bytes) const;

 private:
  std::filesystem::path path_;
};

}  // namespace co2est_tests
