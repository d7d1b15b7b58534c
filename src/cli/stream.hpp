// Knows how lines are worked on by many threads and still come out in order, in bounded memory.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "cli/input.hpp"
#include "cli/part.hpp"

namespace co2est::cli {

/// A piece of a file that ends at the end of a line.
struct Block {
  std::unique_ptr<char[]> bytes;
  std::size_t capacity = 0;
  std::size_t size = 0;
  std::size_t first_line = 1;
  bool too_long = false;  ///< in place of one line that is longer than any may be

  [[nodiscard]] std::string_view text() const { return {bytes.get(), size}; }
  /// Room for `wanted` bytes in all; those that are there stay.
  void reserve(std::size_t wanted);
};

/// Cuts a source into blocks whose borders depend on its bytes alone.
class BlockReader {
 public:
  /// `begun` is what has been read of the source already.
  BlockReader(Source& source, std::string begun, std::size_t block_bytes)
      : source_(source), rest_(std::move(begun)), block_bytes_(block_bytes) {}
  /// False at the end.
  bool next(Block& block);

 private:
  bool skip_line(Block& block);

  Source& source_;
  std::string rest_;
  std::size_t block_bytes_;
  std::size_t line_ = 1;
};

using Consume = std::function<void(Part&)>;

/// Works on lines, each a document. `consume` gets the parts one by one in the order of the file.
/// `first_number` plus the line is the document's number.
void stream_lines(Source& source, std::string begun, const Work& work, std::uint64_t first_number,
                  const Consume& consume);

}  // namespace co2est::cli
