// Knows the instructions of a processor for SHA-256, where it has them.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace co2est {

/// The eight words of a hash on its way; see FIPS 180-4, 6.2.
using Sha256State = std::array<std::uint32_t, 8>;
extern const std::array<std::uint32_t, 64> kSha256Round;

/// Whether `add_blocks_by_unit` may be called on this machine.
bool has_sha256_unit();
/// Takes in blocks of 64 bytes.
void add_blocks_by_unit(Sha256State& state, const unsigned char* blocks, std::size_t count);

}  // namespace co2est
