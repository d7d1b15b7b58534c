#include "meter/sensors/nvml_query.hpp"

#include <array>

namespace co2est::meter::nvml {
namespace {

using Plain = Way::Plain;

constexpr std::array<Way, 3> kGpuEnergy{
    {{Plain::energy}, {Plain::none, kTotalEnergy}, {Plain::none, kEnergy, kGpuScope}}};
/// The instantaneous power first: it means the same on every chip. The plain function gives the
/// mean of the last second on Ampere (but GA100) and later, so that the integral over a short run
/// contains the second before it and misses its own last.
constexpr std::array<Way, 3> kGpuPower{{{Plain::none, kInstantPower, kGpuScope},
                                        {Plain::power},
                                        {Plain::none, kAveragePower, kGpuScope}}};
constexpr std::array<Way, 2> kGpuLimit{{{Plain::limit}, {Plain::none, kCurrentLimit, kGpuScope}}};
constexpr std::array<Way, 1> kModuleEnergy{{{Plain::none, kEnergy, kModuleScope}}};
constexpr std::array<Way, 2> kModulePower{
    {{Plain::none, kInstantPower, kModuleScope}, {Plain::none, kAveragePower, kModuleScope}}};
constexpr std::array<Way, 1> kModuleLimit{{{Plain::none, kCurrentLimit, kModuleScope}}};
/// Ways that tell which scope they answer for.
constexpr std::array<Way, 3> kScoped{{{Plain::none, kInstantPower, kGpuScope},
                                      {Plain::none, kEnergy, kGpuScope},
                                      {Plain::none, kAveragePower, kGpuScope}}};

/// Whether a model is a CPU and GPU on one module: "NVIDIA GH200 480GB", "NVIDIA GB200".
bool is_superchip(std::string_view model) {
  for (std::size_t at = 0; at + 2 < model.size(); ++at) {
    const std::string_view word = model.substr(at);
    const bool begins = at == 0 || model[at - 1] == ' ';
    if (begins && (word.starts_with("GH") || word.starts_with("GB")) && word[2] >= '0' &&
        word[2] <= '9')
      return true;
  }
  return false;
}

constexpr double kPerThousand = 1e-3;  // J of mJ, W of mW

template <typename Ways>
std::optional<double> choose_limit(const Ways& ways, const Calls& calls, Device device) {
  for (const Way& way : ways) {
    const Answer answer = ask(calls, device, way);
    if (answer.code == kOk && answer.value > 0) return answer.value * kPerThousand;
  }
  return std::nullopt;
}

}  // namespace

bool is_final(Code code) {
  return code == kInvalidArgument || code == kNotSupported || code == kNoPermission ||
         code == kNotFound || code == kFunctionNotFound || code == kArgumentVersionMismatch;
}

bool is_lost(Code code) {
  return code == kGpuIsLost || code == kResetRequired;
}

std::string_view fault_of(Code code) {
  switch (code) {
    case kOk:
      return "";
    case kInvalidArgument:
    case kNotSupported:
    case kNotFound:
    case kFunctionNotFound:
    case kArgumentVersionMismatch:
      return "not-supported";
    case kNoPermission:
    case kBlockedBySystem:
      return "no-permission";
    case kGpuIsLost:
      return "gpu-lost";
    case kResetRequired:
      return "gpu-reset-required";
    case kNoData:
      return "no-data";
    default:
      return "driver-error";
  }
}

Answer ask(const Calls& calls, Device device, const Way& way) {
  switch (way.plain) {
    case Plain::none:
      return field_of(calls, device, way.field, way.scope);
    case Plain::power:
      return figure_of(calls.power, device);
    case Plain::limit:
      return figure_of(calls.limit, device);
    case Plain::energy:
      break;
  }
  if (calls.energy == nullptr) return {};
  unsigned long long mj = 0;
  const Code code = calls.energy(device, &mj);
  if (code == kOk && mj == ~0ULL) return {kNoData, 0};
  return {code, static_cast<double>(mj)};
}

std::optional<double> Query::read(const Calls& calls, Device device) {
  if (!way_) return std::nullopt;
  const Answer answer = ask(calls, device, *way_);
  code_ = answer.code;
  if (is_final(code_)) way_.reset();
  return code_ == kOk ? std::optional(answer.value * kPerThousand) : std::nullopt;
}

template <typename Ways>
Query Query::first_of(const Ways& ways, const Calls& calls, Device device) {
  Query query;
  for (const Way& way : ways) {
    const Code code = ask(calls, device, way).code;
    if (code == kNoPermission && !query.way_) query.code_ = code;
    if (code != kOk && (query.way_ || is_final(code))) continue;
    query.way_ = way;
    query.code_ = code;
    if (code == kOk) break;
  }
  return query;
}

Plan plan_for(const Calls& calls, Device device, std::string_view model) {
  const auto choose = [&](const auto& ways) { return Query::first_of(ways, calls, device); };
  const auto limit_of = [&](const auto& ways) { return choose_limit(ways, calls, device); };
  const bool tells_gpu = choose(kScoped).is_open();
  if (!tells_gpu) {
    const Query energy = choose(kModuleEnergy), power = choose(kModulePower);
    if (energy.is_open() || power.is_open()) return {energy, power, limit_of(kModuleLimit), true};
  }
  return {choose(kGpuEnergy), choose(kGpuPower), limit_of(kGpuLimit),
          !tells_gpu && is_superchip(model)};
}

}  // namespace co2est::meter::nvml
