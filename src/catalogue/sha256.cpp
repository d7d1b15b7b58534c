#include "catalogue/sha256.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>

#include "catalogue/sha256_unit.hpp"

namespace co2est {

const std::array<std::uint32_t, 64> kSha256Round{
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

namespace {

constexpr std::size_t kBlock = 64;

/// One round of FIPS 180-4, 6.2.2: what it makes of `h` is the next round's `a`.
inline void add_round(std::uint32_t a, std::uint32_t b, std::uint32_t c, std::uint32_t& d,
                      std::uint32_t e, std::uint32_t f, std::uint32_t g, std::uint32_t& h,
                      std::uint32_t term) {
  h += term + (std::rotr(e, 6) ^ std::rotr(e, 11) ^ std::rotr(e, 25)) + (g ^ (e & (f ^ g)));
  d += h;
  h += (std::rotr(a, 2) ^ std::rotr(a, 13) ^ std::rotr(a, 22)) + ((a & b) | (c & (a | b)));
}

void add_block(Sha256State& state, const unsigned char* block) {
  std::array<std::uint32_t, 64> w{};
  for (std::size_t i = 0; i < 16; ++i) {
    w[i] = std::uint32_t{block[4 * i]} << 24 | std::uint32_t{block[4 * i + 1]} << 16 |
           std::uint32_t{block[4 * i + 2]} << 8 | std::uint32_t{block[4 * i + 3]};
  }
  for (std::size_t i = 16; i < 64; ++i) {
    const std::uint32_t s0 = std::rotr(w[i - 15], 7) ^ std::rotr(w[i - 15], 18) ^ (w[i - 15] >> 3);
    const std::uint32_t s1 = std::rotr(w[i - 2], 17) ^ std::rotr(w[i - 2], 19) ^ (w[i - 2] >> 10);
    w[i] = w[i - 16] + s0 + w[i - 7] + s1;
  }
  Sha256State s = state;
  for (std::size_t i = 0; i < 64; i += 8) {
    // Instead of the values, their names move on by one each round.
    add_round(s[0], s[1], s[2], s[3], s[4], s[5], s[6], s[7], kSha256Round[i] + w[i]);
    add_round(s[7], s[0], s[1], s[2], s[3], s[4], s[5], s[6], kSha256Round[i + 1] + w[i + 1]);
    add_round(s[6], s[7], s[0], s[1], s[2], s[3], s[4], s[5], kSha256Round[i + 2] + w[i + 2]);
    add_round(s[5], s[6], s[7], s[0], s[1], s[2], s[3], s[4], kSha256Round[i + 3] + w[i + 3]);
    add_round(s[4], s[5], s[6], s[7], s[0], s[1], s[2], s[3], kSha256Round[i + 4] + w[i + 4]);
    add_round(s[3], s[4], s[5], s[6], s[7], s[0], s[1], s[2], kSha256Round[i + 5] + w[i + 5]);
    add_round(s[2], s[3], s[4], s[5], s[6], s[7], s[0], s[1], kSha256Round[i + 6] + w[i + 6]);
    add_round(s[1], s[2], s[3], s[4], s[5], s[6], s[7], s[0], kSha256Round[i + 7] + w[i + 7]);
  }
  for (std::size_t i = 0; i < 8; ++i)
    state[i] += s[i];
}

using AddBlocks = void (*)(Sha256State&, const unsigned char*, std::size_t);

void add_blocks(Sha256State& state, const unsigned char* blocks, std::size_t count) {
  for (; count > 0; --count, blocks += kBlock)
    add_block(state, blocks);
}

std::string hex_of(std::string_view bytes, AddBlocks add) {
  Sha256State state{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                    0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
  const std::size_t whole = bytes.size() / kBlock, rest = bytes.size() % kBlock;
  add(state, data, whole);
  std::array<unsigned char, 2 * kBlock> tail{};
  std::copy_n(data + whole * kBlock, rest, tail.begin());
  tail[rest] = 0x80;
  const std::size_t length = rest < kBlock - 8 ? kBlock : 2 * kBlock;
  const std::uint64_t bits = std::uint64_t{bytes.size()} * 8;
  for (std::size_t i = 0; i < 8; ++i) {
    tail[length - 1 - i] = static_cast<unsigned char>(bits >> (8 * i));
  }
  add(state, tail.data(), length / kBlock);
  std::string hex;
  for (std::uint32_t word : state) {
    for (int shift = 28; shift >= 0; shift -= 4)
      hex += "0123456789abcdef"[word >> shift & 15];
  }
  return hex;
}

}  // namespace

std::string sha256_hex(std::string_view bytes) {
  static const AddBlocks kAdd = has_sha256_unit() ? add_blocks_by_unit : add_blocks;
  return hex_of(bytes, kAdd);
}

std::string sha256_hex_plain(std::string_view bytes) {
  return hex_of(bytes, add_blocks);
}

}  // namespace co2est
