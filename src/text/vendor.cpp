#include "text/vendor.hpp"

#include <array>

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

}  // namespace

std::string fold_device(std::string_view name) {
  std::string folded = fold_name(name);
  for (const std::string_view vendor : kVendors) {
    if (begins_with(folded, vendor)) return folded.substr(vendor.size());
  }
  return folded;
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
