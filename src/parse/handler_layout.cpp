// Knows how a line is read that has the layout of the one before.
#include "parse/handler.hpp"
#include "parse/plain_number.hpp"
#include "text/bytes.hpp"

namespace co2est {
namespace {

/// What is left of a text.
class Rest {
 public:
  explicit Rest(std::string_view text) : at_(text.data()), end_(text.data() + text.size()) {}

  /// `expected` is of a layout.
  bool skip(std::string_view expected) {
    if (!begins_with(at_, end_, expected)) return false;
    at_ += expected.size();
    return true;
  }
  /// Passes over a value that is the one of the line before.
  bool pass_last(LayoutStep& step) {
    if (step.misses >= kTries || !step.last.stands_at(at_, end_)) return false;
    at_ += step.last.size();
    step.misses = 0;
    return true;
  }
  /// Up to what ends or interrupts a string; the bytes that follow must be those of the layout.
  std::string_view take_string() {
    const char* const begin = at_;
    at_ = end_of_plain_string(at_, end_);
    return {begin, static_cast<std::size_t>(at_ - begin)};
  }
  std::string_view take_string(LayoutStep& step) {
    const std::string_view text = take_string();
    keep_last(step, text.data());
    return text;
  }
  bool take_number(LayoutStep& step, double& value) {
    const char* const begin = at_;
    if (at_ == end_ || !read_plain_number(at_, value)) return false;
    keep_last(step, begin);
    return true;
  }
  [[nodiscard]] bool is(std::string_view expected) const {
    return std::string_view(at_, static_cast<std::size_t>(end_ - at_)) == expected;
  }

 private:
  static constexpr std::uint8_t kTries = 4;  // a value that was another one so often will be again

  void keep_last(LayoutStep& step, const char* begin) const {
    if (step.misses >= kTries) return;
    ++step.misses;
    step.last.keep(begin, static_cast<std::size_t>(at_ - begin), end_);
  }

  const char* at_;
  const char* end_;
};

}  // namespace

/// The values that come now replace those of the same object of the text before.
void Handler::aim_at(const LayoutStep& step) {
  target_.device = target_.run->devices.data() + step.device;
  if (step.interval == Layout::kNone) return;
  target_.interval = target_.device->intervals.data() + step.interval;
}

bool Handler::follow(std::string_view text) {
  if (!ends_numbers(text)) return false;
  Rest rest(text);
  double number = 0;
  for (LayoutStep& step : layout_.steps()) {
    if (!rest.skip(step.before)) return false;
    if (step.aims) aim_at(step);
    if (rest.pass_last(step)) continue;
    switch (step.act) {
      case Layout::Act::text:
        store_text(*step.field, rest.take_string(step));
        break;
      case Layout::Act::number:
        if (!rest.take_number(step, number)) return false;
        store_number(*step.field, number);
        break;
      case Layout::Act::tag:
        target_.run->tags[step.tag].second = rest.take_string(step);
        break;
      case Layout::Act::interval_end:
        check_interval();
        break;
    }
  }
  return rest.is(layout_.rest()) && problems_.empty();
}

}  // namespace co2est
