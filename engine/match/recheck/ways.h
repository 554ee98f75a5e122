// carried.csv against the checker's own reading of what may be kept for a later day, taken from stock, or
// stand in for something else; where the policy has other ratios than kg for kg, with both weights.
//
// What may go over a way is worked out from the registers and the policy as docs/rules.md says it. Beside
// that, what is kept is counted night by night against storage.csv, and followed kilogram by kilogram: the
// oldest is cooked first, and none of it after its last day.
//
// What has substitutes is kept straight from the day of its delivery to the day on which it is cooked. What
// serves such a need in place of the day's delivery relieves it: of a day no more is kept for others than was
// delivered on it, so that nothing that stood in, or was kept already, is carried on.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "engine/match/recheck/cell.h"
#include "engine/match/recheck/claims.h"

namespace pasok::match::recheck {

inline constexpr std::string_view kCarriedFile = "carried.csv";
inline constexpr std::string_view kCarriedHeader =
    "date,demand_id,commodity,kg,way,to_date,to_commodity,cost_idr";
inline constexpr std::string_view kCarriedByRatiosHeader =
    "date,demand_id,commodity,kg,way,to_date,to_commodity,cost_idr,to_kg";

// Whether the plan must have the file.
bool MayCarry(const Dataset& dataset, const Policy& policy, bool dated, bool any_stock);

class Ways {
 public:
  // A need by day and index of the day's.
  struct End {
    std::size_t day = 0;
    std::int32_t need = kNone;
  };
  struct Way {
    Carried::Way kind = Carried::Way::kStock;
    std::optional<End> from;  // absent: stock
    End to;
    std::int64_t capacity = 0, cost = 0;  // quanta that it serves for; sen per such quantum
    std::int64_t part = 0;        // of a store that others share, beforehand; else all of the capacity
    bool shares = false;          // a store with others
    std::int32_t own = kNone;     // the commodity whose own store that is; kNone: the common one
    bool to_relief = false;       // serves in place of the day's delivery
    std::size_t rest = SIZE_MAX;  // of a stock: the way of what isn't sent on, in the same row
    bool is_rest = false;
    std::int64_t milli = 1'000;         // quanta that it takes for a thousand
    std::int64_t quanta = 0, line = 0;  // claimed: what it takes
    std::int64_t served = 0;            // and serves for
  };

  struct Relief {
    End need;
    std::int64_t quanta = 0;  // that serve it in place of the day's delivery
  };

  // No ways.
  Ways(const Dataset& dataset, const Policy& policy);
  // All that are lawful between the needs of the planned days.
  Ways(const Dataset& dataset, const Policy& policy, const std::vector<std::string>& dates,
       std::vector<std::vector<Need>> needs, std::vector<Stock> stock);

  // Adds to the day's needs what is only taken for later, and lets them take in what may leave them.
  void Open(std::size_t day, DayRules& rules) const;
  // The file's, by the policy.
  std::string_view header() const { return by_ratios_ ? kCarriedByRatiosHeader : kCarriedHeader; }
  // What the rows claim.
  void Read(const std::vector<Row>& rows, FindingLog& log);
  // Counts what the day's needs get and give over ways as served; notes what was delivered for each, and its
  // price. How much more comes in than leaves, quanta.
  std::int64_t Serve(std::size_t day, Allocations& allocations, const Prices& prices);
  // Once all days are served.
  void CheckKept(FindingLog& log) const;

  const std::vector<Way>& all() const { return ways_; }
  const Need& NeedAt(const End& end) const { return needs_[end.day][end.need]; }
  // Days since 1970; an undated plan has no days to count.
  std::int64_t DayNumber(std::size_t day) const { return dates_[day] ? dates_[day]->days : 0; }
  std::int64_t Kept(std::int32_t commodity) const;                        // nights
  const std::vector<std::vector<Need>>& needs() const { return needs_; }  // per day
  // What can be stored, quanta; nullopt: storage.csv has no row for it, or nothing is kept at all.
  std::optional<std::int64_t> RoomFor(std::int32_t demand_point, std::int32_t commodity) const;
  std::int64_t HoldingFor(std::int64_t nights) const;     // sen per quantum
  bool SharesStores() const { return !shared_.empty(); }  // whether commodities, or days, share any
  // Of the store into which the way leads; REQUIRES that it shares it.
  std::int64_t SharedStoreOf(const Way& way) const {
    return shared_.at({NeedAt(way.to).demand_point, way.own});
  }
  // Of a store that ways share: its demand point, whose it is (Way::own), and days since 1970.
  using Night = std::tuple<std::int32_t, std::int32_t, std::int64_t>;
  std::vector<Night> NightsOf(const Way& way) const;  // REQUIRES that it shares its store
  std::set<Night> FullNights() const;                 // by what is claimed
  std::string NameOf(const Way& way) const { return NameOf(way.to); }
  std::string NameOf(const End& need) const;  // "SPPG0000001 beras"
  std::vector<Relief> Reliefs() const;        // of the needs that have one, as claimed
  std::vector<Carried> carried() const;       // as claimed
  Int128 cost() const;                        // sen
  // sum over ways, and from reliefs to needs, of capacity * max(0, pi_to - pi_from - cost), sen; pi_from
  // times the way's ratio, where it has one, and at least 0, rounded up to sen. Of the ways into one store
  // that leave on one day and share it, the most that the store could hold, those of most gain first.
  // REQUIRES all days served.
  Int128 DualPart() const;

 private:
  // What a demand point needs of a commodity, day by day, with the days on which it only may take some.
  struct Course {
    std::int32_t demand_point = kNone, commodity = kNone;
    std::vector<End> ends;
    std::size_t first = 0, last = 0;  // of those that need any, indices
    bool straight = false;            // it is kept, and has substitutes
  };
  // What of a course may be kept from one of its ends for another, were there room.
  struct Later {
    End from, to;
    std::int64_t quanta = 0;
  };
  using Key = std::tuple<int, std::int64_t, std::int32_t, std::int32_t, std::int64_t, std::int32_t>;

  void TakeAhead();
  std::vector<Course> CoursesOfNeed() const;
  std::int64_t LaterFor(const Course& course, std::size_t day) const;
  using Rows = std::vector<std::pair<std::int64_t, std::int64_t>>;  // last day, quanta
  // Takes off, day by day, as much of a stock as is needed and still good, that which lasts least first. How
  // much that is of the rows that last until `last` at most. `stock`: as StockOf.
  std::int64_t Cook(const Course& course, std::int64_t last, Rows& stock) const;
  // Of those that have substitutes and may be kept.
  void FindStraight();
  std::vector<Later> LaterOf(const Course& course) const;
  void AddStorage();
  void AddStock();
  void AddStockOfStraight(const Course& course);
  void AddSubstitutes();
  void Add(Way way);

  // What the way takes at least for so many quanta served.
  static std::int64_t Taken(const Way& way, std::int64_t served) {
    return static_cast<std::int64_t>((Int128{served} * way.milli + 999) / 1'000);
  }
  void CheckRatio(const Cells& cells, int column, std::int64_t taken, std::int64_t served,
                  const Way& way) const;
  bool dated() const { return dates_.front().has_value(); }
  std::int64_t InQuanta(Grams weight) const { return weight.value / policy_->quantum.value; }
  std::string Kg(std::int64_t quanta) const;
  std::int64_t PriceAt(const Way& way) const;  // where it leads
  Int128 GainOf(const Way& way) const;         // sen a quantum served, without a ratio
  Int128 DualPartOfShared() const;
  Key KeyOf(const Way& way) const;

  void CheckNights(FindingLog& log) const;
  void Follow(const Course& course, const std::vector<const Way*>& to_it, FindingLog& log) const;
  void FollowStraight(FindingLog& log) const;
  // Last day and quanta of each row, those that last least first.
  Rows StockOf(std::int32_t demand_point, std::int32_t commodity) const;
  void Fault(const Way& way, std::string code, std::string expected, FindingLog& log) const;

  const Dataset* dataset_;    // outlives it
  const Policy* policy_;      // likewise
  std::vector<Stock> stock_;  // by demand point
  bool by_ratios_ = false;
  std::vector<std::optional<Date>> dates_;
  std::vector<std::vector<Need>> needs_;
  std::vector<Course> courses_;  // by demand point, commodity
  std::vector<Way> ways_;
  std::map<Key, std::size_t> way_of_;
  // Quanta of the stores that are shared, by demand point and commodity, kNone: by several.
  std::map<std::pair<std::int32_t, std::int32_t>, std::int64_t> shared_;
  std::vector<std::vector<std::int64_t>> delivered_, price_, relief_price_;  // per day and need
};

}  // namespace pasok::match::recheck
