#include "engine/match/question/ahead.h"

#include <algorithm>
#include <set>

#include "engine/match/question/transfers.h"

namespace pasok::match {
namespace {

class Finder {
 public:
  Finder(const Dataset& dataset, const Policy& policy, const std::vector<AskedDay>& days)
      : dataset_(dataset), policy_(policy), days_(days), ahead_(days.size()) {
    for (const std::string& code : dataset.commodities) nights_.push_back(NightsKept(policy, code));
  }

  std::vector<AheadKeys> Find() {
    std::vector<std::set<std::int32_t>> cooks;
    for (std::size_t day = 0; day < days_.size(); ++day) {
      std::set<std::int32_t>& today = cooks.emplace_back();
      for (const AskedNeed& need : days_[day].needs) {
        if (need.weight.value == 0) continue;
        today.insert(need.demand_point);
        const Key key(need.demand_point, need.commodity);
        if (nights_[need.commodity] == 0 || !HasRoom(key)) continue;
        for (std::size_t before = day; before-- > 0;) {
          if (days_[day].date->days - days_[before].date->days > nights_[need.commodity]) break;
          if (cooks[before].contains(need.demand_point)) ahead_[before].push_back(key);
        }
      }
    }
    for (AheadKeys& keys : ahead_) {
      std::ranges::sort(keys);
      const auto repeated = std::ranges::unique(keys);
      keys.erase(repeated.begin(), repeated.end());
    }
    return std::move(ahead_);
  }

 private:
  using Key = AheadKeys::value_type;

  bool HasRoom(const Key& key) const {
    const auto rooms = std::ranges::equal_range(dataset_.storage, key.first, {}, &Storage::demand_point);
    auto room = std::ranges::find(rooms, key.second, &Storage::commodity);
    if (room == rooms.end()) room = std::ranges::find(rooms, kNone, &Storage::commodity);
    return room != rooms.end() && WholeQuantaIn(room->capacity, policy_.quantum).value > 0;
  }

  const Dataset& dataset_;
  const Policy& policy_;
  const std::vector<AskedDay>& days_;
  std::vector<std::int32_t> nights_;  // per commodity
  std::vector<AheadKeys> ahead_;
};

}  // namespace

std::vector<AheadKeys> FindAhead(const Dataset& dataset, const Policy& policy,
                                 const std::vector<AskedDay>& days) {
  if (!policy.storage.on || dataset.storage.empty() || days.size() < 2)
    return std::vector<AheadKeys>(days.size());
  return Finder(dataset, policy, days).Find();
}

}  // namespace pasok::match
