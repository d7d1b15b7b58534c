// How tests read and write files, and find the repository and a folder of their own.
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "process.hpp"

namespace co2est_tests {

namespace fs = std::filesystem;

std::string read_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot read " + path.string());
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::string table_with(const std::string& name, const std::string& part,
                       const std::string& instead) {
  std::string text = read_file(source_dir() / "data" / name);
  const std::size_t at = text.find(part);
  if (at == std::string::npos) throw std::runtime_error(name + " has no \"" + part + "\"");
  return text.replace(at, part.size(), instead);
}

void write_file(const fs::path& path, const std::string& bytes) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  file.close();
  if (!file) throw std::runtime_error("cannot write " + path.string());
}

fs::path source_dir() {
  return CO2EST_SOURCE_DIR;
}

TempDir::TempDir() {
  std::string pattern = (fs::temp_directory_path() / "co2est-test-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) {
    throw std::runtime_error("cannot make " + pattern + ": " + std::strerror(errno));
  }
  path_ = pattern;
}

TempDir::~TempDir() {
  std::error_code ignored;
  fs::permissions(path_, fs::perms::owner_all, ignored);
  fs::remove_all(path_, ignored);
}

std::string TempDir::write(const std::string& name, const std::string& bytes) const {
  const fs::path path = path_ / name;
  fs::create_directories(path.parent_path());
  write_file(path, bytes);
  return path.string();
}

}  // namespace co2est_tests
