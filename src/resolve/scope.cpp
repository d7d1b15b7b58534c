// Knows what a run's figures cover: which parts of the servers are in, and which exclude others.
#include <bit>
#include <cmath>

#include "resolve/context.hpp"

namespace co2est {
namespace {

constexpr unsigned bit(DeviceKind kind) {
  return 1U << static_cast<unsigned>(kind);
}

constexpr unsigned kAccelerators = bit(DeviceKind::gpu) | bit(DeviceKind::tpu);
constexpr unsigned kServerParts =
    bit(DeviceKind::cpu) | bit(DeviceKind::dram) | bit(DeviceKind::host);

void check_exclusions(Context& context, unsigned kinds) {
  if ((kinds & bit(DeviceKind::facility)) != 0 && kinds != bit(DeviceKind::facility)) {
    context.problem("/devices", "has \"facility\" beside other kinds",
                    "a facility's energy already contains them; keep one or the other");
  }
  if ((kinds & bit(DeviceKind::node)) != 0 && (kinds & (kAccelerators | kServerParts)) != 0) {
    context.problem("/devices", "has \"node\" beside parts of a server",
                    "a node's energy already contains them; keep one or the other");
  }
}

std::string scope_of(unsigned kinds, bool host_included) {
  if (std::has_single_bit(kinds) && (kinds & kAccelerators) != 0 && !host_included) {
    return kinds == bit(DeviceKind::gpu) ? "gpu-only" : "tpu-only";
  }
  std::string scope;
  for (unsigned rest = kinds; rest != 0; rest &= rest - 1) {
    if (!scope.empty()) scope += '+';
    scope += to_text(static_cast<DeviceKind>(std::countr_zero(rest)));
  }
  return host_included ? scope + "+host" : scope;
}

void resolve_host_model(Context& context, unsigned kinds) {
  const HostSaid said = context.said.host;
  constexpr unsigned kParts = bit(DeviceKind::cpu) | bit(DeviceKind::dram);
  const unsigned beside = kinds & ~(kAccelerators | bit(DeviceKind::idle));
  const bool alone = (kinds & kAccelerators) != 0 && beside == 0;
  const bool with_parts = (kinds & kAccelerators) != 0 && beside != 0 && (beside & ~kParts) == 0;
  if (!alone && said != HostSaid::nothing) {
    context.problem("/host", "stands beside entries for the server",
                    "leave out \"host\", or the cpu, dram, host and node entries");
  }
  if ((!alone && !with_parts) || said == HostSaid::included) return;
  HostModel& host = context.run.host_model.emplace();
  host.factor = context.use(context.devices_per_host > 1 ? context.model.host_server
                                                         : context.model.host_single);
  host.in_headline = said == HostSaid::model;
  host.of_server = context.devices_per_host > 1;
  host.has_parts = with_parts;
  if (with_parts) return;  // the note on what is left out is host_partial
  context.note(host.in_headline ? NoteCode::host_modelled : NoteCode::gpu_only, "/devices", {},
               host.factor.mid);
}

}  // namespace

const std::string& Memo::scope(unsigned kinds, bool host_included) {
  const auto [known, is_new] = scopes_.try_emplace(kinds << 1U | (host_included ? 1U : 0U));
  if (is_new) known->second = scope_of(kinds, host_included);
  return known->second;
}

void resolve_scope(Context& context) {
  unsigned kinds = 0;
  for (const ResolvedComponent& component : context.run.components)
    kinds |= bit(component.kind);
  if (kinds == 0) return;
  check_exclusions(context, kinds);
  resolve_host_model(context, kinds);
  context.run.scope = context.memo.scope(kinds, context.said.host != HostSaid::nothing);
  const unsigned parts = kinds & kServerParts;
  if ((kinds & kAccelerators) != 0 && parts != 0 && parts != kServerParts) {
    context.note(NoteCode::host_partial, "/devices");
  }
  if (parts != 0 && context.accelerators > context.devices_per_host * context.hosts) {
    const double whole = std::ceil(context.accelerators / context.devices_per_host);
    context.note(NoteCode::host_counted_once, "/hosts", {}, context.accelerators, context.hosts,
                 whole);
  }
}

}  // namespace co2est
