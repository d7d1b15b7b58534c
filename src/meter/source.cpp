#include "meter/source.hpp"

namespace co2est::meter {

void add_note(Channel& channel, std::string_view note) {
  if (!channel.note.empty() && !note.empty()) channel.note += "; ";
  channel.note += note;
}

}  // namespace co2est::meter
