// A dataset and a policy while a scenario is being applied to them; behind apply.h.
//
// Rows that are added, and the parts of offers, stand at the ends of their vectors until Settle puts all rows
// in canonical order, once, so that an index stays what it is while changes are made. Beside the rows stands
// which change decided a figure, to tell contradictions.
#pragma once

#include <cstdint>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "engine/register/finding_log.h"
#include "engine/study/scenario/apply.h"
#include "engine/study/scenario/need_by_day.h"

namespace pasok::study {

class Chosen;

class Workbench {
 public:
  static constexpr std::int64_t kMostRows = 2'000'000;  // that one scenario may add

  Workbench(const Scenario& scenario, const Dataset& dataset, const Policy& policy,
            std::int64_t most_rows = kMostRows);

  void Make(const Change& change);
  Applied Finish();

  // The rows that changes have asked for, those that were too many too.
  std::int64_t rows_asked_for() const { return rows_asked_for_; }
  // The pairs that are held as blocked, the dataset's own among them, once any are asked about.
  std::int64_t pairs_held() const { return block_keys_ ? std::ssize(*block_keys_) : 0; }

 private:
  friend class Chosen;

  void Do(const SetActive& change);
  void Do(const Adjust& change);
  void Do(const AddSupplier& change);
  void Do(const AddOffers& change);
  void Do(const AddDemandPoint& change);
  void Do(const AddRequirements& change);
  void Do(const ChangeRoads& change);
  void Do(const ScaleHaulage& change);
  void Do(const ChangePolicy& change);

  // apply_rows.cc
  void AdjustOffers(const Adjust& change, Chosen& chosen);
  void AdjustSuppliers(const Adjust& change, Chosen& chosen);
  void AdjustNeeds(const Adjust& change, Chosen& chosen);
  // What undated needs, rows, are on each of the change's days.
  void AdjustNeedsOnDays(const Adjust& change, const std::vector<std::int32_t>& undated, Chosen& chosen);
  void SwitchSupplier(std::int32_t supplier, bool active);
  // apply_menu.cc: of needs that follow from the menu.
  void AdjustMenuNeeds(const Adjust& change, Chosen& chosen);
  void AdjustMenuNeed(const Adjust& change, Chosen& chosen, std::int32_t demand_point, std::int32_t commodity,
                      Grams most);
  bool RowsDecide(std::int32_t demand_point, std::int32_t commodity, const Choice& which);
  // The commodities that the policy's menu cooks are the dataset's too.
  void KnowTheMenu();
  // Faults a need that leaves the range where it was multiplied before the menu became another.
  void CheckMenuNeeds();
  // With their commodities, of all days of the cycle.
  std::vector<std::pair<std::int32_t, const MenuItem*>> MenuItems() const;
  // What the factors so far make of it, where the menu asks for at most so much on any day of its cycle.
  const NeedByDay& MenuNeedOf(std::int32_t demand_point, std::int32_t commodity, Grams most);

  // The figure after the adjustment; nullopt where it stays, or leaves its range or contradicts an earlier
  // change, which is logged.
  std::optional<std::int64_t> Adjusted(const Adjust& change, std::int64_t figure, std::int32_t& set_by,
                                       std::string_view whose);
  bool SetTwice(const Adjust& change, std::int32_t set_by, std::string_view whose);
  // Parts an offer so that row `index` holds on the chosen days only.
  void PartOffer(std::int32_t index, const Choice& which);

  // apply_additions.cc
  void PutOffers(std::int32_t supplier, const std::vector<NewOffer>& offers);
  void PutRequirements(std::int32_t demand_point, const std::vector<NewRequirement>& requirements);
  void CheckPlace(const std::optional<Point>& point, std::int32_t region, const Mark& at);
  std::int32_t NewCommodity(const Name& name);
  void CheckAdditions();
  void CheckVia();
  void CheckOffersApart();

  // Whether a change that cuts roads, of cuts_, cuts all between two regions.
  bool IsCut(const std::pair<std::int32_t, std::int32_t>& cut, std::int32_t a, std::int32_t b) const;
  // apply_roads.cc; false: no more rows may be added, and the rest is left.
  void CutOff(std::int32_t region);
  bool SetRoads(std::int32_t a, std::int32_t b, Metres road);
  std::map<std::pair<std::int32_t, std::int32_t>, std::size_t>& RoadsListed();
  bool ListRoad(std::int32_t a, std::int32_t b, Metres road);
  void ScaleRoads(const ChangeRoads& change, std::int32_t region);
  bool BlockPairs(std::int32_t region, std::int32_t enclosing);
  // Whose way to whom they sell through is cut sell to nobody.
  bool BlockWhoSellThroughCutRoads(std::int32_t region, std::int32_t enclosing);
  bool BlockAll(const std::vector<std::int32_t>& suppliers, const std::vector<std::int32_t>& demand_points);
  bool Block(std::int32_t supplier, std::int32_t demand_point);
  void KeepCutRoadsOutOfReach();
  bool IsAnythingBetween(std::int32_t a, std::int32_t b) const;

  // settle.cc: canonical order again, references and all.
  void Settle();

  // The row, or kNone, which is logged with the nearest name.
  std::int32_t RegionNamed(const Name& name);
  std::int32_t SupplierNamed(const Name& name);
  std::int32_t DemandPointNamed(const Name& name);
  // The same without a word.
  std::int32_t FindSupplier(std::string_view id) const;
  std::int32_t FindDemandPoint(std::string_view id) const;
  std::int32_t FindCommodity(std::string_view code) const;
  // Of requirements: demand point, commodity, day.
  using RequirementKey = std::tuple<std::int32_t, std::int32_t, std::optional<Date>>;
  std::set<RequirementKey>& RequirementKeys();

  void Fault(std::string_view code, const Mark& at, std::string_view value, std::string_view expected,
             std::string_view fix = {});
  bool MayAddRow();  // false, and logged, once a scenario adds more than is meant
  std::string LineOf(std::int32_t change) const;  // "line 7"
  Touched& touched() { return applied_.touched.back(); }

  const Scenario& scenario_;
  const std::int64_t most_rows_;
  FindingLog log_;
  Applied applied_;
  Dataset& dataset_;  // applied_'s
  Policy& policy_;
  const std::size_t suppliers_before_, demand_points_before_, commodities_before_;
  std::int32_t change_ = kNone;  // the one being made
  std::int64_t rows_asked_for_ = 0;
  std::vector<std::pair<std::int32_t, std::int32_t>> cuts_;  // so far: regions; the second may be kNone

  // Per row, the change that decided it; kNone: none.
  std::vector<std::int32_t> active_by_, total_set_by_;        // suppliers
  std::vector<std::int32_t> capacity_set_by_, price_set_by_;  // offers
  std::vector<std::int32_t> need_set_by_;                     // requirements
  std::map<std::pair<std::int32_t, std::int32_t>, std::int32_t>
      roads_by_;                                                         // regions; the second may be kNone
  std::map<std::string, std::pair<std::string, std::int32_t>> keys_by_;  // policy's path: value, change

  std::vector<std::pair<std::int32_t, Mark>> added_suppliers_, added_offers_;  // rows
  std::vector<Name> added_commodities_;
  std::optional<std::set<RequirementKey>> requirement_keys_;
  struct MultipliedNeed {
    NeedByDay by_day{Grams{}};
    std::vector<std::size_t> rows{};  // of dataset_.menu_factors
  };
  // By demand point and commodity.
  std::map<std::pair<std::int32_t, std::int32_t>, MultipliedNeed> menu_needs_;
  std::optional<std::set<std::pair<std::int32_t, std::int32_t>>> block_keys_;
  std::map<std::pair<std::int32_t, std::int32_t>, std::size_t> distance_rows_;  // of dataset_.distances
};

}  // namespace pasok::study
