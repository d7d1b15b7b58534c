// Knows the phrases in which people are told about an estimate, whatever the format.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "co2est/catalogue.hpp"
#include "co2est/estimate.hpp"
#include "render/number.hpp"

namespace co2est::rendering {

/// "8 x Tesla P100, 2 x cpu": what the estimate counts, accelerators first; "A100 for 184 320
/// device hours" where no number of devices is known.
std::string hardware_of(const Estimate& estimate);
/// "8 x NVIDIA A100-SXM4-80GB", "2 x cpu", "1024 GB dram".
std::string device_of(const ComponentFigure& component);
/// "measured mean power", "assumed share of TDP".
std::string evidence_of(const ComponentFigure& component);
/// "GPU boards only", "accelerator boards only" of several kinds; empty where servers are in.
std::string narrow_scope_of(const Estimate& estimate);
/// "Strubell et al. 2019"; a source that is not in the catalogue is named as it was stated. `year`
/// is that of the figure, where it is another than the source's; 0: the source's.
std::string citation_of(std::string_view source_ids, const Catalogue& catalogue, int year = 0);
/// "car lifetimes, fuel included (Strubell et al. 2019)".
std::string equivalent_words(const EquivalentFigure& figure, const Catalogue& catalogue);
/// "0.097 to 0.2, " where sources of the equivalent differ, else nothing.
std::string range_words(const EquivalentFigure& figure);
/// "$0.12/kWh"; a price of the catalogue with its place, year and source.
std::string price_words(const PriceFactor& price, const Catalogue& catalogue);
/// "lifecycle, United States 2024, Ember 2026".
std::string grid_words(const GridFactor& grid, const Catalogue& catalogue);
/// "PUE 1.54 (assumed, 1.08 to 1.9)".
std::string pue_words(const PueFactor& pue);
/// The same, with whose it is where a cloud region gave it: "PUE 1.35, AWS eu-central-1 2024".
std::string named_pue_words(const PueFactor& pue);
/// "GPU power".
std::string factor_words(std::string_view factor);
/// "power (counter)", "model of the host".
std::string cause_words(const GroupEffect& effect);
/// "GPU power 62 %, grid 30 %"; empty where nothing is uncertain.
std::string widest_words(const Estimate& estimate);
/// What would narrow the widest factor most, as a sentence.
std::string_view advice_for(const Estimate& estimate);
/// Why the figure is unknown: the text of the note that says so.
std::string why_unknown(const Estimate& estimate);
/// An energy with as many digits as the interval of the whole carries.
std::string energy_like(const Estimate& estimate, Energy energy);
/// A mass with as many digits as the CO2e is printed with.
std::string mass_like(const Estimate& estimate, Mass mass);
/// Warnings first.
std::vector<const Note*> notes_by_weight(const Estimate& estimate);
/// "sha256:0123456789ab".
std::string short_fingerprint(const Catalogue& catalogue);

}  // namespace co2est::rendering
