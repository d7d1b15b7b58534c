// Knows when two names of a place, or of a region of a cloud, are the same.
#pragma once

#include <string>
#include <string_view>

namespace co2est {

/// A place as it is compared: lower case, letters without their accents, no dots, apostrophes and
/// article, other punctuation as '-', "saint" and "and" written out: "Côte d'Ivoire" is
/// "cote-divoire", "Korea, Republic of" is "korea-republic-of", "The Gambia" is "gambia".
std::string fold_place(std::string_view name);

/// A region of a cloud as it is compared: folded as a place, and "provider/region" where the name
/// begins with one: "Amazon us-east-1" is "aws/us-east-1", "Google Cloud europe-west4" is
/// "gcp/europe-west4". Without a provider it is the region alone.
std::string fold_region(std::string_view name);

/// The folded name of the region that a folded zone lies in: "aws/us-east-1" of "aws/us-east-1a",
/// "us-central1" of "us-central1-a"; empty where it does not look like a zone.
std::string_view region_of_zone(std::string_view zone);

}  // namespace co2est
