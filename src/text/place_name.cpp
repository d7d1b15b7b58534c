#include "text/place_name.hpp"

#include <array>
#include <cstdint>
#include <utility>

#include "text/bytes.hpp"
#include "text/suggest.hpp"

namespace co2est {
namespace {

/// The letters of U+00C0 to U+017F without their accents, in lower case.
constexpr std::string_view kPlainLetters =
    "aaaaaaaceeeeiiiidnooooo ouuuuytsaaaaaaaceeeeiiiidnooooo ouuuuyty"
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkkllllllll"
    "llnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";
constexpr std::uint32_t kFirstLetter = 0xC0;

std::uint32_t byte_at(std::string_view text, std::size_t at) {
  return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U;
}

/// The letter of a UTF-8 sequence of two bytes, or 0: accents of their own are left out.
std::uint32_t pair_at(std::string_view text, std::size_t at) {
  const std::uint32_t lead = byte_at(text, at), next = byte_at(text, at + 1);
  const bool is_pair = lead >= 0xC3 && lead <= 0xCD && next >= 0x80 && next <= 0xBF;
  return is_pair ? (lead & 0x1FU) << 6U | (next & 0x3FU) : 0U;
}

/// Letters without accents, and blanks for punctuation; '/' is kept.
std::string without_marks(std::string_view name) {
  constexpr std::string_view kLeftOut = ".'`", kBetween = ",():;";
  constexpr std::string_view kApostrophe = "\u2019";
  constexpr std::uint32_t kFirstMark = 0x300, kLastMark = 0x36F;
  std::string text;
  for (std::size_t at = 0; at < name.size(); ++at) {
    const std::uint32_t letter = pair_at(name, at);
    if (letter >= kFirstLetter && letter - kFirstLetter < kPlainLetters.size()) {
      text += kPlainLetters[letter - kFirstLetter];
      ++at;
    } else if (letter >= kFirstMark && letter <= kLastMark) {
      ++at;
    } else if (name.substr(at).starts_with(kApostrophe)) {
      at += kApostrophe.size() - 1;
    } else if (name[at] == '&') {
      text += " and ";
    } else if (kBetween.find(name[at]) != std::string_view::npos) {
      text += ' ';
    } else if (kLeftOut.find(name[at]) == std::string_view::npos) {
      text += name[at];
    }
  }
  return text;
}

/// Folded, and without a '-' at the beginning.
std::string folded_plain(std::string_view name) {
  std::string folded = fold_name(without_marks(name));
  folded.erase(0, folded.find_first_not_of('-'));
  return folded;
}

/// How people and providers write the providers before a region, longer words first.
constexpr auto kProviders = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"google-cloud-platform", "gcp"},
    {"amazon-web-services", "aws"},
    {"microsoft-azure", "azure"},
    {"google-cloud", "gcp"},
    {"microsoft", "azure"},
    {"google", "gcp"},
    {"amazon", "aws"},
    {"azure", "azure"},
    {"aws", "aws"},
    {"gcp", "gcp"},
});

}  // namespace

std::string fold_place(std::string_view name) {
  constexpr std::string_view kArticle = "the-", kArticleBehind = "-the", kSaint = "st-";
  std::string folded = folded_plain(name);
  if (folded.starts_with(kArticle)) folded.erase(0, kArticle.size());
  if (folded.ends_with(kArticleBehind)) folded.resize(folded.size() - kArticleBehind.size());
  if (folded.starts_with(kSaint)) folded.replace(0, kSaint.size(), "saint-");
  return folded;
}

std::string fold_region(std::string_view name) {
  std::string folded = folded_plain(name);
  for (const auto& [word, provider] : kProviders) {
    if (!folded.starts_with(word) || folded.size() <= word.size() + 1) continue;
    const char next = folded[word.size()];
    if (next != '/' && next != '-') continue;
    const std::size_t region = folded.find_first_not_of("/-", word.size());
    if (region == std::string::npos) return folded;
    return std::string(provider) + "/" + folded.substr(region);
  }
  return folded;
}

std::string_view region_of_zone(std::string_view zone) {
  if (zone.size() < 3) return {};
  const char letter = zone.back(), before = zone[zone.size() - 2];
  if (letter < 'a' || letter > 'f') return {};
  if (is_digit(before)) return zone.substr(0, zone.size() - 1);
  const bool of_google = before == '-' && is_digit(zone[zone.size() - 3]);
  return of_google ? zone.substr(0, zone.size() - 2) : std::string_view();
}

}  // namespace co2est
