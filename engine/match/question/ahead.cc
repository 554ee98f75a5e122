#include "engine/match/question/ahead.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "engine/match/question/nights.h"

namespace pasok::match {
namespace {

class Finder {
 public:
  Finder(const Dataset& dataset, const Policy& policy, const std::vector<AskedDay>& days,
         const std::vector<Stock>& stock)
      : dataset_(dataset), policy_(policy), days_(days), stock_(stock), cooks_(days.size()) {
    std::vector<std::int32_t> nights;
    for (const std::string& code : dataset.commodities) nights.push_back(NightsKept(policy, code));
    for (std::size_t day = 0; day < days.size(); ++day) {
      for (const AskedNeed& need : days[day].needs) {
        if (need.weight.value == 0) continue;
        cooks_[day].insert(need.demand_point);
        const Key key(need.demand_point, need.commodity);
        if (nights[need.commodity] == 0 || RoomFor(dataset_, policy_, key.first, key.second).value_or(0) == 0)
          continue;
        Needs& of_it = needs_[key];
        of_it.nights = nights[need.commodity];
        of_it.rows.push_back({days[day].date->days, QuantaToCover(need.weight, policy.quantum).value});
      }
    }
  }

  std::vector<AheadKeys> Find() const {
    std::vector<AheadKeys> ahead(days_.size());
    for (const auto& [key, needs] : needs_) {
      for (std::size_t day = 0; day < days_.size(); ++day) {
        if (cooks_[day].contains(key.first) && IsWantedLater(key, needs, days_[day].date->days))
          ahead[day].push_back(key);
      }
    }
    return ahead;
  }

 private:
  using Key = AheadKeys::value_type;
  struct Needs {
    std::int32_t nights = 0;      // for which it keeps
    std::vector<DatedNeed> rows;  // of some quanta
  };

  bool IsWantedLater(const Key& key, const Needs& needs, std::int32_t date) const {
    std::int64_t wanted = 0;
    for (const DatedNeed& need : needs.rows) {
      if (need.date > date && need.date <= date + needs.nights) wanted += need.quanta;
    }
    if (wanted == 0 || needs.rows.front().date <= date) return wanted > 0;
    const std::span<const Stock> stock = StockOf(stock_, key.first, key.second);
    return wanted > ToBeUsedBy(date + needs.nights, stock, needs.rows, policy_.quantum);
  }

  const Dataset& dataset_;
  const Policy& policy_;
  const std::vector<AskedDay>& days_;
  const std::vector<Stock>& stock_;
  std::vector<std::set<std::int32_t>> cooks_;  // demand points, per day
  std::map<Key, Needs> needs_;                 // of what keeps, where there is room
};

}  // namespace

std::int64_t ToBeUsedBy(std::int32_t last, std::span<const Stock> stock, std::span<const DatedNeed> needs,
                        Grams quantum) {
  std::vector<Stock> oldest_first;
  for (const Stock& row : stock) {
    if (row.use_by && row.use_by->days <= last) oldest_first.push_back(row);
  }
  std::ranges::sort(oldest_first, {}, &Stock::use_by);
  std::int64_t used = 0;
  for (const Stock& row : oldest_first) {
    std::int64_t needed = 0;
    for (const DatedNeed& need : needs) needed += need.date <= row.use_by->days ? need.quanta : 0;
    used += std::min(WholeQuantaIn(row.weight, quantum).value, needed - used);
  }
  return used;
}

std::optional<std::int64_t> RoomFor(const Dataset& dataset, const Policy& policy, std::int32_t demand_point,
                                    std::int32_t commodity) {
  const auto rooms = std::ranges::equal_range(dataset.storage, demand_point, {}, &Storage::demand_point);
  auto room = std::ranges::find(rooms, commodity, &Storage::commodity);
  if (room == rooms.end()) room = std::ranges::find(rooms, kNone, &Storage::commodity);
  if (room == rooms.end()) return std::nullopt;
  return WholeQuantaIn(room->capacity, policy.quantum).value;
}

std::vector<AheadKeys> FindAhead(const Dataset& dataset, const Policy& policy,
                                 const std::vector<AskedDay>& days, const std::vector<Stock>& stock) {
  if (!policy.storage.on || dataset.storage.empty() || days.size() < 2)
    return std::vector<AheadKeys>(days.size());
  return Finder(dataset, policy, days, stock).Find();
}

}  // namespace pasok::match
