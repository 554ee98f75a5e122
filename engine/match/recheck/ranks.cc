#include "engine/match/recheck/ranks.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <string>

#include "engine/match/files/plan_figures.h"
#include "engine/match/recheck/cell.h"
#include "engine/match/recheck/spread.h"

namespace pasok::match::recheck {
namespace {

constexpr std::int64_t kMostPrice = std::int64_t{1} << 56;
constexpr int kMostFaults = 20;
constexpr std::array<std::string_view, 6> kRankWords = {"penalty",   "luar",      "provinsi",
                                                        "kabupaten", "kecamatan", "money"};

// Not by its absolute value: the least number of 64 bits has none.
bool IsInRange(std::int64_t price) { return -kMostPrice < price && price < kMostPrice; }

struct RankedPrices {
  std::vector<Rank6> aggregator, supplier, offer;  // aggregators by their index as suppliers
  NeedRanks needs;
};

std::optional<std::int64_t> WholeNumber(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool whole =
      error == std::errc() && end == text.data() + text.size() && std::to_string(value) == text;
  return whole ? std::optional(value) : std::nullopt;
}

// The row's prices before money; a cell that holds none is a fault.
Rank6 ReadRanks(const Ground& ground, const Row& row, FindingLog& log) {
  constexpr int kFirst = 6;  // its column
  const Cells cells(kPricesFile, kPricesByRankHeader, row, log);
  Rank6 ranks{};
  for (int i = 0; i < 5; ++i) {
    const std::string_view text = cells.Text(kFirst + i);
    const std::optional<std::int64_t> value =
        i == 0 ? ReadPricePerKg(text, ground.policy.quantum) : WholeNumber(text);
    if (!value || !IsInRange(*value)) {
      cells.Fault(kFirst + i, "wrong_figure", i == 0 ? "a price in rupiah per kg" : "a whole number");
    } else {
      ranks[i] = *value;
    }
  }
  return ranks;
}

// What a supplier is supplied at.
Rank6 AboveSupplier(const DayRules& rules, const RankedPrices& prices, std::int32_t supplier) {
  const std::int32_t via = rules.ViaOf(supplier);
  return via == kNone ? Rank6{} : prices.aggregator[via];
}

Rank6 Reduced(Rank6 cost, const Rank6& tail, const Rank6& head) {
  for (std::size_t i = 0; i < cost.size(); ++i) cost[i] += tail[i] - head[i];
  return cost;
}

// Of so much that is carried, of so much that might be.
struct Verdict {
  bool too_much = false, too_little = false;
  bool ok() const { return !too_much && !too_little; }
};
Verdict Judged(const Rank6& reduced, std::int64_t carried, std::int64_t capacity) {
  return {.too_much = reduced > Rank6{} && carried > 0,
          .too_little = reduced < Rank6{} && carried < capacity};
}

Finding NotLeast(std::string_view what, std::string name, const Verdict& verdict) {
  return {.code = "not_least_by_rank",
          .file = std::string(kPricesFile),
          .line = 1,
          .field = std::string(what),
          .value = std::move(name),
          .expected = verdict.too_much ? "nothing at these prices" : "as much as may be at these prices"};
}

// Rows that CheckPrices has faulted count for nothing here.
RankedPrices ReadPrices(const Ground& ground, const std::vector<Row>& rows, const Prices& money,
                        FindingLog& log) {
  const DayRules& rules = ground.rules;
  RankedPrices prices;
  prices.aggregator.resize(ground.dataset.suppliers.size());
  std::vector<Rank6>& need = prices.needs.need;
  need.resize(rules.needs().size());
  std::map<std::int32_t, Rank6> suppliers, offers, reliefs;
  for (const Row& row : rows) {
    const Rank6 ranks = ReadRanks(ground, row, log);
    const std::int32_t supplier = ground.supplier_ids.Find(row.fields[2]);
    const std::int32_t demand = ground.dataset.FindDemandPoint(row.fields[3]);
    const std::int32_t commodity = ground.dataset.FindCommodity(row.fields[4]);
    if (row.fields[1] == "supplier" && supplier != kNone) {
      suppliers[supplier] = ranks;
    } else if (row.fields[1] == "aggregator" && supplier != kNone) {
      prices.aggregator[supplier] = ranks;
    } else if (row.fields[1] == "offer" && supplier != kNone && commodity != kNone) {
      const std::int32_t at = rules.FindOffer(supplier, commodity);
      if (at != kNone) offers[at] = ranks;
    } else if (demand != kNone && commodity != kNone) {
      const std::int32_t at = rules.FindNeed(demand, commodity);
      if (at != kNone && row.fields[1] == "requirement") need[at] = ranks;
      if (at != kNone && row.fields[1] == "relief") reliefs[at] = ranks;
    }
  }
  for (std::size_t a = 0; a < prices.aggregator.size(); ++a)
    prices.aggregator[a].back() = money.aggregator[a];
  for (std::int32_t s = 0; s < std::ssize(ground.dataset.suppliers); ++s) {
    const auto own = suppliers.find(s);
    prices.supplier.push_back(own == suppliers.end() ? AboveSupplier(rules, prices, s) : own->second);
    prices.supplier.back().back() = money.supplier[s];
  }
  for (std::int32_t o = 0; o < std::ssize(rules.offers()); ++o) {
    const auto own = offers.find(o);
    prices.offer.push_back(own == offers.end() ? prices.supplier[rules.offers()[o].supplier] : own->second);
    prices.offer.back().back() = money.offer[o];
  }
  for (std::int32_t n = 0; n < std::ssize(need); ++n) {
    need[n].back() = money.need[n];
    const auto own = reliefs.find(n);
    prices.needs.relief.push_back(own == reliefs.end() ? need[n] : own->second);
    prices.needs.relief.back().back() = money.relief[n];
  }
  return prices;
}

Rank6 LaneRanks(Tier tier, const Cost& cost) {
  Rank6 ranks{};
  // luar stands second, kecamatan fifth.
  if (tier != Tier::kDesa) ranks[5 - static_cast<std::size_t>(tier)] = 1;
  ranks[5] = cost.money + cost.preference;
  return ranks;
}

class RankCheck {
 public:
  RankCheck(const Ground& ground, const RankedPrices& prices, const Allocations& allocations,
            const Agreements& agreements, const std::vector<ShortageClaim>& shortages, RankSums& sums,
            FindingLog& log)
      : ground_(ground),
        prices_(prices),
        allocations_(allocations),
        agreements_(agreements),
        sums_(sums),
        log_(log) {
    claims_ = allocations.claims;
    std::ranges::stable_sort(claims_, {}, &Claim::need);
    carried_.resize(ground.rules.offers().size());
    missing_.resize(ground.rules.needs().size());
    for (const ShortageClaim& claim : shortages) missing_[claim.need] += claim.quanta;
  }

  void Suppliers() {
    const DayRules& rules = ground_.rules;
    for (std::int32_t s = 0; s < std::ssize(prices_.supplier); ++s) {
      const std::string& id = ground_.dataset.suppliers[s].id;
      Judge("aggregator", id, {}, {}, prices_.aggregator[s], allocations_.handled[s],
            rules.handling_capacity(s));
      Judge("supplier", id, {}, AboveSupplier(rules, prices_, s), prices_.supplier[s],
            allocations_.supplier_sold[s], rules.supplier_capacity(s));
    }
    for (std::size_t o = 0; o < rules.offers().size(); ++o) {
      if (!rules.offers()[o].ruled_out) Offer(rules.offers()[o], prices_.offer[o], allocations_.sold[o]);
    }
  }

  void Needs(const StopToken& stop) {
    const std::vector<Need>& needs = ground_.rules.needs();
    std::vector<Tier> tiers;  // of the regions, as the demand point at hand sees them
    for (std::int32_t n = 0; n < std::ssize(needs) && !stop.Asked(); ++n) {
      const Need& need = needs[n];
      const Rank6 shortage{need.penalty};
      AddUp(shortage, missing_[n]);
      Judge("shortage", NameOf(need), shortage, {}, prices_.needs.need[n], missing_[n], need.quanta);
      if (n == 0 || needs[n - 1].demand_point != need.demand_point) {
        const std::int32_t region = ground_.dataset.demand_points[need.demand_point].region;
        tiers.clear();
        for (std::int32_t each = 0; each < std::ssize(ground_.dataset.regions); ++each)
          tiers.push_back(ground_.dataset.TierBetween(each, region));
      }
      const auto of_need = std::ranges::equal_range(claims_, n, {}, &Claim::need);
      for (const Claim& claim : of_need) carried_[claim.offer] += claim.quanta;
      for (const std::int32_t o : ground_.rules.offers_of(need.commodity)) Lane(n, o, tiers);
      for (const Claim& claim : of_need) carried_[claim.offer] = 0;
    }
  }

 private:
  // The quantum that it gave last, and the one that it would give next.
  void Offer(const DayOffer& offer, const Rank6& price, std::int64_t sold) {
    const OfferSpread spread(ground_.policy, offer);
    const Rank6& above = prices_.supplier[offer.supplier];
    Rank6 last{}, next{};
    if (sold > 0) last.back() = spread.Next(offer.gone + sold - 1);
    next.back() = spread.Next(offer.gone + sold);
    Judge("offer", NameOf(offer), last, above, price, sold, sold);
    Judge("offer", NameOf(offer), next, above, price, 0, offer.capacity - sold);
    sums_.back() += spread.Cost(offer.gone, offer.gone + sold);
  }

  void Lane(std::int32_t n, std::int32_t o, const std::vector<Tier>& tiers) {
    const DayRules& rules = ground_.rules;
    const Need& need = rules.needs()[n];
    const DayOffer& offer = rules.offers()[o];
    if (offer.ruled_out) return;
    const std::int64_t carried = carried_[o];
    // What carries nothing matters only where it might be below zero, and no lane costs less than its price.
    const Tier tier = tiers[ground_.dataset.suppliers[offer.supplier].region];
    const Cost least{
        .money = static_cast<std::int64_t>(Int128{offer.price.value} * ground_.policy.quantum.value / 1000)};
    if (carried == 0 && Reduced(LaneRanks(tier, least), prices_.offer[o], prices_.needs.need[n]) >= Rank6{})
      return;
    const Sight sight = rules.Look(offer.supplier, need.demand_point);
    if (rules.WhyNot(offer, sight) || !sight.road) return;
    const Rank6 ranks = LaneRanks(sight.tier, rules.CostOf(offer, sight));
    AddUp(ranks, carried);
    const Agreement* agreed = agreements_.Find(n, o);
    const std::int64_t kept = agreed ? agreed->kept : 0;
    Judge("lane", NameOf(offer) + " to " + NameOf(need), ranks, prices_.offer[o], prices_.needs.need[n],
          carried - kept, (agreed ? agreed->cap : need.lane_cap) - kept);
  }

  void Judge(std::string_view what, const std::string& name, const Rank6& cost, const Rank6& tail,
             const Rank6& head, std::int64_t carried, std::int64_t capacity) {
    const Verdict verdict = Judged(Reduced(cost, tail, head), carried, capacity);
    if (!verdict.ok() && ++faults_ <= kMostFaults) log_.Add(NotLeast(what, name, verdict));
  }

  void AddUp(const Rank6& ranks, std::int64_t quanta) {
    for (std::size_t i = 0; i < ranks.size(); ++i) sums_[i] += Int128{ranks[i]} * quanta;
  }

  std::string NameOf(const DayOffer& offer) const {
    return ground_.dataset.suppliers[offer.supplier].id + " " + ground_.dataset.commodities[offer.commodity];
  }
  std::string NameOf(const Need& need) const {
    return ground_.dataset.demand_points[need.demand_point].id + " " +
           ground_.dataset.commodities[need.commodity];
  }

  const Ground& ground_;
  const RankedPrices& prices_;
  const Allocations& allocations_;
  const Agreements& agreements_;
  RankSums& sums_;
  FindingLog& log_;
  std::vector<Claim> claims_;          // by need
  std::vector<std::int64_t> carried_;  // per offer, to the need at hand
  std::vector<std::int64_t> missing_;  // per need
  int faults_ = 0;
};

}  // namespace

NeedRanks CheckRanks(const Ground& ground, const std::vector<Row>& rows, const Prices& money,
                     const Allocations& allocations, const Agreements& agreements,
                     const std::vector<ShortageClaim>& shortages, RankSums& sums, const StopToken& stop,
                     FindingLog& log) {
  RankedPrices prices = ReadPrices(ground, rows, money, log);
  RankCheck check(ground, prices, allocations, agreements, shortages, sums, log);
  check.Suppliers();
  check.Needs(stop);
  return std::move(prices.needs);
}

void CheckWaysByRank(const Ways& ways, const std::vector<NeedRanks>& prices, RankSums& sums,
                     FindingLog& log) {
  int faults = 0;
  const auto judge = [&](const std::string& name, const Rank6& reduced, std::int64_t carried,
                         std::int64_t capacity) {
    const Verdict verdict = Judged(reduced, carried, capacity);
    if (!verdict.ok() && ++faults <= kMostFaults) log.Add(NotLeast("carried", name, verdict));
  };
  for (const Ways::Way& way : ways.all()) {
    const Rank6 from = way.from ? prices[way.from->day].need[way.from->need] : Rank6{};
    Rank6 cost{};
    cost.back() = way.cost;
    const NeedRanks& day = prices[way.to.day];
    const Rank6& to = way.to_relief ? day.relief[way.to.need] : day.need[way.to.need];
    judge(ways.NameOf(way.to), Reduced(cost, from, to), way.quanta, way.part);
  }
  for (const Ways::Relief& relief : ways.Reliefs()) {
    const NeedRanks& day = prices[relief.need.day];
    judge(ways.NameOf(relief.need), Reduced({}, day.relief[relief.need.need], day.need[relief.need.need]),
          relief.quanta, ways.NeedAt(relief.need).quanta);
  }
  sums.back() += ways.cost();
}

void CheckRankTotals(const Summary& summary, Grams quantum, const RankSums& sums) {
  for (std::size_t i = 0; i < sums.size(); ++i) {
    const std::string path = "certificate/ranks/" + std::to_string(i);
    const bool is_money = i == 0 || i + 1 == sums.size();
    summary.ExpectText(path + "/rank", kRankWords[i]);
    summary.ExpectText(path + "/unit", is_money ? "idr" : "kg");
    for (const char* figure : {"/value", "/bound"}) {
      if (is_money) {
        summary.ExpectRupiah(path + figure, sums[i], RupiahPlaces(quantum));
      } else {
        summary.ExpectKg(path + figure, sums[i] * quantum.value);
      }
    }
  }
  if (summary.Entries("certificate/ranks") != std::ssize(sums))
    summary.Fault("certificate/ranks", "wrong_value", "six ranks");
}

}  // namespace pasok::match::recheck
