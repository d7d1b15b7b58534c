#include "text/vendor.hpp"

#include <array>

#include "text/bytes.hpp"
#include "text/suggest.hpp"

namespace co2est {
namespace {

constexpr std::array<std::string_view, 5> kVendors{"NVIDIA ", "AMD ", "Intel ", "Google ", "AWS "};

/// Whether the folded name begins with the vendor, whose blank is folded to '-'.
bool begins_with(std::string_view folded, std::string_view vendor) {
  if (folded.size() < vendor.size()) return false;
  for (std::size_t i = 0; i < vendor.size(); ++i) {
    const char c = vendor[i];
    const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    if (folded[i] != (c == ' ' ? '-' : lower)) return false;
  }
  return true;
}

/// Whether the hyphen at `at` stands where people write none: "rtx-4090", "1080-ti", "4080-super".
bool is_idle_hyphen(std::string_view folded, std::size_t at) {
  const std::string_view before = folded.substr(0, at), behind = folded.substr(at + 1);
  if (before.empty() || behind.empty()) return false;
  if (is_digit(behind.front())) return before.ends_with("rtx") || before.ends_with("gtx");
  const std::string_view word = behind.substr(0, behind.find('-'));
  const bool of_digits = is_digit(before.back()) || before.ends_with("ti");
  return of_digits && (word == "ti" || word == "super");
}

/// "rtx-2080-ti" and "rtx2080ti" as one.
std::string without_idle_hyphens(std::string_view folded) {
  std::string joined;
  joined.reserve(folded.size());
  for (std::size_t at = 0; at < folded.size(); ++at) {
    if (folded[at] != '-' || !is_idle_hyphen(folded, at)) joined += folded[at];
  }
  return joined;
}

}  // namespace

std::string fold_device(std::string_view name) {
  std::string folded = fold_name(name);
  for (const std::string_view vendor : kVendors) {
    if (begins_with(folded, vendor)) {
      folded.erase(0, vendor.size());
      break;
    }
  }
  return without_idle_hyphens(folded);
}

std::string without_vendors(std::string_view text) {
  std::string rest(text);
  for (const std::string_view vendor : kVendors) {
    for (std::size_t at = rest.find(vendor); at != std::string::npos; at = rest.find(vendor)) {
      rest.erase(at, vendor.size());
    }
  }
  return rest;
}

}  // namespace co2est
