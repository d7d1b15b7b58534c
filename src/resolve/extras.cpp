// Knows what a run asks for beside operational CO2e: market, water, stages.
#include <algorithm>
#include <string_view>
#include <utility>

#include "resolve/context.hpp"
#include "text/bytes.hpp"

namespace co2est {
namespace {

void resolve_market(Context& context) {
  if (!context.said.market) return;
  const MarketSpec& said = *context.said.market;
  const Intensity rest = said.residual ? said.residual->mid : context.run.grid.intensity.mid;
  MarketFactor& market = context.run.market.emplace();
  market.intensity = said.intensity.mid * said.share + rest * (1 - said.share);
  market.instrument = said.instrument;
  if (said.share < 1 && !said.residual) context.note(NoteCode::market_residual, "/market");
  if (!(market.intensity > Intensity{})) context.note(NoteCode::market_zero, "/market");
}

void resolve_water(Context& context) {
  if (!context.said.water) return;
  WaterFactor& water = context.run.water.emplace();
  water.wue_l_per_kwh = context.said.water->wue_l_per_kwh.value_or(Range<double>{});
  water.source_l_per_kwh = context.said.water->source_l_per_kwh.value_or(Range<double>{});
}

void resolve_stages(Context& context) {
  constexpr std::pair<std::string_view, unsigned> kNames[] = {
      {"development", kStageDevelopment}, {"failed", kStageFailed}, {"idle", kStageIdle}};
  for (const auto& [tag, value] : context.said.tags) {
    if (!same_text(tag, "stage")) continue;
    for (const auto& [name, stage] : kNames) {
      if (same_text(value, name)) context.run.stages |= stage;
    }
  }
  const auto& components = context.run.components;
  if (std::any_of(components.begin(), components.end(),
                  [](const auto& c) { return c.kind == DeviceKind::idle; })) {
    context.run.stages |= kStageIdle;
  }
}

}  // namespace

void resolve_extras(Context& context) {
  resolve_market(context);
  resolve_embodied(context);
  resolve_water(context);
  resolve_price(context);
  resolve_stages(context);
}

}  // namespace co2est
