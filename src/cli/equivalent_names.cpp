#include "cli/equivalent_names.hpp"

#include "co2est/catalogue.hpp"

namespace co2est::cli {

Words equivalent_names() {
  Words names{"all", "none"};
  const Catalogue catalogue = load_catalogue();
  for (const Equivalent& row : catalogue.equivalents())
    names.emplace_back(row.id);
  return names;
}

Option suggesting(Option option, Words (*words)()) {
  option.suggest = words;
  return option;
}

}  // namespace co2est::cli
