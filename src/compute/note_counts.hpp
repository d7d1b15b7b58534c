// Knows how the notes of many runs become few: one of each code, with what the runs have in common.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "co2est/note.hpp"

namespace co2est {

/// Notes by code, with how many runs raised each. Memory is bounded whatever the runs name.
class NoteCounts {
 public:
  void add(std::span<const Note> notes);
  void merge(const NoteCounts& later);
  [[nodiscard]] std::vector<Note> list() const;

 private:
  struct Count {
    Note first;
    bool numbers_differ = false;
    std::vector<std::string> subjects;  ///< each once, in the order in which they came
    bool more_subjects = false;         ///< than are kept
  };
  [[gnu::noinline]] static void add_subject(Count& count, const std::string& subject);
  [[gnu::noinline]] void start(const Note& note);
  void add_one(const Note& note);

  std::vector<std::optional<Count>> counts_;  ///< by code
};

}  // namespace co2est
