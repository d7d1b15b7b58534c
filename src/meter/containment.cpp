#include "meter/containment.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace co2est::meter {
namespace {

/// How far what contains reaches.
enum class Reach : std::uint8_t {
  host,    ///< over all of the host
  socket,  ///< over what has the same socket in its id, and what does not say its socket
};

struct Rule {
  Scope outer, inner;
  Reach reach;
};

/// Which figure contains which. dram is listed below a package and does not lie within it. A GPU
/// does not say to which module it belongs, so it lies within any.
constexpr std::array<Rule, 14> kRules{{
    {Scope::node, Scope::node, Reach::host},
    {Scope::node, Scope::module, Reach::host},
    {Scope::node, Scope::package, Reach::host},
    {Scope::node, Scope::gpu, Reach::host},
    {Scope::node, Scope::dram, Reach::host},
    {Scope::node, Scope::core, Reach::host},
    {Scope::node, Scope::uncore, Reach::host},
    {Scope::module, Scope::gpu, Reach::host},
    {Scope::module, Scope::package, Reach::socket},
    {Scope::module, Scope::dram, Reach::socket},
    {Scope::module, Scope::core, Reach::socket},
    {Scope::module, Scope::uncore, Reach::socket},
    {Scope::package, Scope::core, Reach::socket},
    {Scope::package, Scope::uncore, Reach::socket},
}};

/// The widest first: this is the order in which channels are chosen.
constexpr std::array kByWidth{Scope::node, Scope::module, Scope::package, Scope::gpu,
                              Scope::dram, Scope::core,   Scope::uncore};

constexpr std::string_view kGrace = "grace-";  // a package whose figure has its memory in it
constexpr std::string_view kModule = "module-";
constexpr std::string_view kCray = "cray/";  // parts by their place, not by their identity
constexpr std::string_view kUuid = "GPU-";

constexpr int kAny = -1;

/// The socket and the die in an id: "package-1", "package-0-die-1/dram", "grace-0/cpu".
struct Domain {
  int socket = kAny, die = kAny;
};

int number_behind(std::string_view text, std::string_view key) {
  const std::size_t at = text.find(key);
  if (at == std::string_view::npos) return kAny;
  int number = kAny;
  std::from_chars(text.data() + at + key.size(), text.data() + text.size(), number);
  return number;
}

Domain domain_of(std::string_view id) {
  Domain domain;
  for (const std::string_view key : {std::string_view("package-"), kModule, kGrace}) {
    if (id.starts_with(key)) domain.socket = number_behind(id, key);
  }
  domain.die = number_behind(id, "-die-");
  return domain;
}

bool same_domain(std::string_view a, std::string_view b) {
  const Domain x = domain_of(a), y = domain_of(b);
  const auto same = [](int m, int n) { return m == n || m == kAny || n == kAny; };
  return same(x.socket, y.socket) && same(x.die, y.die);
}

bool contains(const Channel& outer, const Channel& inner) {
  const bool own_memory = outer.id.starts_with(kGrace) && outer.scope == Scope::package;
  if (own_memory && inner.scope == Scope::dram) return same_domain(outer.id, inner.id);
  return std::any_of(kRules.begin(), kRules.end(), [&](const Rule& rule) {
    return rule.outer == outer.scope && rule.inner == inner.scope &&
           (rule.reach == Reach::host || same_domain(outer.id, inner.id));
  });
}

/// Whether two channels of one scope are the same thing. GPUs have an identity each, but Cray
/// numbers its accelerators: any of them may be any GPU. Modules are known by a GPU's UUID or by
/// their socket, and one source has them all.
bool repeats(const Channel& a, const Channel& b) {
  if (a.scope != b.scope) return false;
  if (a.id == b.id) return true;
  if (a.scope == Scope::gpu) return a.id.starts_with(kCray) != b.id.starts_with(kCray);
  const bool two_uuids = a.id.starts_with(kUuid) && b.id.starts_with(kUuid);
  if (a.scope == Scope::module && two_uuids) return false;
  return same_domain(a.id, b.id);
}

std::size_t width_of(Scope scope) {
  return static_cast<std::size_t>(std::find(kByWidth.begin(), kByWidth.end(), scope) -
                                  kByWidth.begin());
}

}  // namespace

bool overlap(const Channel& a, const Channel& b) {
  return repeats(a, b) || contains(a, b) || contains(b, a);
}

std::vector<Placing> place(const std::vector<Channel>& channels, const std::vector<bool>& held) {
  std::vector<Placing> placings(channels.size());
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < channels.size(); ++i) {
    if (channels[i].scope == Scope::psys) {
      placings[i].reason = "shown, never added";
    } else if (!held[i]) {
      placings[i].reason = "gave no figure";
    } else {
      order.push_back(i);
    }
  }
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return width_of(channels[a].scope) < width_of(channels[b].scope);
  });
  std::vector<std::size_t> chosen;
  for (const std::size_t i : order) {
    const auto other = std::find_if(chosen.begin(), chosen.end(), [&](std::size_t j) {
      return overlap(channels[i], channels[j]);
    });
    if (other == chosen.end()) {
      placings[i].counts = true;
      chosen.push_back(i);
    } else {
      placings[i].within = *other;
      placings[i].reason = contains(channels[*other], channels[i]) ? "lies within" : "repeats";
    }
  }
  return placings;
}

}  // namespace co2est::meter
