// Knows SHA-256 (FIPS 180-4), for the hash of tables that replace embedded ones.
#pragma once

#include <string>
#include <string_view>

namespace co2est {

/// 64 lower-case hexadecimal digits.
std::string sha256_hex(std::string_view bytes);
/// The same without instructions that only some machines have.
std::string sha256_hex_plain(std::string_view bytes);

}  // namespace co2est
