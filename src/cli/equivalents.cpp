#include "cli/equivalents.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "co2est/error.hpp"
#include "text/which.hpp"

namespace co2est::cli {
namespace {

constexpr std::string_view kOption = "--equivalents";

std::vector<std::string> words_in(const std::string& list) {
  std::vector<std::string> words;
  std::size_t begin = 0;
  while (begin <= list.size()) {
    const std::size_t end = std::min(list.find(',', begin), list.size());
    const std::string word = list.substr(begin, end - begin);
    if (word.find_first_not_of(' ') != std::string::npos) words.push_back(word);
    begin = end + 1;
  }
  return words;
}

/// Reads the words of one list and gathers what is wrong with them.
class Reader {
 public:
  explicit Reader(const Catalogue& catalogue) : catalogue_(catalogue) {}

  void read(const std::string& word) {
    const std::size_t at = word.find('@');
    const Found<Equivalent> found = catalogue_.find_equivalent(word.substr(0, at));
    if (!found) return refuse_unknown(word.substr(0, at), found);
    Equivalent row = *found.row;
    if (at != std::string::npos && !take_edition(row, word.substr(at + 1))) return;
    const auto known = std::find_if(rows_.begin(), rows_.end(),
                                    [&](const Equivalent& other) { return other.id == row.id; });
    if (known == rows_.end()) {
      rows_.push_back(row);
    } else if (known->year != row.year) {
      refuse("\"" + std::string(row.id) + "\" is named in two editions",
             "keep one of them: its key stands once in the output");
    }
  }

  std::vector<Equivalent> finish() {
    if (!problems_.empty()) throw Error(ErrorKind::input, std::move(problems_));
    return std::move(rows_);
  }

 private:
  void refuse(std::string what, std::string hint) {
    problems_.push_back({std::string(kOption), std::move(what), std::move(hint)});
  }

  void refuse_unknown(const std::string& word, const Found<Equivalent>& found) {
    refuse((found.candidates.empty() ? "unknown equivalent \"" : "ambiguous equivalent \"") + word +
               "\"",
           hint_for(found, "equivalents"));
  }

  /// Puts the values of the edition of that year into the row.
  bool take_edition(Equivalent& row, const std::string& year) {
    std::string held;
    for (const EquivalentEdition& edition : catalogue_.equivalent_editions()) {
      if (edition.id != row.id) continue;
      if (std::to_string(edition.year) == year) {
        row.co2e = edition.co2e;
        row.year = edition.year;
        row.source_id = edition.source_id;
        row.note = edition.note;
        return true;
      }
      held.append(held.empty() ? "" : ", ").append(std::to_string(edition.year));
    }
    refuse("no edition \"" + year + "\" of \"" + std::string(row.id) + "\" is held",
           held.empty() ? "leave the year out" : "held are those of " + held);
    return false;
  }

  const Catalogue& catalogue_;
  std::vector<Equivalent> rows_;
  std::vector<Problem> problems_;
};

}  // namespace

Option EquivalentWords::option() {
  return {std::string(kOption), "LIST", "what the CO2e compares with: car,flight, all or none",
          &list};
}

std::optional<std::vector<Equivalent>> EquivalentWords::rows(const Catalogue& catalogue) const {
  if (!list) return std::nullopt;
  if (*list == "all") return catalogue.equivalents();
  if (*list == "none") return std::vector<Equivalent>();
  const std::vector<std::string> words = words_in(*list);
  if (words.empty()) {
    throw Error(ErrorKind::input, Problem{std::string(kOption), "names none",
                                          "such as car,flight; or say all or none"});
  }
  Reader reader(catalogue);
  for (const std::string& word : words)
    reader.read(word);
  return reader.finish();
}

}  // namespace co2est::cli
