#include "cli/completion_words.hpp"

#include <algorithm>

namespace co2est::cli {

Words split(const std::string& names, char between) {
  Words parts;
  std::size_t begin = 0;
  for (std::size_t comma = names.find(between); comma != std::string::npos;
       comma = names.find(between, begin)) {
    parts.push_back(names.substr(begin, comma - begin));
    begin = comma + 1;
  }
  parts.push_back(names.substr(begin));
  return parts;
}

std::string joined(const Words& words, std::string_view between) {
  std::string text;
  for (const std::string& word : words) {
    if (!text.empty()) text += between;
    text += word;
  }
  return text;
}

bool is_folder(const Option& row) {
  return row.value == "DIR";
}

Words values_of(const Option& row) {
  return row.suggest ? row.suggest() : row.choices;
}

bool takes(const Following& word, const Option& row) {
  const Words names = split(row.names);
  return std::any_of(names.begin(), names.end(), [&](const std::string& name) {
    return std::find(word.options.begin(), word.options.end(), name) != word.options.end();
  });
}

std::vector<Following> following_words(const CommandLine& line) {
  return line.operands.follow ? line.operands.follow() : std::vector<Following>();
}

Words first_words(const CommandLine& line) {
  Words words = line.operands.choices;
  for (const Following& row : following_words(line))
    words.push_back(row.word);
  return words;
}

}  // namespace co2est::cli
