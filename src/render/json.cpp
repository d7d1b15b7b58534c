// Knows the JSON document of a report: one estimate, or the total with its runs.
#include <nlohmann/json.hpp>

#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "render/estimate_json.hpp"
#include "render/formats.hpp"

namespace co2est::rendering {
namespace {

using Json = nlohmann::ordered_json;

constexpr double kIntegersAreExactBelow = 9007199254740992.0;  // 2^53

/// Builds a document in memory.
class TreeSink {
 public:
  void begin_object() { open_.push_back(&put(Json::object())); }
  void end_object() { open_.pop_back(); }
  template <KeyName kName>
  void begin_object() {
    key<kName>();
    begin_object();
  }
  template <KeyName kName>
  void begin_array() {
    key<kName>();
    open_.push_back(&put(Json::array()));
  }
  void end_array() { open_.pop_back(); }
  template <KeyName kName>
  void key() {
    key_ = kName.view();
  }
  template <KeyName... kNames>
  void nulls() {
    const auto null = [this](std::string_view name) {
      key_ = name;
      put(nullptr);
    };
    (null(kNames.view()), ...);
  }
  template <KeyName kName, const auto& kWords>
  void word(std::size_t index) {
    text<kName>(kWords.at(index));
  }
  template <KeyName kName>
  void text(std::string_view value) {
    key<kName>();
    put(std::string(value));
  }
  template <KeyName kName>
  void number(double value) {
    number_of(kName.view(), value);
  }
  void number_of(std::string_view name, double value) {
    key_ = name;
    put(value);
  }
  template <KeyName kName>
  void count(double value) {
    const bool whole = value == std::floor(value) && std::abs(value) < kIntegersAreExactBelow;
    if (!whole) return number<kName>(value);
    key<kName>();
    put(static_cast<std::int64_t>(value));
  }
  template <typename Key, typename Body>
  void memo(const Key&, Body body) {
    body();
  }

  [[nodiscard]] std::string dump() const {
    return root_.dump(2, ' ', false, Json::error_handler_t::replace);
  }

 private:
  Json& put(Json value) {
    if (open_.empty()) return root_ = std::move(value);
    Json& top = *open_.back();
    if (top.is_object()) return top[key_] = std::move(value);
    top.push_back(std::move(value));
    return top.back();
  }

  Json root_;
  std::vector<Json*> open_;  ///< the containers around the next value; only the last one grows
  std::string key_;
};

}  // namespace

std::string render_json(const Report& report, const Catalogue& catalogue, const TextStyle&) {
  TreeSink sink;
  EstimateWriter writer(sink, catalogue);
  sink.begin_object();
  writer.head();
  if (report.total != nullptr) writer.body(*report.total, report.many);
  if (report.many && !report.runs.empty()) {
    sink.begin_array<"runs">();
    for (const Estimate& run : report.runs) {
      sink.begin_object();
      writer.body(run, false);
      sink.end_object();
    }
    sink.end_array();
  }
  sink.end_object();
  return sink.dump() + "\n";
}

}  // namespace co2est::rendering
