// Knows how the values of one line of a journal are read.
#pragma once

#include <rapidjson/document.h>

#include <cstdint>
#include <string>
#include <vector>

#include "meter/journal.hpp"

namespace co2est::meter {

const rapidjson::Value* find(const rapidjson::Value& object, const char* key);
std::string text_in(const rapidjson::Value& object, const char* key);
std::vector<std::string> texts_in(const rapidjson::Value& object, const char* key);
double number(const rapidjson::Value& value);  ///< 0 where it is none
double number_in(const rapidjson::Value& object, const char* key, double otherwise = 0);
std::int64_t integer_in(const rapidjson::Value& object, const char* key);

template <typename Use>
void for_each_in(const rapidjson::Value& object, const char* key, Use use) {
  const rapidjson::Value* list = find(object, key);
  if (list == nullptr || !list->IsArray()) return;
  for (const rapidjson::Value& item : list->GetArray())
    use(item);
}

Header header_of(const rapidjson::Value& line);
Channel channel_of(const rapidjson::Value& row);
Finding finding_of(const rapidjson::Value& row);
Sums sums_of(const rapidjson::Value& row);
Exit exit_of(const rapidjson::Value& line);

}  // namespace co2est::meter
