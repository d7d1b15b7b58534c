// Knows the terms of a market-based intensity: contract, share and what the rest is taken as.
#include "resolve/context.hpp"

namespace co2est {

void resolve_market_terms(Context& context) {
  if (!context.said.market || !context.run.market) return;
  const MarketSpec& said = *context.said.market;
  MarketFactor& market = *context.run.market;
  market.share = said.share;
  market.contract = said.intensity.mid;
  market.residual_said = said.residual.has_value();
  market.residual = said.residual ? said.residual->mid : context.run.grid.intensity.mid;
}

}  // namespace co2est
