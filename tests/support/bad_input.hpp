// What bad input looks like, and what the program must answer to it.
#pragma once

#include <string>
#include <vector>

#include "process.hpp"

namespace co2est_tests {

/// A run of two lines that is right: 8 x 300 W x 2 h = 4.8 kWh.
extern const std::string kGood;

/// The good run with the first occurrence of a part replaced.
std::string with(const std::string& part, const std::string& instead);

std::string repeated(const std::string& part, int times);

bool has_control_character(const std::string& text);

struct BadText {
  const char* name;
  std::string text;
  const char* place;  ///< regular expression for what follows the file's name in the message
};

/// Texts that are no run, one reason each.
std::vector<BadText> bad_texts();

/// Checks: this status, not a word on stdout, and `co2est: PLACE: WHAT; HINT` on stderr.
void demand_refusal(const Outcome& outcome, int status, const std::string& place);

}  // namespace co2est_tests
