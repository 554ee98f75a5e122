// Eight groups at once gain what each gains by the formula, whichever instructions the processor has.
#include "engine/match/exact/slice_gains.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <random>
#include <vector>

#include "tests/match/exact/oracle.h"

namespace pasok::match::exact {
namespace {

constexpr std::int32_t kNodes = 40, kSlots = 20;
constexpr std::int64_t kLarge = std::int64_t{1} << 60;

// A slice of random arcs among nodes of random prices, the last of which nothing is worth delivering to.
class DrawnSlice {
 public:
  explicit DrawnSlice(std::uint64_t seed) : random_(seed) {
    for (std::int64_t& price : price_) price = Amount();
    price_.back() = -kNoPrice;
    for (Anchor& anchor : anchor_) anchor = SomeAnchor();
    for (Anchor& anchor : supplier_) anchor = SomeAnchor();
    for (std::int64_t& price : next_) price = Below(4) == 0 ? kNoPrice : Amount();
    for (std::int64_t& price : last_) price = Below(4) == 0 ? -kNoPrice : Amount();
    lane_rows_ = static_cast<std::int32_t>(Below(30)), capped_rows_ = static_cast<std::int32_t>(Below(5));
    for (std::int32_t i = 0; i < lane_rows_ * kInSlice; ++i) {
      requirement_.push_back(static_cast<std::int32_t>(Below(kNodes)));
      cost_.push_back(static_cast<std::int32_t>(random_()));
    }
    for (std::int32_t i = 0; i < capped_rows_ * kInSlice; ++i) {
      slot_.push_back(static_cast<std::int32_t>(Below(kSlots)));
      rise_.push_back(Below(4) == 0 ? kNoPrice : Amount());
      fall_.push_back(Below(4) == 0 ? -kNoPrice : Amount());
    }
  }

  const std::int64_t* price() const { return price_.data(); }
  SliceView view() const {
    return {.anchor = anchor_.data(),
            .next = next_.data(),
            .last = last_.data(),
            .lane_rows = lane_rows_,
            .capped_rows = capped_rows_,
            .lane_requirement = requirement_.data(),
            .lane_cost = cost_.data(),
            .capped_slot = slot_.data(),
            .capped_rise = rise_.data(),
            .capped_fall = fall_.data(),
            .supplier_anchor = supplier_.data()};
  }

  std::int64_t GainOf(std::int32_t j) const {
    const std::int64_t own = price_[anchor_[j].node] + anchor_[j].rise;
    std::int64_t gain = std::max(own - next_[j], last_[j] - own);
    gain = std::max(gain, -kNoPrice - own);
    for (std::int32_t i = j; i < std::ssize(cost_); i += kInSlice)
      gain = std::max(gain, price_[requirement_[i]] - cost_[i] - own);
    for (std::int32_t i = j; i < std::ssize(slot_); i += kInSlice) {
      const std::int64_t above = own - price_[supplier_[slot_[i]].node] - supplier_[slot_[i]].rise;
      gain = std::max({gain, above - rise_[i], fall_[i] - above});
    }
    return gain;
  }

 private:
  std::int64_t Below(std::int64_t end) {
    return static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(end));
  }
  // Small, large or as large as is allowed, of either sign.
  std::int64_t Amount() {
    const std::int64_t most = Below(3) == 0 ? kLarge / 2 : Below(2) == 0 ? 1'000'000 : 3;
    return Below(2 * most + 1) - most;
  }
  Anchor SomeAnchor() { return {.node = static_cast<std::int32_t>(Below(kNodes - 1)), .rise = Amount()}; }

  std::mt19937_64 random_;
  std::array<std::int64_t, kNodes> price_{};
  std::array<Anchor, kInSlice> anchor_{};
  std::array<Anchor, kSlots> supplier_{};
  std::array<std::int64_t, kInSlice> next_{}, last_{};
  std::int32_t lane_rows_ = 0, capped_rows_ = 0;
  std::vector<std::int32_t> requirement_, cost_, slot_;
  std::vector<std::int64_t> rise_, fall_;
};

TEST(SliceGains, AreThoseOfTheFormula) {
  const std::uint64_t seeds = Seeds(2'000);
  for (std::uint64_t seed = 0; seed < seeds; ++seed) {
    const DrawnSlice slice(seed);
    std::int64_t most = slice.GainOf(0);
    for (std::int32_t j = 1; j < kInSlice; ++j) most = std::max(most, slice.GainOf(j));
    for (const BestInSlice& best :
         {BestOf(slice.price(), slice.view()), BestByPlainLoops(slice.price(), slice.view())}) {
      ASSERT_EQ(best.gain, most) << "seed " << seed;
      ASSERT_EQ(slice.GainOf(best.group), most) << "seed " << seed;
    }
  }
}

}  // namespace
}  // namespace pasok::match::exact
