// The rules of one day, read straight from the dataset and the policy: the checker's own reading, which
// shares nothing with instance.cc.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "engine/match/plan.h"
#include "engine/match/question/instance.h"
#include "engine/match/recheck/day_needs.h"
#include "engine/match/recheck/menu.h"
#include "engine/match/recheck/roads.h"

namespace pasok::match::recheck {

// An offer of the dataset on the day.
struct DayOffer {
  std::int32_t supplier = kNone;
  std::int32_t commodity = kNone;
  SenPerKg price;
  std::int64_t capacity = 0;   // quanta, what others took already off
  std::int64_t held_back = 0;  // quanta that it may not sell on probation
  // Quanta of which fair spread takes shares: what it could give before anything was taken, within its
  // supplier's total; and what others took of its capacity.
  std::int64_t whole = 0, gone = 0;
  std::int32_t via = kNone;            // the aggregator that it is sold through
  SenPerKg fee{};                      // the aggregator's
  std::int64_t lot = 1;                // quanta that are delivered together
  std::int64_t minimum = 0;            // quanta worth a delivery, before lots and needs are looked at
  std::int64_t but_for_probation = 0;  // quanta that it could sell if nobody else did
  // Why it can't sell whoever buys; capacity_exhausted where nothing is left to sell.
  std::optional<ShortageReason> ruled_out;
};

// A supplier as one demand point sees it.
struct Sight {
  std::optional<Metres> first_leg;      // to the aggregator; absent: there is none, or it has no point
  std::optional<Metres> road;           // from the supplier, or its aggregator; absent: it has no point
  std::optional<std::int32_t> minutes;  // absent: not listed
  Tier tier = Tier::kLuar;
  std::optional<ShortageReason> forbidden;  // blocked or related_party
};

struct Cost {
  std::int64_t money = 0, preference = 0;  // sen per quantum
};

class DayRules {
 public:
  // The dataset and the policy outlive it. `regions`: indices; demand points within any; empty: all. `menu`:
  // read of the same before, for all days; nullptr: not yet.
  DayRules(const Dataset& dataset, const Policy& policy, std::optional<Date> date,
           const std::vector<std::int32_t>& regions, const std::vector<Taken>& taken,
           std::shared_ptr<const MenuReading> menu = nullptr);

  const std::vector<Need>& needs() const { return needs_.list; }  // by demand point, commodity
  std::int64_t asked() const { return needs_.asked; }
  std::int64_t closed() const { return needs_.closed; }
  const CommodityRule* RuleOf(std::int32_t commodity) const { return rules_[commodity]; }
  const std::vector<Cook>& cooks() const { return needs_.cooks; }  // by demand point
  const MenuReading& menu() const { return *menu_; }
  const Roads& roads() const { return roads_; }
  const std::vector<DayOffer>& offers() const { return offers_; }  // the dataset's, in its order
  const std::vector<std::int32_t>& offers_of(std::int32_t commodity) const { return offers_of_[commodity]; }
  std::int64_t supplier_capacity(std::int32_t supplier) const { return supplier_capacity_[supplier]; }
  // What an aggregator can handle of all that sell through it; INT64_MAX: unlimited.
  std::int64_t handling_capacity(std::int32_t aggregator) const { return handling_capacity_[aggregator]; }
  // The aggregator that a supplier sells through; kNone: it sells by itself.
  std::int32_t ViaOf(std::int32_t supplier) const {
    return policy_.aggregators ? dataset_.suppliers[supplier].via : kNone;
  }

  // In place of the day's: the same, and such of 0 quanta.
  void SetNeeds(std::vector<Need> needs) { needs_.list = std::move(needs); }
  // What of a need may serve elsewhere: more of it may then be delivered, also on one lane.
  void LetSend(std::int32_t need, std::int64_t quanta);
  // Rules out the offers that are less than any whole delivery. REQUIRES that all needs are there, and may
  // send what they may.
  void RuleOutTooSmall();

  // The index of the need or of the row that holds on the day for a supplier and commodity, or kNone.
  std::int32_t FindNeed(std::int32_t demand_point, std::int32_t commodity) const {
    return recheck::FindNeed(needs_.list, demand_point, commodity);
  }
  std::int32_t FindOffer(std::int32_t supplier, std::int32_t commodity) const;
  // All rows of the two, be they of the day or not. O(log n).
  std::span<const DayOffer> RowsOf(std::int32_t supplier, std::int32_t commodity) const;

  Sight Look(std::int32_t supplier, std::int32_t demand_point) const;
  // The first rule that keeps the offer from a need; nullopt: an eligible lane. `sight` is the pair's.
  std::optional<ShortageReason> WhyNot(const DayOffer& offer, const Sight& sight) const;
  Cost CostOf(const DayOffer& offer, const Sight& sight) const;  // REQUIRES sight.road
  // The least that the offer may deliver for the need, in quanta.
  static std::int64_t LeastDelivery(const DayOffer& offer, const Need& need);
  // What the offer could sell if nobody else did; quanta.
  std::int64_t CapacityAlone(const DayOffer& offer) const;

  // From a supplier to its aggregator; nullopt where it has none, or one of the two has no point.
  std::optional<Metres> FirstLegOf(std::int32_t supplier) const;
  // What the offer's supplier may ask at most for its commodity.
  std::optional<SenPerKg> CeilingOf(const DayOffer& offer) const;

 private:
  struct Gone;
  Gone SumTaken(std::optional<Date> date, const std::vector<Taken>& taken) const;
  void ReadCapacities(std::optional<Date> date, const Gone& gone);
  void ReadOffers(std::optional<Date> date, const std::vector<Taken>& taken);
  // All but why it is ruled out. REQUIRES the capacities.
  DayOffer ReadOffer(const Offer& row, std::optional<Date> date, const Gone& gone) const;
  std::optional<ShortageReason> WhyRuledOut(const DayOffer& offer, bool is_available,
                                            std::optional<Date> date) const;
  void ReadDelivery(const Offer& row, DayOffer& offer) const;
  std::int64_t QuantaLeft(Grams capacity, Millionths share, std::int64_t gone) const;

  const Dataset& dataset_;
  const Policy& policy_;
  const Roads roads_;
  const std::shared_ptr<const MenuReading> menu_;
  std::vector<const CommodityRule*> rules_;  // per dataset commodity
  DayNeeds needs_;
  std::vector<DayOffer> offers_;
  std::vector<std::vector<std::int32_t>> offers_of_;
  std::vector<std::int32_t> first_offer_of_;  // per supplier, into offers_, where they stand by supplier
  std::vector<std::int64_t> supplier_capacity_, handling_capacity_;  // quanta; INT64_MAX: unlimited
  std::vector<std::int64_t> whole_capacity_;  // likewise of suppliers, but for probation
};

}  // namespace pasok::match::recheck
