// Knows where run files come from: files, standard input, directories; and what kind a text is.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "cli/command.hpp"

namespace co2est::cli {

inline constexpr std::size_t kMegabyte = 1024 * 1024;
inline constexpr std::size_t kLongestLine = 16 * kMegabyte;
inline constexpr std::size_t kLargestDocument = 256 * kMegabyte;

/// One file to read; `name` stands in messages.
struct Input {
  std::string name;
  std::string path;  ///< empty: standard input
};

/// The files that words name: a directory stands for its *.json and *.ndjson in byte order, as far
/// as they are regular files; a FIFO or device is read where a word names it.
/// Throws Error with every word that names nothing.
std::vector<Input> find_inputs(const Words& words);

/// Throws Error where `output` is a regular file that one of the words, or a table of `data_dir`,
/// is read from: the result would take the place of what it was made from.
void refuse_to_replace(const std::optional<std::string>& output, const Words& words,
                       const std::optional<std::string>& data_dir);

/// Reads one input from its beginning to its end.
class Source {
 public:
  explicit Source(const Input& input);
  ~Source();
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;

  /// Up to `size` bytes to `at`, less only at the end of the input; how many they were.
  std::size_t read(char* at, std::size_t size);
  /// The same, appended.
  void read(std::string& text, std::size_t size);
  [[nodiscard]] bool ended() const { return ended_; }
  /// Bytes of a regular file, else 0.
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] const std::string& name() const { return name_; }

 private:
  std::string name_;
  int descriptor_ = 0;
  std::size_t size_ = 0;
  bool ended_ = false;
};

/// Reads the beginning into `text`, far enough to tell whether it holds one run or project a line:
/// the first line is a whole JSON object and something follows it.
bool reads_as_lines(Source& source, std::string& text);

/// All of a single document; `begun` is what has been read of it. Throws Error over 256 MiB.
std::string read_document(Source& source, std::string begun = {});

}  // namespace co2est::cli
