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

  bool skip(std::string_view expected) {
    if (static_cast<std::size_t>(end_ - at_) < expected.size()) return false;
    if (!same_text({at_, expected.size()}, expected)) return false;
    at_ += expected.size();
    return true;
  }
  /// Up to what ends or interrupts a string; the bytes that follow must be those of the layout.
  std::string_view take_string() {
    const char* const begin = at_;
    at_ = end_of_plain_string(at_, end_);
    return {begin, static_cast<std::size_t>(at_ - begin)};
  }
  bool take_number(double& value) { return read_plain_number(at_, end_, value); }
  [[nodiscard]] bool is(std::string_view expected) const {
    return std::string_view(at_, static_cast<std::size_t>(end_ - at_)) == expected;
  }

 private:
  const char* at_;
  const char* end_;
};

}  // namespace

/// Values that come now replace those of the same object of the text before.
void Handler::reopen_target(ObjectType context) {
  if (context == ObjectType::device) {
    target_.device = target_.run->devices.data() + followed_.devices++;
    followed_.intervals = 0;
  } else if (context == ObjectType::interval) {
    target_.interval = target_.device->intervals.data() + followed_.intervals++;
  }
}

bool Handler::follow(std::string_view text) {
  Rest rest(text);
  double number = 0;
  followed_ = {};
  for (const LayoutStep& step : layout_.steps()) {
    if (!rest.skip(step.before)) return false;
    switch (step.act) {
      case Layout::Act::open:
        reopen_target(step.object);
        break;
      case Layout::Act::close:
        close_target(step.object);
        break;
      case Layout::Act::text:
        store_text(*step.field, rest.take_string());
        break;
      case Layout::Act::number:
        if (!rest.take_number(number)) return false;
        store_number(*step.field, number);
        break;
      case Layout::Act::tag:
        target_.run->tags[followed_.tags++].second = rest.take_string();
        break;
    }
  }
  return rest.is(layout_.rest()) && problems_.empty();
}

}  // namespace co2est
