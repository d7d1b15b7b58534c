// Knows what a kWh costs a run: said, of its method, or the mean price where its grid is.
#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "resolve/context.hpp"
#include "resolve/years.hpp"

namespace co2est {
namespace {

/// The price nearest to the year; none where none is held.
const ElectricityPrice* pick(const std::vector<ElectricityPrice>& prices, int year) {
  const ElectricityPrice* best = prices.empty() ? nullptr : &prices.front();
  for (const ElectricityPrice& price : prices) {
    if (is_better_year(price.year, best->year, year)) best = &price;
  }
  return best;
}

/// The ids of the place and of those around it, from the smallest on: a cloud region by its state
/// and country, because an eGRID subregion has no price.
std::vector<std::string_view> places_of(Context& context) {
  std::vector<std::string_view> ids;
  if (context.region != nullptr) {
    return {context.region->subdivision, context.region->country_iso2};
  }
  if (!context.said.grid || context.said.grid->id.empty()) return ids;
  const GridPlace* place = context.memo.grid(context.said.grid->id).row;
  while (place != nullptr && ids.size() < 4) {
    ids.push_back(place->id);
    place = place->parent_id.empty() ? nullptr : context.memo.grid(place->parent_id).row;
  }
  return ids;
}

void take_price(Context& context, const ElectricityPrice& row, std::string_view place) {
  PriceFactor& price = context.run.electricity_price.emplace();
  price.per_kwh = Range<double>::exact(row.per_kwh);
  price.currency = row.currency;
  price.basis = Basis::assumed;  // nobody says that this run pays the mean
  price.origin.kind = OriginKind::catalogue;
  price.origin.detail.assign(place).append(" ").append(std::to_string(row.year));
  price.origin.source_id = row.source_id;
  context.cite(row.source_id);
  price.place = place;
  price.consumer = row.consumer;
  price.tax = row.tax;
  price.year = row.year;
  if (context.year != 0 && context.year != row.year) {
    context.note(NoteCode::price_year, "/price/electricity", place, row.year, context.year);
  }
}

void take_price_of_place(Context& context) {
  const std::vector<std::string_view> places = places_of(context);
  for (const std::string_view place : places) {
    if (place.empty()) continue;
    const ElectricityPrice* row = pick(context.memo.prices(place), context.year);
    if (row != nullptr) return take_price(context, *row, row->grid_id);
  }
  constexpr std::string_view kHint =
      "state one, such as \"0.12 USD/kWh\"; `co2est factors list prices` lists the places "
      "that have one";
  const auto named = std::find_if(places.begin(), places.end(),
                                  [](std::string_view place) { return !place.empty(); });
  std::string what = "the grid names no place, so there is no price to take";
  if (named != places.end()) {
    what = "no price of electricity in \"";
    what.append(*named).append("\" is held");
  }
  context.problem("/price/electricity", std::move(what), std::string(kHint));
}

}  // namespace

void resolve_price(Context& context) {
  static const PriceSpec kNothing;
  const PriceSpec& said = context.said.price ? *context.said.price : kNothing;
  if (said.electricity_usd_per_kwh) {
    PriceFactor& price = context.run.electricity_price.emplace();
    price.per_kwh = *said.electricity_usd_per_kwh;
    price.origin.kind = context.said.origin_of(Field::price);
  } else if (said.electricity_of_catalogue) {
    take_price_of_place(context);
  } else if (const PresetRow* row = context.preset_row("electricity")) {
    PriceFactor& price = context.run.electricity_price.emplace();
    price.per_kwh = Range<double>::exact(row->mid.value_or(0));
    price.origin = {OriginKind::method, context.said.method, std::string(row->source_id)};
    context.cite(row->source_id);
  }
}

}  // namespace co2est
