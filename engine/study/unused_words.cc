#include <algorithm>
#include <array>

#include "engine/match/report/carried.h"
#include "engine/study/days.h"
#include "engine/study/names.h"
#include "engine/study/sells_through.h"
#include "engine/study/unused.h"
#include "engine/study/wording.h"

namespace pasok::study {
namespace {

using match::Instance;

bool MayStandIn(const Instance& instance, std::int32_t requirement) {
  const auto leads_on = [&](const match::Transfer& transfer) {
    return transfer.from == requirement &&
           match::WayOf(instance, transfer) == match::Carried::Way::kSubstitute;
  };
  return std::ranges::any_of(instance.transfers, leads_on) ||
         std::ranges::count(instance.stand_ins, requirement, &match::StandIn::from) > 0;
}

// Of one offer; each sentence without its full stop.
class Saying {
 public:
  Saying(const UnusedOffer& unused, const UnusedStudy& study, const Instance& instance)
      : unused_(unused),
        study_(study),
        instance_(instance),
        offer_(instance.offers[unused.offer]),
        supplier_(instance.suppliers[offer_.supplier]),
        rule_(*instance.commodities[offer_.commodity].rule),
        id_(instance.dataset->suppliers[supplier_.dataset_supplier].id),
        commodity_(CodeOf(instance, offer_.commodity)),
        on_(OnDays(instance, std::array{DayOfOffer(instance, unused.offer)})) {
    if (unused.requirement != kNone) demand_ = DemandPointOf(instance, unused.requirement);
  }

  Sentence Say() const {
    switch (unused_.reason) {
      case Unused::kNoRequirement:
        return SayNotNeeded();
      case Unused::kOutOfRange:
        return SayTooFar();
      case Unused::kTravelTime:
        return SayTooSlow();
      case Unused::kBlocked:
      case Unused::kRelatedParty:
        return SayKeptApart();
      case Unused::kContract:
        return SayContract();
      case Unused::kSoldAsOther:
        return SaySoldAsOther();
      case Unused::kAggregatorFull:
        return SayAggregatorFull();
      case Unused::kTie:
        return SayTie();
      case Unused::kMovedByRule:
        return SayMoved();
      case Unused::kDearer:
      case Unused::kAbovePenalty:
        return SayDearer();
    }
    return {};
  }

 private:
  Sentence SayNotNeeded() const {
    if (HasDays(instance_)) {
      return {
          "nobody needs " + commodity_ + " on any day on which " + id_ + " could sell it",
          "tidak ada yang membutuhkan " + commodity_ + " pada hari-hari ketika " + id_ + " dapat menjualnya"};
    }
    return {"nobody needs " + commodity_ + " that day",
            "tidak ada yang membutuhkan " + commodity_ + " hari itu"};
  }

  Sentence SayTooFar() const {
    const Sentence seller = Seller();
    if (unused_.road >= RegionDistance::kNoRoad) {
      return {
          "no road leads from " + seller.english + " to any kitchen that needs " + commodity_,
          "tidak ada jalan dari " + seller.indonesian + " ke dapur mana pun yang membutuhkan " + commodity_};
    }
    const std::string limit = Km(*rule_.max_distance);
    return {seller.english + " is farther than " + limit + " from every kitchen that needs " + commodity_ +
                "; the nearest is " + demand_ + ", " + Km(unused_.road) + " away",
            seller.indonesian + " lebih jauh dari " + limit + " dari semua dapur yang membutuhkan " +
                commodity_ + "; yang terdekat " + demand_ + ", " + Km(unused_.road)};
  }

  Sentence SayTooSlow() const {
    const Sentence seller = Seller();
    const std::int64_t limit = *rule_.max_travel_minutes;
    return {seller.english + " is more than " + Counted(limit, "minute", "minutes") + " away from " +
                demand_ + ", and too far from all others that need " + commodity_ +
                " or too long on the road too",
            seller.indonesian + " lebih dari " + Number(limit) + " menit dari " + demand_ +
                ", dan terlalu jauh atau terlalu lama di jalan untuk yang lain"};
  }

  Sentence SayKeptApart() const {
    const auto say = unused_.reason == Unused::kBlocked ? SayBlocked : SayRelated;
    const Sentence kept = say(*instance_.dataset, instance_.policy, supplier_.dataset_supplier,
                              instance_.requirements[unused_.requirement].demand_point);
    return {
        kept.english + ", and is too far from all others that need " + commodity_ + " or kept from them too",
        kept.indonesian + ", dan terlalu jauh atau juga terlarang untuk yang lain"};
  }

  Sentence SayContract() const {
    if (instance_.LaneCap(unused_.offer, unused_.requirement) > 0) {
      return {"contracts with others promise all the " + commodity_ + " that " + demand_ + " needs" +
                  on_.english + ", and all others that need it are too far or kept from it too",
              "kontrak dengan pemasok lain menjanjikan seluruh " + commodity_ + " yang dibutuhkan " +
                  demand_ + on_.indonesian + ", dan yang lain terlalu jauh atau juga terlarang"};
    }
    return {"the contract of " + id_ + " with " + demand_ + " allows no " + commodity_ + on_.english +
                ", and all others that need it are too far or kept from it too",
            "kontrak " + id_ + " dengan " + demand_ + " tidak mengizinkan " + commodity_ + on_.indonesian +
                ", dan yang lain terlalu jauh atau juga terlarang"};
  }

  Sentence SaySoldAsOther() const {
    const std::string sold = Kg(study_.sold.of_supplier[offer_.supplier], quantum());
    const bool says_day = !on_.english.empty();
    return {id_ + " sells all of its " + sold + (says_day ? "" : " a day") + " as other goods" + on_.english +
                ", which saves more",
            id_ + " menjual seluruh " + sold + (says_day ? "" : " per hari") + " sebagai barang lain" +
                on_.indonesian + ", yang lebih menghemat"};
  }

  Sentence SayAggregatorFull() const {
    const std::string via = AggregatorOf(instance_, supplier_.aggregator);
    const std::string handled = Kg(study_.sold.of_aggregator[supplier_.aggregator], quantum());
    const std::string all_in = AllIn(), less = RupiahPerKg(-unused_.dearer, quantum());
    const bool tie = unused_.dearer == 0;
    return {via + ", through which " + id_ + " sells, handles " + handled +
                " a day and can handle no more; its " + commodity_ + " would cost " + all_in + " all in at " +
                demand_ + on_.english + ", " + (tie ? "as much as" : less + " less than") +
                " what was chosen instead",
            via + ", tempat " + id_ + " menjual, menangani " + handled + " per hari dan tidak dapat lebih; " +
                commodity_ + " darinya akan berbiaya " + all_in + " di " + demand_ + on_.indonesian + ", " +
                (tie ? "sama dengan" : less + " lebih murah daripada") + " yang dipilih"};
  }

  Sentence SayTie() const {
    const Sentence cost = Cost();
    return {cost.english + ", as much as what was chosen instead",
            cost.indonesian + ", sama dengan yang dipilih"};
  }

  Sentence SayMoved() const {
    const Sentence binds = SayBinding(unused_.held_back);
    if (unused_.would_sell == 0) {
      const Sentence cost = Cost();
      return {cost.english + ", less than some that is bought there; but " + binds.english,
              cost.indonesian + ", lebih murah daripada sebagian yang dibeli di sana; tetapi " +
                  binds.indonesian};
    }
    const std::string weight = Kg(unused_.would_sell, quantum());
    const Sentence buys{"the cheapest plan without the rules that moved this one would buy " + weight +
                            " of " + id_ + "'s " + commodity_,
                        "rencana termurah tanpa aturan yang menggeser rencana ini akan membeli " + weight +
                            " " + commodity_ + " dari " + id_};
    if (!unused_.held_back.empty()) {
      return {buys.english + "; but in this plan " + binds.english,
              buys.indonesian + "; tetapi dalam rencana ini " + binds.indonesian};
    }
    return {buys.english + "; to keep them the plan buys from others",
            buys.indonesian + "; demi aturan itu rencana membeli dari yang lain"};
  }

  Sentence SayDearer() const {
    const std::string dearer = RupiahPerKg(unused_.dearer, quantum());
    const bool penalty = unused_.reason == Unused::kAbovePenalty;
    Sentence sentence = Cost();
    sentence.english +=
        ", " + dearer +
        (penalty ? " more than the penalty for going without" : " more than what was chosen instead");
    sentence.indonesian +=
        ", " + dearer + (penalty ? " di atas denda kekurangan" : " lebih mahal daripada yang dipilih");
    if (unused_.wins_at) {
      const std::string price = RupiahPerKg(offer_.price_sen_per_kg), win = RupiahPerKg(*unused_.wins_at);
      sentence.english += "; it asks " + price + " and would sell at " + win;
      sentence.indonesian += "; harganya " + price + " dan akan terjual pada " + win;
    }
    return sentence;
  }

  Grams quantum() const { return instance_.policy.quantum; }
  std::string AllIn() const { return RupiahPerKg(unused_.unit, quantum()); }
  // Who sells to the kitchen.
  Sentence Seller() const {
    return SellerInWords(*instance_.dataset, instance_.policy, supplier_.dataset_supplier);
  }

  // What it would cost where it is nearest to winning.
  Sentence Cost() const {
    const Sentence place = Place();
    const std::string all_in = AllIn();
    return {id_ + "'s " + commodity_ + " would cost " + all_in + " all in at " + place.english,
            commodity_ + " dari " + id_ + " akan berbiaya " + all_in + " di " + place.indonesian};
  }

  // The demand point, with its day; where it needs none of the commodity itself, that it would stand in for
  // other food, or be kept.
  Sentence Place() const {
    const Sentence at{demand_ + on_.english, demand_ + on_.indonesian};
    if (unused_.requirement == kNone || instance_.requirements[unused_.requirement].need > 0) return at;
    if (!MayStandIn(instance_, unused_.requirement)) {
      return {at.english + ", where it would be kept for a later day",
              at.indonesian + ", tempat ia disimpan untuk hari berikutnya"};
    }
    return {at.english + ", where it would stand in for other food",
            at.indonesian + ", tempat ia menggantikan bahan lain"};
  }

  const UnusedOffer& unused_;
  const UnusedStudy& study_;
  const Instance& instance_;
  const match::OfferRow& offer_;
  const match::SupplierRow& supplier_;
  const CommodityRule& rule_;
  const std::string& id_;
  const std::string& commodity_;
  const Sentence on_;   // " on Monday", where several days were asked for
  std::string demand_;  // empty: there is none
};

}  // namespace

Sentence Say(const UnusedOffer& unused, const UnusedStudy& study, const match::Solved& solved) {
  return Saying(unused, study, solved.instance).Say();
}

}  // namespace pasok::study
