#include "compute/note_counts.hpp"

#include <algorithm>

#include "text/bytes.hpp"

namespace co2est {
namespace {

constexpr std::size_t kKept = 64;  // subjects of one code
constexpr std::size_t kShown = 3;

bool same_numbers(const Note& a, const Note& b) {
  return a.a == b.a && a.b == b.b && a.c == b.c;
}

/// "A100, H100", "A100, H100, T4 and 2 more", "... and many more".
std::string joined(const std::vector<std::string>& subjects, bool more) {
  std::string text;
  for (std::size_t i = 0; i < std::min(subjects.size(), kShown); ++i) {
    if (i > 0) text += ", ";
    text += subjects[i];
  }
  if (more) return text + " and many more";
  if (subjects.size() <= kShown) return text;
  return text + " and " + std::to_string(subjects.size() - kShown) + " more";
}

}  // namespace

void NoteCounts::add_subject(Count& count, const std::string& subject) {
  const auto at = std::find(count.subjects.begin(), count.subjects.end(), subject);
  if (at != count.subjects.end()) return;
  if (count.subjects.size() < kKept) {
    count.subjects.push_back(subject);
  } else {
    count.more_subjects = true;
  }
}

void NoteCounts::start(const Note& note) {
  const auto code = static_cast<std::size_t>(note.code);
  if (code >= counts_.size()) counts_.resize(code + 1);
  counts_[code] = Count{.first = note, .subjects = {note.subject}};
}

void NoteCounts::add_one(const Note& note) {
  const auto code = static_cast<std::size_t>(note.code);
  if (code >= counts_.size() || !counts_[code]) return start(note);
  Count& count = *counts_[code];
  count.first.times += note.times;
  count.numbers_differ = count.numbers_differ || !same_numbers(note, count.first);
  if (!same_text(note.subject, count.first.subject)) add_subject(count, note.subject);
}

void NoteCounts::add(std::span<const Note> notes) {
  for (const Note& note : notes) {
    if (note.code != NoteCode::final_run_only) add_one(note);
  }
}

void NoteCounts::merge(const NoteCounts& later) {
  for (const std::optional<Count>& other : later.counts_) {
    if (!other) continue;
    add_one(other->first);
    Count& count = *counts_[static_cast<std::size_t>(other->first.code)];
    count.numbers_differ = count.numbers_differ || other->numbers_differ;
    for (const std::string& subject : other->subjects)
      add_subject(count, subject);
    count.more_subjects = count.more_subjects || other->more_subjects;
  }
}

std::vector<Note> NoteCounts::list() const {
  std::vector<Note> notes;
  for (const std::optional<Count>& count : counts_) {
    if (!count) continue;
    Note& note = notes.emplace_back(count->first);
    note.subject = joined(count->subjects, count->more_subjects);
    note.merged = count->numbers_differ || count->subjects.size() > 1;
  }
  return notes;
}

}  // namespace co2est
