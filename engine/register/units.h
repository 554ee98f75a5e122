// The numbers of the model and their scales; this file is the one place that knows them.
//
// Every quantity is an exact integer: a register's decimal is read digit by digit and never passes through a
// double. Arithmetic between kinds doesn't compile; `value` is the raw count, for loops over plain arrays.
#pragma once

#include <compare>
#include <cstdint>

namespace pasok {

__extension__ using Int128 = __int128;  // for totals whose range isn't proved

template <class Kind>
struct Amount {
  std::int64_t value = 0;

  constexpr auto operator<=>(const Amount&) const = default;
  constexpr Amount operator-() const { return {-value}; }
  constexpr Amount& operator+=(Amount other) { return value += other.value, *this; }
  constexpr Amount& operator-=(Amount other) { return value -= other.value, *this; }
  friend constexpr Amount operator+(Amount a, Amount b) { return {a.value + b.value}; }
  friend constexpr Amount operator-(Amount a, Amount b) { return {a.value - b.value}; }
};

using Grams = Amount<struct GramsKind>;    // weight; registers give kg with at most three decimals
using Quanta = Amount<struct QuantaKind>;  // weight in multiples of the policy's quantum
using Sen = Amount<struct SenKind>;        // money: hundredths of a rupiah
using SenPerKg =
    Amount<struct SenPerKgKind>;           // prices, surcharges, penalties; at most two decimals of a rupiah
using Metres = Amount<struct MetresKind>;  // distance; registers give km with at most three decimals
using Milli = Amount<struct MilliKind>;  // a factor or a rate in thousandths: circuity, rupiah per kg and km
using Millionths = Amount<struct MillionthsKind>;  // a share between 0 and 1

// Floor and ceiling of a weight in whole quanta. REQUIRES weight >= 0, quantum > 0.
constexpr Quanta WholeQuantaIn(Grams weight, Grams quantum) { return {weight.value / quantum.value}; }
constexpr Quanta QuantaToCover(Grams weight, Grams quantum) {
  return {weight.value / quantum.value + (weight.value % quantum.value != 0)};
}

// round_half_up(numerator / denominator). REQUIRES numerator >= 0, denominator > 0.
constexpr std::int64_t RoundHalfUp(Int128 numerator, std::int64_t denominator) {
  const Int128 doubled = 2 * numerator + denominator;
  // Nearly always, and ten times as fast as 128 bits.
  if (doubled <= INT64_MAX && denominator <= INT64_MAX / 2) {
    return static_cast<std::int64_t>(doubled) / (2 * denominator);
  }
  return static_cast<std::int64_t>(doubled / (2 * static_cast<Int128>(denominator)));
}

}  // namespace pasok
