// Chance in whole numbers: the same draws on any machine, which the standard library's distributions don't
// promise.
//
// xoshiro256** (Blackman and Vigna, 2018), seeded through splitmix64. Not for secrets. One object per thread.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <string_view>

namespace pasok::sample {

class Random {
 public:
  // A stream of its own for each pair of seed and topic, so that one part of a dataset doesn't shift
  // another's draws.
  Random(std::uint64_t seed, std::string_view topic) {
    std::uint64_t mix = seed ^ 0xcbf29ce484222325;
    for (const char c : topic) mix = (mix ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    for (std::uint64_t& word : state_) word = SplitMix(mix);
  }

  std::uint64_t Next() {
    const std::uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
    const std::uint64_t shifted = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = std::rotl(state_[3], 45);
    return result;
  }

  // Uniform in [0, bound), with a bias below bound / 2^64. REQUIRES bound > 0.
  std::int64_t Below(std::int64_t bound) {
    __extension__ using Wide = unsigned __int128;
    return static_cast<std::int64_t>((static_cast<Wide>(Next()) * static_cast<std::uint64_t>(bound)) >> 64);
  }
  // Uniform in [low, high], both included.
  std::int64_t Between(std::int64_t low, std::int64_t high) { return low + Below(high - low + 1); }
  bool Chance(std::int64_t permille) { return Below(1000) < permille; }

  // `middle` times `steps` factors, each uniform in 1 -+ permille/1000: close to lognormal, in integers.
  std::int64_t Spread(std::int64_t middle, int steps, std::int64_t permille) {
    for (int i = 0; i < steps; ++i) middle = middle * (1000 + Between(-permille, permille)) / 1000;
    return middle;
  }

 private:
  static std::uint64_t SplitMix(std::uint64_t& state) {
    std::uint64_t z = state += 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }

  std::array<std::uint64_t, 4> state_{};
};

}  // namespace pasok::sample
