#include "engine/match/recheck/agreements.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "engine/match/files/plan_figures.h"
#include "engine/match/recheck/cheaper_promises.h"

namespace pasok::match::recheck {
namespace {

std::string NameOf(const Ground& ground, const Agreement& agreement) {
  const Contract& contract = ground.dataset.contracts[agreement.contract];
  return ground.dataset.suppliers[contract.supplier].id + " " +
         ground.dataset.demand_points[contract.demand_point].id + " " +
         ground.dataset.commodities[contract.commodity];
}

// The first rule that leaves the contract without a lane; empty: it has one.
std::string_view WhyNoLane(const Ground& ground, const Contract& contract, std::int32_t offer) {
  const DayRules& rules = ground.rules;
  std::optional<ShortageReason> last;
  bool sells = false;
  for (const DayOffer& row : rules.RowsOf(contract.supplier, contract.commodity)) {
    if (!row.ruled_out) sells = true;
    if (row.ruled_out && (!last || *last < *row.ruled_out)) last = row.ruled_out;
  }
  if (!sells) return last ? ToWord(*last) : ToWord(ShortageReason::kNoOffer);
  const Sight sight = rules.Look(contract.supplier, contract.demand_point);
  const std::optional<ShortageReason> reason = rules.WhyNot(rules.offers()[offer], sight);
  return reason ? ToWord(*reason) : std::string_view();
}

bool HoldsOn(const Contract& contract, Date date) {
  const bool begun = !contract.from || contract.from->days <= date.days;
  return begun && (!contract.to || date.days <= contract.to->days);
}

// "A K beras, B K beras and 3 more".
std::string NamesOf(const Ground& ground, const std::vector<const Agreement*>& agreements) {
  constexpr std::size_t kMostNamed = 5;
  std::string names;
  for (std::size_t i = 0; i < agreements.size() && i < kMostNamed; ++i)
    names.append(i == 0 ? "" : ", ").append(NameOf(ground, *agreements[i]));
  if (agreements.size() > kMostNamed)
    names.append(" and ").append(std::to_string(agreements.size() - kMostNamed)).append(" more");
  return names;
}

}  // namespace

std::array<Sharer, 4> SharersOf(const Ground& ground, const Agreement& agreement) {
  const DayOffer& offer = ground.rules.offers()[agreement.offer];
  return {{{BrokenBy::kOffer, agreement.offer},
           {BrokenBy::kSupplier, offer.supplier},
           {BrokenBy::kNeed, agreement.need},
           {BrokenBy::kAggregator, offer.via}}};
}

std::int64_t AbleOf(const Ground& ground, const Sharer& sharer) {
  if (sharer.first == BrokenBy::kAggregator)
    return sharer.second == kNone ? INT64_MAX : ground.rules.handling_capacity(sharer.second);
  if (sharer.first == BrokenBy::kOffer) return ground.rules.offers()[sharer.second].capacity;
  if (sharer.first == BrokenBy::kSupplier) return ground.rules.supplier_capacity(sharer.second);
  return ground.rules.needs()[sharer.second].quanta;
}

Agreements::Agreements(const Ground& ground, const Allocations& allocations, FindingLog& log) {
  if (ground.dataset.contracts.empty()) return;
  FindDue(ground);
  Count(ground, allocations, log);
  if (CouldKeepMore(ground)) {
    log.Add({.code = "contract_not_kept",
             .file = std::string(kAllocationsFile),
             .line = 1,
             .field = "kg",
             .expected = "as much of the contracts' min_kg as can be kept together"});
  } else {
    SeekCheaper(ground, log);
  }
  TellWhy(ground);
}

const Agreement* Agreements::Find(std::int32_t need, std::int32_t offer) const {
  const auto lane = [&](std::int32_t i) { return std::pair(due_[i].need, due_[i].offer); };
  const auto found = std::ranges::lower_bound(by_lane_, std::pair(need, offer), {}, lane);
  return found == by_lane_.end() || lane(*found) != std::pair(need, offer) ? nullptr : &due_[*found];
}

void Agreements::FindDue(const Ground& ground) {
  std::set<std::int32_t> planned;
  for (const Need& need : ground.rules.needs()) planned.insert(need.demand_point);
  const std::optional<Date> date = ParseDate(ground.date);
  std::set<std::tuple<std::int32_t, std::int32_t, std::int32_t>> parties;
  for (std::int32_t c = 0; c < std::ssize(ground.dataset.contracts); ++c) {
    const Contract& contract = ground.dataset.contracts[c];
    if (!planned.contains(contract.demand_point) || (date && !HoldsOn(contract, *date))) continue;
    // On the undated day of several the first.
    if (parties.emplace(contract.supplier, contract.demand_point, contract.commodity).second)
      AddDue(ground, c);
  }
  for (std::int32_t i = 0; i < std::ssize(due_); ++i) {
    if (due_[i].offer != kNone) by_lane_.push_back(i);
  }
  std::ranges::sort(by_lane_, {}, [&](std::int32_t i) { return std::pair(due_[i].need, due_[i].offer); });
}

void Agreements::AddDue(const Ground& ground, std::int32_t c) {
  const Contract& contract = ground.dataset.contracts[c];
  const std::int64_t quantum = ground.policy.quantum.value;
  Agreement& due = due_.emplace_back();
  due.contract = c;
  if (contract.least) due.least = (contract.least->value + quantum - 1) / quantum;
  const std::int32_t need = ground.rules.FindNeed(contract.demand_point, contract.commodity);
  // What may only stand in for something else isn't needed itself; a maximum holds for it all the same.
  const bool is_needed = need != kNone && ground.rules.needs()[need].quanta > 0;
  if (!is_needed) {
    due.reason = ToWord(BrokenBy::kNotNeeded);
    due.sentence = DescribeNotNeeded(contract, ground.dataset);
  }
  if (need == kNone) return;
  const std::int32_t offer = ground.rules.FindOffer(contract.supplier, contract.commodity);
  if (const std::string_view reason = WhyNoLane(ground, contract, offer); !reason.empty()) {
    if (!is_needed) return;
    due.reason = reason;
    due.sentence = DescribeNoLane(contract, reason, ground.dataset);
    return;
  }
  due.need = need, due.offer = offer;
  due.cap = ground.rules.needs()[need].lane_cap;
  if (contract.most) due.cap = std::min(due.cap, contract.most->value / quantum);
  if (!is_needed) return;
  // A promise is of the day's own need, whatever more may be kept or sent on.
  const Int128 share =
      Int128{ground.rules.needs()[need].quanta} * ground.policy.max_share_per_supplier.value / 1'000'000;
  due.wanted = std::min({due.least, due.cap, std::max<std::int64_t>(1, static_cast<std::int64_t>(share))});
}

void Agreements::Count(const Ground& ground, const Allocations& allocations, FindingLog& log) {
  for (const Claim& claim : allocations.claims) {
    const Agreement* found = Find(claim.need, claim.offer);
    if (found == nullptr) continue;
    Agreement& due = due_[static_cast<std::size_t>(found - due_.data())];
    due.delivered += claim.quanta, due.line = claim.line;
    if (due.delivered <= due.cap) continue;
    log.Add({.code = "contract_exceeded",
             .file = std::string(kAllocationsFile),
             .line = claim.line,
             .field = "kg",
             .value = ground.Kg(due.delivered) + " of " + NameOf(ground, due),
             .expected = "at most " + ground.Kg(due.cap)});
  }
  for (Agreement& due : due_) due.kept = std::min(due.delivered, due.wanted);
  // Promises beyond the need: those that give way carry what they keep and no more.
  std::map<std::int32_t, std::int64_t> kept_of_need;
  for (const Agreement& due : due_) {
    if (due.need != kNone) kept_of_need[due.need] += due.kept;
  }
  for (Agreement& due : due_) {
    if (due.need == kNone || due.kept >= due.wanted) continue;
    const Need& need = ground.rules.needs()[due.need];
    if (need.sends > 0 && kept_of_need[due.need] >= need.quanta) due.cap = due.kept;
  }
}

bool Agreements::CouldKeepMore(const Ground& ground) const {
  std::map<Sharer, std::int64_t> kept;
  std::map<Sharer, std::vector<const Agreement*>> lanes;
  for (const Agreement& due : due_) {
    if (due.offer == kNone) continue;
    for (const Sharer& sharer : SharersOf(ground, due)) {
      kept[sharer] += due.kept;
      lanes[sharer].push_back(&due);
    }
  }
  const auto has_room = [&](const Sharer& sharer) { return kept[sharer] < AbleOf(ground, sharer); };
  std::set<Sharer> seen;
  std::vector<Sharer> waiting;
  const auto see = [&](const Sharer& sharer) {
    if (seen.insert(sharer).second) waiting.push_back(sharer);
  };
  for (const auto& [sharer, of_sharer] : lanes) {
    if (sharer.first == BrokenBy::kAggregator && has_room(sharer)) see(sharer);
  }
  while (!waiting.empty()) {
    const Sharer at = waiting.back();
    waiting.pop_back();
    if (at.first == BrokenBy::kNeed && has_room(at)) return true;
    for (const Agreement* due : lanes[at]) {
      const auto [offer, supplier, need, aggregator] = SharersOf(ground, *due);
      if (at == aggregator && has_room(supplier)) see(supplier);
      // Nobody's aggregator is the source itself.
      if (at == supplier && aggregator.second != kNone && kept[supplier] > 0) see(aggregator);
      if (at == supplier && has_room(offer)) see(offer);
      if (at == offer && kept[offer] > 0) see(supplier);
      if (at == offer && due->kept < due->wanted) see(need);
      if (at == need && due->kept > 0) see(offer);
    }
  }
  return false;
}

void Agreements::SeekCheaper(const Ground& ground, FindingLog& log) const {
  for (const CheaperPromises& found : FindCheaperPromises(ground, due_)) {
    const std::string each =
        ground.Kg(found.quanta) + (found.less.size() > 1 || found.more.size() > 1 ? " each of " : " of ");
    log.Add({.code = "contract_kept_dearer",
             .file = std::string(kAllocationsFile),
             .line = found.less.front()->line,
             .field = "kg",
             .value = each + NamesOf(ground, found.less),
             .expected = each + NamesOf(ground, found.more) + " in place of " + NamesOf(ground, found.less) +
                         ": as much of the contracts' min_kg, for " +
                         RupiahText(found.saved, RupiahPlaces(ground.policy.quantum)) + " rupiah less"});
  }
}

void Agreements::TellWhy(const Ground& ground) {
  std::map<Sharer, ContractClash> clashes;
  std::map<Sharer, Int128> wanted, kept;
  for (const Agreement& due : due_) {
    if (due.offer == kNone) continue;
    for (const Sharer& sharer : SharersOf(ground, due)) {
      ContractClash& clash = clashes[sharer];
      clash.by = sharer.first, clash.able = AbleOf(ground, sharer);
      if (clash.by == BrokenBy::kOffer) clash.held_back = ground.rules.offers()[due.offer].held_back;
      clash.promises.push_back({due.contract, due.wanted});
      wanted[sharer] += due.wanted, kept[sharer] += due.kept;
    }
  }
  std::map<Sharer, std::string> told;  // to each that shares it the same
  for (Agreement& due : due_) {
    if (due.broken() == 0) due.reason.clear(), due.sentence.clear();
    if (due.offer == kNone || due.broken() == 0) continue;
    if (ground.rules.needs()[due.need].quanta == 0) continue;  // told already
    const auto describe = [&](const ContractClash& clash) {
      return Describe(clash, ground.dataset, ground.policy.quantum);
    };
    const auto tell = [&](BrokenBy by, const std::string& sentence) {
      if (due.reason.empty()) due.reason = ToWord(by);
      if (!due.sentence.empty()) due.sentence += "; ";
      due.sentence += sentence;
    };
    if (due.wanted < due.least)
      tell(BrokenBy::kLaneCap, describe({.by = BrokenBy::kLaneCap,
                                         .promises = {{due.contract, due.least}},
                                         .able = due.wanted,
                                         .need = ground.rules.needs()[due.need].quanta}));
    for (const Sharer& sharer : SharersOf(ground, due)) {
      const ContractClash& clash = clashes[sharer];
      if (due.kept == due.wanted || kept[sharer] < clash.able || wanted[sharer] <= clash.able) continue;
      std::string& sentence = told[sharer];
      if (sentence.empty()) sentence = describe(clash);
      tell(sharer.first, sentence);
      break;
    }
    if (due.delivered > due.kept)
      due.sentence += DescribeForLaterDays(due.delivered - due.kept, ground.policy.quantum);
  }
}

}  // namespace pasok::match::recheck
