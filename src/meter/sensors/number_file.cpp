#include "meter/sensors/number_file.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cmath>
#include <utility>

namespace co2est::meter {

std::string_view fault_of(int error) {
  switch (error) {
    case EACCES:
    case EPERM:
      return "denied";
    case ENODATA:
    case EAGAIN:
    case EBUSY:
    case EOPNOTSUPP:
      return "no data";
    default:  // ENODEV, ENOENT, EIO, ESRCH, ENXIO: the device is not there, or no more
      return "lost";
  }
}

NumberFile::NumberFile(const std::string& path)
    : file_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)), error_(file_ < 0 ? errno : 0) {}

NumberFile::~NumberFile() {
  if (file_ >= 0) ::close(file_);
}

NumberFile::NumberFile(NumberFile&& other) noexcept
    : file_(std::exchange(other.file_, -1)), error_(other.error_) {}

NumberFile& NumberFile::operator=(NumberFile&& other) noexcept {
  std::swap(file_, other.file_);
  std::swap(error_, other.error_);
  return *this;
}

bool NumberFile::denied() const {
  return error_ == EACCES || error_ == EPERM;
}

Number NumberFile::read() const {
  std::array<char, 64> text{};
  const ssize_t got = ::pread(file_, text.data(), text.size(), 0);
  if (got < 0) return {0, fault_of(errno)};
  Number number;
  const auto [end, error] = std::from_chars(text.data(), text.data() + got, number.value);
  const bool ends_well = end == text.data() + got || *end == '\n' || *end == ' ' || *end == '\0';
  if (error != std::errc() || !ends_well) return {0, "no data"};
  if (!std::isfinite(number.value) || number.value < 0) return {0, "invalid"};
  return number;
}

std::optional<double> number_in_file(const std::string& path) {
  const NumberFile file(path);
  if (!file.is_open()) return std::nullopt;
  const Number number = file.read();
  return number.fault.empty() ? std::optional(number.value) : std::nullopt;
}

std::optional<std::vector<std::string>> names_in_folder(const std::string& path,
                                                        std::string_view prefix) {
  DIR* folder = ::opendir(path.c_str());
  if (folder == nullptr) return std::nullopt;
  std::vector<std::string> names;
  while (const dirent* entry = ::readdir(folder)) {
    const std::string_view name = entry->d_name;
    if (name != "." && name != ".." && name.starts_with(prefix)) names.emplace_back(name);
  }
  ::closedir(folder);
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace co2est::meter
