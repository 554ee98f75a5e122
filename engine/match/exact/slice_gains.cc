// GCC 12 takes what its own headers leave undefined on purpose for errors of ours (its bug 105593).
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wuninitialized"
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif
#include "engine/match/exact/slice_gains.h"

#include <algorithm>
#include <bit>

#ifdef __x86_64__
#include <immintrin.h>
#endif

namespace pasok::match::exact {

BestInSlice BestByPlainLoops(const std::int64_t* price, const SliceView& slice) {
  std::int64_t own[kInSlice], value[kInSlice], gains[kInSlice];
  for (std::int64_t& is : value) is = -kNoPrice;
  for (std::int32_t row = 0; row < slice.lane_rows; ++row) {
    const std::int32_t* const requirement = slice.lane_requirement + row * kInSlice;
    const std::int32_t* const cost = slice.lane_cost + row * kInSlice;
    for (std::int32_t j = 0; j < kInSlice; ++j)
      value[j] = std::max(value[j], price[requirement[j]] - cost[j]);
  }
  for (std::int32_t j = 0; j < kInSlice; ++j) {
    own[j] = slice.anchor[j].PriceAt(price);
    gains[j] = std::max({value[j] - own[j], own[j] - slice.next[j], slice.last[j] - own[j]});
  }
  for (std::int32_t at = 0; at < slice.capped_rows * kInSlice; at += kInSlice) {
    for (std::int32_t j = 0; j < kInSlice; ++j) {
      const std::int64_t above = own[j] - slice.supplier_anchor[slice.capped_slot[at + j]].PriceAt(price);
      gains[j] = std::max({gains[j], above - slice.capped_rise[at + j], slice.capped_fall[at + j] - above});
    }
  }
  const std::int64_t* const best = std::ranges::max_element(gains);
  return {.gain = *best, .group = static_cast<std::int32_t>(best - gains)};
}

#ifdef __x86_64__
namespace {

#define PASOK_AVX512 __attribute__((target("avx512f")))

using Long = __m512i;  // eight of 64 bits
using Int = __m256i;   // eight of 32 bits

PASOK_AVX512 inline Long Longs(const std::int64_t* at) { return _mm512_loadu_si512(at); }
PASOK_AVX512 inline Int Ints(const std::int32_t* at) {
  return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(at));
}
PASOK_AVX512 inline Long Look(const std::int64_t* price, Int node) {
  return _mm512_i32gather_epi64(node, price, 8);
}

// An anchor is two longs: its node in the lower half of the first, and its rise.
static_assert(sizeof(Anchor) == 16);

PASOK_AVX512 inline Long PricesOf(const std::int64_t* price, const Anchor* anchors) {
  const Long few = _mm512_loadu_si512(anchors), rest = _mm512_loadu_si512(anchors + 4);
  const Long nodes = _mm512_permutex2var_epi64(few, _mm512_setr_epi64(0, 2, 4, 6, 8, 10, 12, 14), rest);
  const Long rises = _mm512_permutex2var_epi64(few, _mm512_setr_epi64(1, 3, 5, 7, 9, 11, 13, 15), rest);
  return _mm512_add_epi64(Look(price, _mm512_cvtepi64_epi32(nodes)), rises);
}

PASOK_AVX512 inline Long PricesOf(const std::int64_t* price, const Anchor* anchors, Int slots) {
  const Int firsts = _mm256_add_epi32(slots, slots);
  const Long nodes = _mm512_i32gather_epi64(firsts, anchors, 8);
  const Long rises = _mm512_i32gather_epi64(firsts, &anchors->rise, 8);
  return _mm512_add_epi64(Look(price, _mm512_cvtepi64_epi32(nodes)), rises);
}

PASOK_AVX512 BestInSlice BestByAvx512(const std::int64_t* price, const SliceView& slice) {
  Long value = _mm512_set1_epi64(-kNoPrice);
  for (std::int32_t at = 0; at < slice.lane_rows * kInSlice; at += kInSlice) {
    const Long costs = _mm512_cvtepi32_epi64(Ints(slice.lane_cost + at));
    const Long values = _mm512_sub_epi64(Look(price, Ints(slice.lane_requirement + at)), costs);
    value = _mm512_max_epi64(value, values);
  }
  const Long own = PricesOf(price, slice.anchor);
  Long gain = _mm512_sub_epi64(value, own);
  gain = _mm512_max_epi64(gain, _mm512_sub_epi64(own, Longs(slice.next)));
  gain = _mm512_max_epi64(gain, _mm512_sub_epi64(Longs(slice.last), own));
  for (std::int32_t at = 0; at < slice.capped_rows * kInSlice; at += kInSlice) {
    const Long from = PricesOf(price, slice.supplier_anchor, Ints(slice.capped_slot + at));
    const Long above = _mm512_sub_epi64(own, from);
    gain = _mm512_max_epi64(gain, _mm512_sub_epi64(above, Longs(slice.capped_rise + at)));
    gain = _mm512_max_epi64(gain, _mm512_sub_epi64(Longs(slice.capped_fall + at), above));
  }
  const std::int64_t most = _mm512_reduce_max_epi64(gain);
  const auto holders = static_cast<unsigned>(_mm512_cmpeq_epi64_mask(gain, _mm512_set1_epi64(most)));
  return {.gain = most, .group = std::countr_zero(holders)};
}

#undef PASOK_AVX512

}  // namespace

BestInSlice BestOf(const std::int64_t* price, const SliceView& slice) {
  return __builtin_cpu_supports("avx512f") ? BestByAvx512(price, slice) : BestByPlainLoops(price, slice);
}
#else
BestInSlice BestOf(const std::int64_t* price, const SliceView& slice) {
  return BestByPlainLoops(price, slice);
}
#endif

}  // namespace pasok::match::exact
