// How bad inputs are made, and a refusal is checked.
#include "bad_input.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <regex>

namespace co2est_tests {
namespace {

const char* const kLineColumn = ":[0-9]+:[0-9]+: ";
const char* const kAnywhere = ":";

}  // namespace

const std::string kGood = R"({"co2est": 1, "duration": "2 h", "pue": 1.2, "grid": "US",
 "devices": [{"kind": "gpu", "count": 8, "power": "300 W"}]})";

std::string with(const std::string& part, const std::string& instead) {
  std::string text = kGood;
  const std::size_t at = text.find(part);
  REQUIRE(at != std::string::npos);
  return text.replace(at, part.size(), instead);
}

std::string repeated(const std::string& part, int times) {
  std::string text;
  for (int i = 0; i < times; ++i)
    text += part;
  return text;
}

bool has_control_character(const std::string& text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\n') || c == 0x7F;
  });
}

void demand_refusal(const Outcome& outcome, int status, const std::string& place) {
  INFO("stderr: " << outcome.err.substr(0, 2000));
  CHECK(outcome.status == status);
  CHECK(outcome.out.empty());
  CHECK(std::regex_search(outcome.err.substr(0, 2000), std::regex("^co2est: " + place)));
  CHECK(outcome.err.find("; ") != std::string::npos);
  CHECK(outcome.err.size() < 10000);
  CHECK_FALSE(has_control_character(outcome.err));
}

std::vector<BadText> bad_texts() {
  std::string bytes;
  for (unsigned i = 0; i < 4096; ++i)
    bytes += static_cast<char>((i * 2654435761U) >> 13);
  const std::string deep = repeated("[", 100000);
  return {
      {"empty", "", kAnywhere},
      {"blanks only", " \n\t\n", kAnywhere},
      {"binary", bytes, kLineColumn},
      {"an executable", std::string("\x7f\x45LF\x02\x01\x01\0\0\0\0\0", 12), kAnywhere},
      {"a NUL in it", with("\"pue\"", std::string("\0", 1) + "\"pue\""), kLineColumn},
      {"text after the end", kGood + " x", kLineColumn},
      {"a trailing comma", with("\"US\",", "\"US\",,"), ":1:[0-9]+: "},
      {"an error on line 2", with("\"count\": 8", "\"count\": 8;"), ":2:[0-9]+: "},
      {"nested deeply", deep, kAnywhere},
      {"nested deeply and closed", deep + repeated("]", 100000), kAnywhere},
      {"objects nested deeply", repeated("{\"a\":", 100000), kAnywhere},
      {"nested deeply where nothing is read", with("\"pue\"", "\"x-a\": " + deep + ", \"pue\""),
       kAnywhere},
      {"nested deeply where it is kept", with("\"pue\"", "\"record\": " + deep + ", \"pue\""),
       kAnywhere},
      {"key twice", with("\"pue\": 1.2", "\"pue\": 1.2, \"pue\": 1.2"), ": /pue: "},
      {"NaN", with("1.2", "NaN"), kLineColumn},
      {"Infinity", with("1.2", "Infinity"), kLineColumn},
      {"-Infinity", with("1.2", "-Infinity"), kLineColumn},
      {"a number beyond double", with("1.2", "1e400"), kAnywhere},
      {"a quantity beyond double", with("300 W", "1e400 W"), ": /devices/0/power: "},
      {"a quantity that is no number", with("300 W", "nan W"), ": /devices/0/power: "},
      {"negative count", with("8", "-8"), ": /devices/0/count: "},
      {"negative duration", with("2 h", "-2 h"), ": /duration: "},
      {"unit of something else", with("300 W", "300 kWh"), ": /devices/0/power: "},
      {"unit in the wrong case", with("300 W", "300 w"), ": /devices/0/power: "},
      {"number for a text", with("\"US\"", "5"), ": /grid: "},
      {"array for an object", "[" + kGood + "]", kAnywhere},
      {"text for an array",
       with("[{\"kind\": \"gpu\", \"count\": 8, \"power\": \"300 W\"}]", "\"gpu\""),
       ": /devices: "},
      {"huge count", with("8", "1e10"), ": /devices/0/count: "},
      {"count of 400 digits", with("8", repeated("9", 400)), kAnywhere},
      {"byte that is no UTF-8", with("US", "U\xFF"), kLineColumn},
      {"overlong UTF-8", with("US", "\xC0\xAF"), kLineColumn},
      {"surrogate in UTF-8", with("US", "\xED\xA0\x80"), kLineColumn},
      {"half an escaped surrogate", with("US", "\\ud800"), kLineColumn},
      {"raw newline in a text", with("US", "U\nS"), kLineColumn},
      {"terminal codes in a name", with("US", "\\u001b[31mUS\\u0007"), ": /grid: "},
      {"UTF-16, little end first", std::string("\xFF\xFE{\0}\0", 6), kAnywhere},
      {"UTF-16, big end first", std::string("\xFE\xFF\0{\0}", 6), kAnywhere},
      {"CSV", "time,power\n1,2\n", kAnywhere},
  };
}

}  // namespace co2est_tests
