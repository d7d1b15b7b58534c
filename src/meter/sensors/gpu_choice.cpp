#include "meter/sensors/gpu_choice.hpp"

#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <string_view>
#include <utility>

#include "meter/sensors/number_file.hpp"

namespace co2est::meter {
namespace {

constexpr std::size_t kNone = std::string::npos;

/// Which of the GPUs that are still in an entry means; kNone: none.
std::size_t meant_by(std::string_view entry, const std::vector<GpuName>& gpus,
                     const std::vector<std::size_t>& in) {
  std::size_t index = 0;
  const auto [end, error] = std::from_chars(entry.data(), entry.data() + entry.size(), index);
  const char* const last = entry.data() + entry.size();
  // "0.1" is a tile of card 0: the card is what has a sensor. A PCI address has a colon first.
  if (error == std::errc() && (end == last || *end == '.'))
    return index < in.size() ? in[index] : kNone;
  constexpr std::string_view kUuid = "GPU-";
  const auto found = std::find_if(in.begin(), in.end(), [&](std::size_t i) {
    const bool by_uuid = entry.size() > kUuid.size() && gpus[i].uuid.starts_with(entry);
    return by_uuid || gpus[i].address == entry;
  });
  return found == in.end() ? kNone : *found;
}

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

std::vector<std::size_t> chosen_by(std::string_view text, const std::vector<GpuName>& gpus,
                                   const std::vector<std::size_t>& in) {
  std::vector<std::size_t> chosen;
  while (!text.empty()) {
    const std::size_t comma = std::min(text.find(','), text.size());
    const std::size_t gpu = meant_by(trimmed(text.substr(0, comma)), gpus, in);
    if (gpu == kNone) break;
    if (std::find(chosen.begin(), chosen.end(), gpu) == chosen.end()) chosen.push_back(gpu);
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  return chosen;
}

}  // namespace

std::vector<std::optional<std::string>> left_out(const std::vector<GpuName>& gpus,
                                                 const std::vector<GpuList>& lists) {
  std::vector<std::optional<std::string>> out(gpus.size());
  std::vector<std::size_t> in(gpus.size());
  for (std::size_t i = 0; i < in.size(); ++i)
    in[i] = i;
  for (const GpuList& list : lists) {
    const std::vector<std::size_t> chosen = chosen_by(list.text, gpus, in);
    for (const std::size_t gpu : in) {
      if (std::find(chosen.begin(), chosen.end(), gpu) == chosen.end())
        out[gpu] = list.by + "=" + list.text;
    }
    in = chosen;
  }
  return out;
}

std::vector<GpuList> gpu_lists(const Machine& machine,
                               const std::vector<std::vector<std::string>>& groups) {
  if (!machine.gpus.empty()) {
    std::string text;
    for (const std::string& gpu : machine.gpus)
      text += (text.empty() ? "" : ",") + gpu;
    return {{"--gpus", text}};
  }
  std::vector<GpuList> lists;
  for (const std::vector<std::string>& group : groups) {
    for (const std::string& name : group) {
      if (const auto text = machine.variable(name)) {
        lists.push_back({name, *text});
        break;
      }
    }
  }
  return lists;
}

std::optional<std::string> barred_node(const Machine& machine, const HwmonChip& chip) {
  const auto nodes = names_in_folder(chip.device + "/drm", "renderD");
  if (!nodes || nodes->empty()) return std::nullopt;
  std::string node = machine.path("/dev/dri/") + nodes->front();
  // The kernel asks the control group's device rules here too.
  if (::access(node.c_str(), R_OK | W_OK) == 0) return std::nullopt;
  return node;
}

std::vector<std::size_t> our_chips(const Machine& machine, const std::vector<HwmonChip>& chips,
                                   const GpuFamily& family, std::vector<Finding>& findings) {
  const auto leave = [&](const HwmonChip& chip, std::string reason) {
    findings.push_back(
        {std::string(family.source), chip.folder, Standing::absent, std::move(reason), ""});
  };
  std::vector<std::size_t> usable;
  std::vector<GpuName> names;
  for (std::size_t i = 0; i < chips.size(); ++i) {
    if (const auto node = barred_node(machine, chips[i])) {
      leave(chips[i], "not ours: this process may not use " + *node);
      continue;
    }
    usable.push_back(i);
    names.push_back({family.uuid(chips[i]), chips[i].address});
  }
  const auto out = left_out(names, gpu_lists(machine, family.groups));
  std::vector<std::size_t> ours;
  for (std::size_t i = 0; i < usable.size(); ++i) {
    if (out[i]) {
      leave(chips[usable[i]], "left out by " + *out[i]);
    } else {
      ours.push_back(usable[i]);
    }
  }
  return ours;
}

}  // namespace co2est::meter
