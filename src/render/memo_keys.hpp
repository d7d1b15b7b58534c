// Knows what names the parts of a document that a writer may remember.
#pragma once

#include <string>

#include "co2est/catalogue.hpp"
#include "co2est/resolved.hpp"

namespace co2est::rendering {

/// Names what `write_head` writes to a memo.
struct HeadKey {
  const Catalogue* catalogue;
};

/// Names what is written of a source.
struct SourceKey {
  std::string id;

  friend bool operator==(const SourceKey&, const SourceKey&) = default;
};

/// What the name of a factor follows from.
struct FactorKey {
  Cause cause = Cause::power;
  unsigned kinds = 0;
  bool from_memory = false;

  friend bool operator==(const FactorKey&, const FactorKey&) = default;
};

}  // namespace co2est::rendering
