// Knows a file of sysfs that holds one number: it stays open, and a read of it costs one call and
// no memory.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace co2est::meter {

/// A number, or why there is none.
struct Number {
  double value = 0;
  std::string_view fault;  ///< static text; empty where `value` holds
};

/// What a reading is told to lack, by the error of the call.
std::string_view fault_of(int error);

class NumberFile {
 public:
  explicit NumberFile(const std::string& path);
  ~NumberFile();
  NumberFile(NumberFile&& other) noexcept;
  NumberFile& operator=(NumberFile&& other) noexcept;
  NumberFile(const NumberFile&) = delete;
  NumberFile& operator=(const NumberFile&) = delete;

  [[nodiscard]] bool is_open() const { return file_ >= 0; }
  /// The error of opening; 0 where it is open.
  [[nodiscard]] int error() const { return error_; }
  /// Whether the file is there and this user may not read it.
  [[nodiscard]] bool denied() const;
  /// The number with which the file begins; what follows a space (a unit, a time) is left. Blank,
  /// "N/A" and a negative number are faults, as no counter and no power of a machine is below 0.
  [[nodiscard]] Number read() const;

 private:
  int file_ = -1;
  int error_ = 0;
};

/// The number of a small file that is read once; nothing where there is none.
std::optional<double> number_in_file(const std::string& path);
/// The names in a folder that begin with `prefix`, sorted; nothing where it cannot be listed.
std::optional<std::vector<std::string>> names_in_folder(const std::string& path,
                                                        std::string_view prefix = {});

}  // namespace co2est::meter
