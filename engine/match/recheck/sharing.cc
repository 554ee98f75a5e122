#include "engine/match/recheck/sharing.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <tuple>

#include "engine/match/files/plan_figures.h"
#include "engine/match/recheck/cell.h"

namespace pasok::match::recheck {
namespace {

// Who is who to the limits: an owner group by its name, anybody else by the id.
std::string OwnerNameOf(const Supplier& supplier) {
  return supplier.owner_group.empty() ? "supplier " + supplier.id : "group " + supplier.owner_group;
}

class DayCounter {
 public:
  DayCounter(const Ground& ground, const std::optional<Date>& date) : ground_(ground), date_(date) {
    const std::vector<Supplier>& suppliers = ground.dataset.suppliers;
    for (std::size_t s = suppliers.size(); s-- > 0;)
      first_of_owner_[OwnerNameOf(suppliers[s])] = static_cast<std::int32_t>(s);
  }

  void Need(const recheck::Need& need) {
    needed_[need.demand_point] += need.quanta;
    needed_of_[{need.demand_point, need.commodity}] += need.quanta;
    owners_of_[need.demand_point];
  }

  void Buy(std::int32_t demand_point, std::int32_t commodity, std::int32_t supplier, std::int64_t quanta,
           std::int64_t sen, Tier tier) {
    const Supplier& seller = ground_.dataset.suppliers[supplier];
    const std::int32_t owner = first_of_owner_.at(OwnerNameOf(seller));
    const std::int32_t kabupaten = RegionOf(demand_point);
    owners_of_[demand_point].insert(owner);
    Add(Rule::kOwnerShare, demand_point, commodity, owner, quanta);
    Add(Rule::kSupplierSpend, demand_point, kNone, supplier, sen);
    Add(Rule::kOwnerSpend, demand_point, kNone, owner, sen);
    Add(Rule::kSupplierRegion, kabupaten, kNone, supplier, quanta);
    Add(Rule::kOwnerRegion, kabupaten, kNone, owner, quanta);
    if (tier == Tier::kProvinsi || tier == Tier::kLuar)
      Add(Rule::kLocalShare, kabupaten, kNone, kNone, quanta);
    if (seller.kind == SupplierKind::kUmkmMenengah || seller.kind == SupplierKind::kLainnya)
      Add(Rule::kSmallShare, kabupaten, kNone, kNone, quanta);
    spent_[demand_point] += sen;
    delivered_[kabupaten] += quanta;
    delivered_of_[{demand_point, commodity}] += quanta;
  }

  // The owners of whom something of the row's whole may go there, or the suppliers.
  std::int64_t SellersTo(const PlannedShare& row) const {
    const DayRules& rules = ground_.rules;
    std::set<std::string> sellers;
    for (const recheck::Need& need : rules.needs()) {
      const bool is_meant = row.region != kNone ? RegionOf(need.demand_point) == row.region
                                                : need.demand_point == row.demand_point;
      if (!is_meant || (row.commodity != kNone && row.commodity != need.commodity)) continue;
      for (const std::int32_t o : rules.offers_of(need.commodity)) {
        const DayOffer& offer = rules.offers()[o];
        const Supplier& supplier = ground_.dataset.suppliers[offer.supplier];
        const bool alone = row.rule == Rule::kSupplierSpend || row.rule == Rule::kSupplierRegion;
        std::string seller = alone ? supplier.id : OwnerNameOf(supplier);
        if (!sellers.contains(seller) && MayGo(offer, need.demand_point)) sellers.insert(std::move(seller));
      }
    }
    return std::ssize(sellers);
  }

  // What suppliers of the kinds that the floor wants offer the kabupaten of what it needs.
  std::int64_t OfferedBySmall(std::int32_t kabupaten) const {
    std::map<std::int32_t, std::int64_t> needed, offered;  // by commodity
    std::set<std::int32_t> counted;
    for (const recheck::Need& need : ground_.rules.needs()) {
      if (RegionOf(need.demand_point) != kabupaten) continue;
      needed[need.commodity] += need.quanta;
      for (const std::int32_t o : ground_.rules.offers_of(need.commodity)) {
        const DayOffer& offer = ground_.rules.offers()[o];
        const SupplierKind kind = ground_.dataset.suppliers[offer.supplier].kind;
        if (kind == SupplierKind::kUmkmMenengah || kind == SupplierKind::kLainnya) continue;
        if (counted.contains(o) || !MayGo(offer, need.demand_point)) continue;
        counted.insert(o);
        offered[need.commodity] += offer.capacity;
      }
    }
    std::int64_t sum = 0;
    for (const auto& [commodity, quanta] : needed) sum += std::min(quanta, offered[commodity]);
    return sum;
  }

  // What suppliers of the kabupaten offer of what it needs.
  std::int64_t OfferedWithin(std::int32_t kabupaten) const {
    std::map<std::int32_t, std::int64_t> needed;  // by commodity
    for (const recheck::Need& need : ground_.rules.needs()) {
      if (RegionOf(need.demand_point) == kabupaten) needed[need.commodity] += need.quanta;
    }
    std::int64_t sum = 0;
    for (const auto& [commodity, quanta] : needed) {
      std::int64_t offered = 0;
      for (const std::int32_t o : ground_.rules.offers_of(commodity)) {
        const DayOffer& offer = ground_.rules.offers()[o];
        if (!offer.ruled_out && KabupatenAt(ground_.dataset.suppliers[offer.supplier].region) == kabupaten)
          offered += offer.capacity;
      }
      sum += std::min(quanta, offered);
    }
    return sum;
  }

  SharingTally Take() {
    std::map<std::int32_t, std::int64_t> needed_in;  // by kabupaten
    for (const auto& [demand_point, quanta] : needed_) needed_in[RegionOf(demand_point)] += quanta;
    SharingTally tally;
    for (const auto& [key, part] : parts_) {
      const auto& [rule, where, commodity, who] = key;
      const std::size_t at = IndexAmongSharing(rule);
      const Int128 share = ground_.policy.sharing.most[at].value;
      if (ground_.policy.sharing.mode == SharingMode::kOff || share == 1'000'000) continue;
      ++tally.all[at];
      const bool of_region = rule >= Rule::kSupplierRegion;
      const bool of_need =
          rule == Rule::kOwnerShare || rule == Rule::kSupplierRegion || rule == Rule::kOwnerRegion;
      const Int128 whole = rule == Rule::kOwnerShare
                               ? std::max(needed_of_[{where, commodity}], delivered_of_[{where, commodity}])
                           : of_need   ? std::max(needed_in[where], delivered_[where])
                           : of_region ? delivered_[where]
                                       : spent_[where];
      auto most = static_cast<std::int64_t>(share * whole / 1'000'000);
      if (of_need && most < 1) most = 1;
      if (part <= most) continue;
      tally.broken.push_back({.date = date_,
                              .rule = rule,
                              .demand_point = of_region ? kNone : where,
                              .region = of_region ? where : kNone,
                              .commodity = commodity,
                              .supplier = who,
                              .part = part,
                              .limit = most});
    }
    if (ground_.policy.min_suppliers.mode == MinSuppliersMode::kOff) return tally;
    const std::int64_t asked = ground_.policy.min_suppliers.suppliers;
    for (const auto& [demand_point, owners] : owners_of_) {
      ++tally.all.back();
      const auto count = static_cast<std::int64_t>(owners.size());
      if (count < asked)
        tally.broken.push_back({.date = date_,
                                .rule = Rule::kMinSuppliers,
                                .demand_point = demand_point,
                                .part = count,
                                .limit = asked});
    }
    return tally;
  }

 private:
  // Rule, demand point or region, commodity, seller: the order of shares.csv within a day.
  using Key = std::tuple<Rule, std::int32_t, std::int32_t, std::int32_t>;

  bool MayGo(const DayOffer& offer, std::int32_t demand_point) const {
    const Sight sight = ground_.rules.Look(offer.supplier, demand_point);
    return sight.road && !ground_.rules.WhyNot(offer, sight);
  }

  void Add(Rule rule, std::int32_t where, std::int32_t commodity, std::int32_t who, std::int64_t amount) {
    parts_[Key(rule, where, commodity, who)] += amount;
  }

  std::int32_t RegionOf(std::int32_t demand_point) const {
    return KabupatenAt(ground_.dataset.demand_points[demand_point].region);
  }
  std::int32_t KabupatenAt(std::int32_t at) const {
    const std::vector<Region>& regions = ground_.dataset.regions;
    while (regions[at].level >= 2) at = regions[at].parent;
    return at;
  }

  const Ground& ground_;
  const std::optional<Date> date_;
  std::map<std::string, std::int32_t> first_of_owner_;
  std::map<Key, std::int64_t> parts_;
  std::map<std::int32_t, std::int64_t> needed_, spent_;  // by demand point
  std::map<std::pair<std::int32_t, std::int32_t>, std::int64_t> needed_of_, delivered_of_;
  std::map<std::int32_t, std::int64_t> delivered_;  // by kabupaten
  std::map<std::int32_t, std::set<std::int32_t>> owners_of_;
};

}  // namespace

SharingTally CountShares(const Ground& ground, const Allocations& allocations,
                         const std::optional<Date>& date) {
  DayCounter counter(ground, date);
  for (const Need& need : ground.rules.needs()) counter.Need(need);
  for (const Claim& claim : allocations.claims) {
    const Need& need = ground.rules.needs()[claim.need];
    const DayOffer& offer = ground.rules.offers()[claim.offer];
    const Sight sight = ground.rules.Look(offer.supplier, need.demand_point);
    if (!sight.road) continue;
    counter.Buy(need.demand_point, need.commodity, offer.supplier, claim.quanta,
                claim.quanta * ground.rules.CostOf(offer, sight).money, sight.tier);
  }
  SharingTally tally = counter.Take();
  for (int i = 0; i < kSharingRules; ++i) {
    const Rule rule = SharingRule(i);
    const PlannedShare* row = MostBroken(rule, tally);
    if (!row) continue;
    tally.ThereWas(rule) = rule == Rule::kLocalShare   ? counter.OfferedWithin(row->region)
                           : rule == Rule::kSmallShare ? counter.OfferedBySmall(row->region)
                                                       : counter.SellersTo(*row);
  }
  return tally;
}

void Append(SharingTally day, SharingTally& all) {
  for (int i = 0; i < kSharingRules; ++i) {
    const Rule rule = SharingRule(i);
    const PlannedShare *here = MostBroken(rule, day), *before = MostBroken(rule, all);
    if (here && (!before || here->off() > before->off())) all.ThereWas(rule) = day.ThereWas(rule);
  }
  std::ranges::move(day.broken, std::back_inserter(all.broken));
  for (std::size_t i = 0; i < all.all.size(); ++i) all.all[i] += day.all[i];
}

void CheckShares(const Dataset& dataset, const Policy& policy, const std::vector<Row>& rows,
                 const SharingTally& expected, FindingLog& log) {
  enum Column : int { kDate, kRule, kDemandId, kRegion, kCommodity, kSupplierId, kUnit, kIs, kLimit };
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Cells cells(kSharesFile, kSharesHeader, rows[i], log);
    if (i >= expected.broken.size()) {
      cells.RowFault("no_such_row", "no further share above its limit");
      break;
    }
    const PlannedShare& row = expected.broken[i];
    cells.ExpectText(kDate, row.date ? ToIso(*row.date) : "");
    cells.ExpectText(kRule, ToWord(row.rule));
    cells.ExpectText(kDemandId, row.demand_point == kNone ? "" : dataset.demand_points[row.demand_point].id);
    cells.ExpectText(kRegion, row.region == kNone ? "" : dataset.regions[row.region].code);
    cells.ExpectText(kCommodity, row.commodity == kNone ? "" : dataset.commodities[row.commodity]);
    cells.ExpectText(kSupplierId, row.supplier == kNone ? "" : dataset.suppliers[row.supplier].id);
    const bool of_owners = row.rule == Rule::kMinSuppliers;
    const bool of_money = row.rule == Rule::kSupplierSpend || row.rule == Rule::kOwnerSpend;
    cells.ExpectText(kUnit, of_owners ? "suppliers" : of_money ? "idr" : "kg");
    const int places = of_owners ? 0 : of_money ? RupiahPlaces(policy.quantum) : 3;
    const Int128 scale = of_owners ? 1 : of_money ? (places == 2 ? 1 : 100) : policy.quantum.value;
    cells.ExpectDecimal(kIs, places, row.part * scale);
    cells.ExpectDecimal(kLimit, places, row.limit * scale);
  }
  if (rows.size() < expected.broken.size()) {
    log.Add({.code = "missing_row",
             .file = std::string(kSharesFile),
             .line = rows.empty() ? 1 : rows.back().line,
             .field = "rule",
             .value = std::string(ToWord(expected.broken[rows.size()].rule)),
             .expected = "a row for each share above its limit"});
  }
}

}  // namespace pasok::match::recheck
