// Knows the words for bases, sensors, kinds of device and origins.
#include "co2est/origin.hpp"

#include "text/enum_names.hpp"

namespace co2est {
std::string_view to_text(Basis basis) {
  return name_in(kBasisNames, basis);
}
std::string_view to_text(Sensor sensor) {
  return name_in(kSensorNames, sensor);
}
std::string_view to_text(Accounting accounting) {
  return name_in(kAccountingNames, accounting);
}
std::string_view to_text(DeviceKind kind) {
  return name_in(kDeviceKindNames, kind);
}

std::string_view to_text(Evidence evidence) {
  return name_in(kEvidenceNames, evidence);
}

std::string to_text(const Origin& origin) {
  std::string text(name_in(kOriginNames, origin.kind));
  if (!origin.detail.empty()) {
    const bool sentence =
        origin.kind == OriginKind::catalogue || origin.kind == OriginKind::assumption;
    text += sentence ? ": " : " ";
    text += origin.detail;
  }
  return text;
}

}  // namespace co2est
