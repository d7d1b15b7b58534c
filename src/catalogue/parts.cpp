// Knows what the cells of a device say together: its maker, who gives a figure, its part of a card.
#include "catalogue/detail.hpp"
#include "co2est/catalogue.hpp"

namespace co2est {

namespace {

Vendor vendor_named(std::string_view name) {
  if (name == "NVIDIA") return Vendor::nvidia;
  if (name == "AMD") return Vendor::amd;
  if (name == "Intel") return Vendor::intel;
  if (name == "Google") return Vendor::google;
  return Vendor::other;
}

}  // namespace

std::string_view Accelerator::source_of(std::string_view column) const {
  return sources_in_detail(detail, column).value_or(source_id);
}

Vendor Accelerator::vendor() const {
  return vendor_named(vendor_name);
}

double Accelerator::share_of_card() const {
  if (counts_as.empty() || counts_as == "two-devices") return 1;
  return counts_as == "quarter-board" ? 0.25 : 0.5;
}

Vendor Cpu::vendor() const {
  return vendor_named(vendor_name);
}

}  // namespace co2est
