#include "engine/match/beyond/limit_sums.h"

#include <algorithm>
#include <array>
#include <cassert>

#include "engine/match/report/sharing.h"

namespace pasok::match::beyond {
namespace {

constexpr std::size_t kMostChanges = 4;

// Sums by few keys.
struct FewSums {
  std::array<std::int32_t, kMostChanges> key{};
  std::array<std::int64_t, kMostChanges> sum{};
  std::size_t size = 0;

  void Add(std::int32_t to, std::int64_t amount) {
    if (to == kNone) return;
    for (std::size_t i = 0; i < size; ++i) {
      if (key[i] == to) {
        sum[i] += amount;
        return;
      }
    }
    key[size] = to, sum[size++] = amount;
  }
};

std::int64_t Passed(std::int64_t above) { return std::max<std::int64_t>(above, 0); }

}  // namespace

LimitSums::LimitSums(const Market& market, std::span<const Limits> limits, const MarketAnswer& answer)
    : market_(market), limits_(limits) {
  for (const Limits& each : limits) {
    Rule& rule = rules_.emplace_back();
    rule.worth = each.of_money ? 1 : MeanUnit(market);
    for (const std::int64_t most : each.most) rule.above.push_back(-most);
    rule.listed.assign(each.most.size(), kNone);
    rule.wholes.resize(static_cast<std::size_t>(each.wholes));
  }
  for (std::int32_t i = 0; i < std::ssize(answer.quanta); ++i) Carry({.lane = i, .quanta = answer.quanta[i]});
}

std::int64_t LimitSums::MoreUnder(const Limits& limits, const Rule& rule,
                                  std::span<const LaneChange> changes) const {
  FewSums parts, wholes;
  for (const LaneChange& change : changes) {
    const std::int64_t amount = limits.Weight(market_.lanes[change.lane]) * change.quanta;
    parts.Add(limits.part_of_lane[change.lane], amount);
    wholes.Add(limits.whole_of_lane[change.lane], amount);
  }
  std::array<std::int64_t, kMostChanges> allowed{};
  std::int64_t more = 0;
  for (std::size_t w = 0; w < wholes.size; ++w) {
    const Whole& whole = rule.wholes[wholes.key[w]];
    allowed[w] = MostOf(limits.share, whole.amount + wholes.sum[w]);
    if (wholes.sum[w] == 0) continue;
    for (const std::int64_t above : whole.above) more += Passed(above - allowed[w]);
    more -= whole.passed;
  }
  for (std::size_t p = 0; p < parts.size; ++p) {
    const std::int32_t part = parts.key[p], of = limits.whole_of_part[part];
    std::int64_t most = 0;
    for (std::size_t w = 0; w < wholes.size && of != kNone; ++w) {
      if (wholes.key[w] == of) most = allowed[w];
    }
    more += Passed(rule.above[part] + parts.sum[p] - most) - Passed(rule.above[part] - most);
  }
  return more;
}

double LimitSums::MoreAfter(std::span<const LaneChange> changes) const {
  assert(changes.size() <= kMostChanges);
  double more = 0;
  for (std::size_t l = 0; l < limits_.size(); ++l)
    more += static_cast<double>(MoreUnder(limits_[l], rules_[l], changes)) * rules_[l].worth;
  return more;
}

bool LimitSums::IsPartPassed(std::int32_t lane) const {
  for (std::size_t l = 0; l < limits_.size(); ++l) {
    const std::int32_t part = limits_[l].part_of_lane[lane];
    if (part == kNone) continue;
    const std::int32_t whole = limits_[l].whole_of_part[part];
    const std::int64_t most = whole == kNone ? 0 : MostOf(limits_[l].share, rules_[l].wholes[whole].amount);
    if (rules_[l].above[part] > most) return true;
  }
  return false;
}

bool LimitSums::IsPassed(std::int32_t lane) const {
  for (std::size_t l = 0; l < limits_.size(); ++l) {
    const std::int32_t part = limits_[l].part_of_lane[lane], whole = limits_[l].whole_of_lane[lane];
    if (whole != kNone ? rules_[l].wholes[whole].passed > 0 : part != kNone && rules_[l].above[part] > 0)
      return true;
  }
  return false;
}

void LimitSums::Carry(const LaneChange& change) {
  if (change.quanta == 0) return;
  for (std::size_t l = 0; l < limits_.size(); ++l) {
    const Limits& each = limits_[l];
    Rule& rule = rules_[l];
    const std::int64_t amount = each.Weight(market_.lanes[change.lane]) * change.quanta;
    const std::int32_t part = each.part_of_lane[change.lane], whole = each.whole_of_lane[change.lane];
    if (part != kNone) rule.above[part] += amount;
    if (whole == kNone) continue;
    Whole& of = rule.wholes[whole];
    of.amount += amount;
    if (part != kNone) {
      std::int32_t& at = rule.listed[part];
      if (at == kNone) {
        at = static_cast<std::int32_t>(of.part.size());
        of.part.push_back(part), of.above.push_back(0);
      }
      of.above[at] = rule.above[part];
      if (rule.above[part] == -each.most[part]) {
        rule.listed[of.part.back()] = at;
        of.part[at] = of.part.back(), of.above[at] = of.above.back();
        of.part.pop_back(), of.above.pop_back();
        at = kNone;
      }
    }
    const std::int64_t allowed = MostOf(each.share, of.amount);
    of.passed = 0;
    for (const std::int64_t above : of.above) of.passed += Passed(above - allowed);
  }
}

}  // namespace pasok::match::beyond
