#include "meter/gpu_choice.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <numeric>
#include <optional>
#include <set>

namespace co2est::meter {
namespace {

using Environment = std::map<std::string, std::string>;
/// A device, and one of its instances or all of them.
struct Match {
  std::size_t device = 0;
  std::optional<std::size_t> instance;
};

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const std::size_t begin = text.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1);
}

/// "0, 2" as "0", "2". An empty text has no entries, "0,,1" an empty one.
std::vector<std::string_view> entries_of(std::string_view text) {
  std::vector<std::string_view> entries;
  if (trimmed(text).empty()) return entries;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find(',', at), text.size());
    entries.push_back(trimmed(text.substr(at, end - at)));
    at = end + 1;
  }
  return entries;
}

std::optional<unsigned> index_of(std::string_view text) {
  unsigned index = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), index);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return index;
}

bool starts_alike(std::string_view text, std::string_view beginning) {
  const auto lower = [](char byte) { return std::tolower(static_cast<unsigned char>(byte)); };
  return text.size() >= beginning.size() &&
         std::equal(beginning.begin(), beginning.end(), text.begin(),
                    [&](char a, char b) { return lower(a) == lower(b); });
}

/// "GPU-5f3a/1/0" of a name from before instances had UUIDs of their own.
std::optional<Match> find_old_instance(std::string_view text, std::span<const GpuSeen> seen) {
  const std::size_t first = text.find('/'), second = text.rfind('/');
  if (first == std::string_view::npos || first == second) return std::nullopt;
  const auto gpu_instance = index_of(text.substr(first + 1, second - first - 1));
  const auto compute_instance = index_of(text.substr(second + 1));
  for (std::size_t i = 0; i < seen.size(); ++i) {
    if (!starts_alike(seen[i].uuid, text.substr(0, first))) continue;
    for (std::size_t k = 0; k < seen[i].instances.size(); ++k) {
      const MigSeen& instance = seen[i].instances[k];
      if (instance.gpu_instance == gpu_instance && instance.compute_instance == compute_instance)
        return Match{i, k};
    }
  }
  return std::nullopt;
}

/// The one device or instance whose UUID begins with `text`; nothing where none or several do.
std::optional<Match> find_uuid(std::string_view text, std::span<const GpuSeen> seen) {
  constexpr std::string_view kGpu = "GPU-", kMig = "MIG-";
  if (starts_alike(text, "MIG-GPU-")) {
    if (const auto match = find_old_instance(text.substr(kMig.size()), seen)) return match;
  }
  const bool is_gpu = starts_alike(text, kGpu) && text.size() > kGpu.size();
  const bool is_mig = starts_alike(text, kMig) && text.size() > kMig.size();
  std::vector<Match> matches;
  for (std::size_t i = 0; i < seen.size(); ++i) {
    if (is_gpu && starts_alike(seen[i].uuid, text)) matches.push_back({i, {}});
    for (std::size_t k = 0; is_mig && k < seen[i].instances.size(); ++k) {
      if (starts_alike(seen[i].instances[k].uuid, text)) matches.push_back({i, k});
    }
  }
  return matches.size() == 1 ? std::optional(matches.front()) : std::nullopt;
}

void add(GpuChoice& choice, const Match& match, std::span<const GpuSeen> seen) {
  auto at = std::find_if(choice.ours.begin(), choice.ours.end(),
                         [&](const auto& ours) { return ours.device >= match.device; });
  if (at == choice.ours.end() || at->device != match.device)
    at = choice.ours.insert(at, {match.device, {}});
  std::set<std::size_t> instances(at->instances.begin(), at->instances.end());
  if (match.instance) instances.insert(*match.instance);
  for (std::size_t i = 0; !match.instance && i < seen[match.device].instances.size(); ++i)
    instances.insert(i);
  at->instances.assign(instances.begin(), instances.end());
}

void add_all(GpuChoice& choice, std::span<const GpuSeen> seen) {
  for (std::size_t i = 0; i < seen.size(); ++i)
    add(choice, {i, {}}, seen);
}

/// The device that the driver gives this index.
std::optional<Match> find_index(unsigned index, std::span<const GpuSeen> seen) {
  for (std::size_t i = 0; i < seen.size(); ++i) {
    if (seen[i].index == index) return Match{i, {}};
  }
  return std::nullopt;
}

GpuChoice by_request(const std::vector<std::string>& asked, std::span<const GpuSeen> seen) {
  GpuChoice choice;
  choice.by = "--gpus";
  for (const std::string& text : asked) {
    for (const std::string_view entry : entries_of(text)) {
      const auto index = index_of(entry);
      const auto match = index ? find_index(*index, seen) : find_uuid(entry, seen);
      if (match) {
        add(choice, *match, seen);
      } else {
        choice.unknown.emplace_back(entry);
      }
    }
  }
  if (!choice.unknown.empty()) choice.ours.clear();
  return choice;
}

/// Places in the order of the bus; in the driver's order, which is the same, where it is not told.
std::vector<std::size_t> by_bus(std::span<const GpuSeen> seen) {
  std::vector<std::size_t> order(seen.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const bool told =
      std::none_of(seen.begin(), seen.end(), [](const GpuSeen& gpu) { return gpu.pci.empty(); });
  if (told) {
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return seen[a].pci < seen[b].pci; });
  }
  return order;
}

bool are_of_one_model(std::span<const GpuSeen> seen) {
  return std::all_of(seen.begin(), seen.end(),
                     [&](const GpuSeen& gpu) { return gpu.name == seen.front().name; });
}

GpuChoice by_cuda(const std::string& value, bool bus_order, std::span<const GpuSeen> seen) {
  GpuChoice choice;
  choice.by = "CUDA_VISIBLE_DEVICES";
  const std::vector<std::size_t> order = by_bus(seen);
  bool counted = false;
  for (const std::string_view entry : entries_of(value)) {
    const auto ordinal = index_of(entry);
    if (ordinal && *ordinal < order.size()) {
      add(choice, {order[*ordinal], {}}, seen);
      counted = true;
      continue;
    }
    const auto match = find_uuid(entry, seen);
    if (!match) break;
    add(choice, *match, seen);
  }
  if (counted && !bus_order && choice.ours.size() < seen.size() && !are_of_one_model(seen)) {
    choice.note =
        "the GPUs are of several models and CUDA_VISIBLE_DEVICES counts the fastest first: all are "
        "measured; set CUDA_DEVICE_ORDER=PCI_BUS_ID or name UUIDs to measure only those in use";
    add_all(choice, seen);
  }
  return choice;
}

/// "0-2,5" as 0, 1, 2, 5; nothing where it is not such a list.
std::optional<std::set<unsigned>> slurm_indices(const std::string& value) {
  constexpr unsigned kMost = 1024;
  std::set<unsigned> indices;
  for (const std::string_view entry : entries_of(value)) {
    const std::size_t dash = entry.find('-');
    const auto first = index_of(entry.substr(0, dash));
    const auto last = dash == std::string_view::npos ? first : index_of(entry.substr(dash + 1));
    if (!first || !last || *last < *first || *last >= kMost) return std::nullopt;
    for (unsigned index = *first; index <= *last; ++index)
      indices.insert(index);
  }
  return indices.empty() ? std::nullopt : std::optional(indices);
}

GpuChoice by_slurm(std::string_view name, const std::set<unsigned>& indices,
                   std::span<const GpuSeen> seen) {
  GpuChoice choice;
  choice.by = name;
  for (const unsigned index : indices) {
    if (const auto match = find_index(index, seen)) add(choice, *match, seen);
  }
  if (choice.ours.size() < indices.size()) {
    if (indices.size() != seen.size()) {
      choice.note = std::string(name) +
                    " names other GPUs than the driver shows: all that it shows are measured";
    }
    choice.ours.clear();
    add_all(choice, seen);
  }
  return choice;
}

}  // namespace

GpuChoice choose_gpus(const std::vector<std::string>& asked, const Environment& environment,
                      std::span<const GpuSeen> seen) {
  const auto value_of = [&](const char* name) {
    const auto found = environment.find(name);
    return found == environment.end() ? nullptr : &found->second;
  };
  if (!asked.empty()) return by_request(asked, seen);
  if (const std::string* visible = value_of("CUDA_VISIBLE_DEVICES")) {
    const std::string* order = value_of("CUDA_DEVICE_ORDER");
    return by_cuda(*visible, order != nullptr && *order == "PCI_BUS_ID", seen);
  }
  for (const char* name : {"SLURM_STEP_GPUS", "SLURM_JOB_GPUS"}) {
    const std::string* value = value_of(name);
    if (value == nullptr) continue;
    if (const auto indices = slurm_indices(*value)) return by_slurm(name, *indices, seen);
  }
  GpuChoice choice;
  choice.by = "all that are seen";
  add_all(choice, seen);
  return choice;
}

}  // namespace co2est::meter
