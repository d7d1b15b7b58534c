// Knows the spelling of what stands in a journal.
#pragma once

#include <optional>
#include <string_view>

#include "meter/journal.hpp"
#include "meter/source.hpp"
#include "text/enum_names.hpp"

namespace co2est::meter {

inline constexpr auto kScopeNames = names_of<Scope>({
    {Scope::gpu, "gpu"},
    {Scope::package, "package"},
    {Scope::core, "core"},
    {Scope::uncore, "uncore"},
    {Scope::dram, "dram"},
    {Scope::psys, "psys"},
    {Scope::module, "module"},
    {Scope::node, "node"},
});
inline constexpr auto kSharingNames = names_of<Sharing>({
    {Sharing::automatic, "auto"},
    {Sharing::machine, "machine"},
    {Sharing::share, "share"},
});
inline constexpr auto kStandingNames = names_of<Standing>({
    {Standing::used, "used"},
    {Standing::contained, "contained"},
    {Standing::absent, "absent"},
    {Standing::denied, "denied"},
    {Standing::unusable, "unusable"},
});

}  // namespace co2est::meter
