// Knows which variables and system calls describe a terminal.
#include "cli/terminal.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <string_view>

#include "text/suggest.hpp"

namespace co2est::cli {
namespace {

constexpr std::size_t kDefaultWidth = 80, kLeast = 20, kMost = 1000;

std::string_view variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string_view() : std::string_view(value);
}

std::optional<std::size_t> width_of(int descriptor) {
  const std::string_view columns = variable("COLUMNS");
  std::size_t width = 0;
  const auto [end, error] = std::from_chars(columns.begin(), columns.end(), width);
  if (error == std::errc{} && end == columns.end() && width > 0) {
    return std::clamp(width, kLeast, kMost);
  }
  winsize size{};
  if (::ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
    return std::clamp<std::size_t>(size.ws_col, kLeast, kMost);
  }
  return {};
}

bool speaks_utf8() {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    if (const std::string_view value = variable(name); !value.empty()) {
      const std::string folded = fold_name(value);
      return folded.find("utf-8") != std::string::npos || folded.find("utf8") != std::string::npos;
    }
  }
  return false;
}

}  // namespace

TextStyle style_for(int descriptor, const std::optional<std::string>& colour) {
  TextStyle style;
  style.width = width_of(descriptor).value_or(kDefaultWidth);
  style.utf8 = speaks_utf8();
  const std::string choice = colour.value_or("auto");
  style.colour = choice == "always" || (choice == "auto" && ::isatty(descriptor) == 1 &&
                                        variable("NO_COLOR").empty() && variable("TERM") != "dumb");
  return style;
}

std::size_t table_width(int descriptor) {
  return width_of(descriptor).value_or(std::string::npos);
}

}  // namespace co2est::cli
