#include "engine/match/beyond/dive.h"

#include <algorithm>
#include <utility>

namespace pasok::match::beyond {
namespace {

class Diver {
 public:
  Diver(const Instance& instance, const Market& market, const WholeLanes& lanes,
        std::vector<std::int64_t> to_deliver)
      : instance_(instance),
        market_(market),
        lanes_(lanes),
        least_(lanes.reserved),
        most_(lanes.most),
        floor_(SpareBeside(instance, market, lanes.reserved)),
        need_left_(std::move(to_deliver)),
        has_closed_(instance.requirements.size()) {
    for (std::size_t i = 0; i < market.lanes.size(); ++i)
      need_left_[market.lanes[i].requirement] -= least_[i];
  }

  std::span<const std::int64_t> least() const { return least_; }
  std::span<const std::int64_t> most() const { return most_; }

  // Whether anything was opened or closed.
  bool Decide(const MarketAnswer& answer) {
    bool decided = false;
    for (std::int32_t r = 0; r < std::ssize(instance_.requirements); ++r) decided |= DecideOn(r, answer);
    return decided;
  }

 private:
  bool DecideOn(std::int32_t r, const MarketAnswer& answer) {
    crumbs_.clear();
    double deliveries = 0;
    for (std::int32_t i = market_.first_of_requirement[r]; i < market_.first_of_requirement[r + 1]; ++i) {
      if (answer.quanta[i] == 0 || answer.quanta[i] >= lanes_.size[i].least) continue;
      const double share = Share(answer, i);
      deliveries += share;
      crumbs_.push_back({.share = share, .lane = i});
    }
    if (crumbs_.empty()) return false;
    std::ranges::stable_sort(crumbs_, std::greater<>(), &Crumb::share);
    auto to_open = static_cast<std::int64_t>(deliveries + 0.5);
    if (has_closed_[r]) to_open = std::max<std::int64_t>(to_open, 1);
    for (const Crumb& crumb : crumbs_) {
      if (to_open > 0 && Open(crumb.lane)) {
        --to_open;
      } else {
        most_[crumb.lane] = 0;
        has_closed_[r] = true;
      }
    }
    return true;
  }

  double Share(const MarketAnswer& answer, std::int32_t lane) const {
    return static_cast<double>(answer.quanta[lane]) / static_cast<double>(lanes_.size[lane].least);
  }

  bool Open(std::int32_t lane) {
    const std::int64_t least = lanes_.size[lane].least;
    std::int64_t& need_left = need_left_[market_.lanes[lane].requirement];
    if (least > most_[lane] || least > need_left || least > floor_.Of(market_.lanes[lane].offer))
      return false;
    least_[lane] = least;
    need_left -= least;
    floor_.Take(market_.lanes[lane].offer, least);
    return true;
  }

  struct Crumb {
    double share = 0;
    std::int32_t lane = kNone;
  };

  const Instance& instance_;
  const Market& market_;
  const WholeLanes& lanes_;
  std::vector<std::int64_t> least_, most_;
  Spare floor_;                          // beside the least of all open lanes
  std::vector<std::int64_t> need_left_;  // likewise, per requirement
  std::vector<bool> has_closed_;
  std::vector<Crumb> crumbs_;
};

}  // namespace

MarketAnswer Dive(const Instance& instance, const Market& market, const WholeLanes& lanes,
                  const MarketAnswer& start, std::span<const std::int64_t> unit, const DiveWork& work,
                  const StopToken& stop) {
  std::vector<std::int64_t> to_deliver = ToDeliver(instance, start);
  if (!work.keep_transfers) {
    for (std::size_t r = 0; r < to_deliver.size(); ++r) to_deliver[r] = instance.requirements[r].need;
  }
  Diver diver(instance, market, lanes, std::move(to_deliver));
  MarketAnswer answer = start;
  for (int round = 0; round < work.rounds; ++round) {
    if (!diver.Decide(answer) && round > 0) break;
    answer = FittedTo(instance, market, diver.least(), diver.most(), answer);
    const MarketTerms terms{
        .unit = unit, .least = diver.least(), .most = diver.most(), .keep_transfers = work.keep_transfers};
    MarketAnswer solved = SolveMarket(instance, market, terms, &answer, stop);
    if (solved.status != flow::Status::kOptimal) break;
    answer = std::move(solved);
  }
  return answer;
}

MarketAnswer SolveOnLanesInUse(const Instance& instance, const Market& market, const WholeLanes& lanes,
                               const MarketAnswer& answer, std::span<const std::int64_t> unit,
                               const StopToken& stop) {
  std::vector<std::int64_t> least = lanes.reserved, most = lanes.most;
  for (std::size_t i = 0; i < least.size(); ++i) {
    const bool in_lots = lanes.size[i].lot > 1;
    if (lanes.reserved[i] > 0 && !in_lots) continue;
    least[i] = answer.quanta[i] == 0 ? 0 : in_lots ? answer.quanta[i] : lanes.size[i].least;
    if (answer.quanta[i] == 0 || in_lots) most[i] = answer.quanta[i];
  }
  const MarketTerms terms{.unit = unit, .least = least, .most = most};
  MarketAnswer solved = SolveMarket(instance, market, terms, &answer, stop);
  return solved.status == flow::Status::kOptimal ? solved : answer;
}

void Trim(const Instance& instance, const Market& market, const WholeLanes& lanes, MarketAnswer& answer) {
  std::vector<std::int32_t> in_use;
  for (std::int32_t r = 0; r < std::ssize(instance.requirements); ++r) {
    in_use.clear();
    std::int64_t suppliers = 0;
    const auto set = [&](std::int32_t lane, std::int64_t quanta) {
      answer.shortage[r] += answer.quanta[lane] - quanta;
      answer.quanta[lane] = quanta;
    };
    for (std::int32_t i = market.first_of_requirement[r]; i < market.first_of_requirement[r + 1]; ++i) {
      const DeliverySize& size = lanes.size[i];
      const std::int64_t whole = std::min(answer.quanta[i], lanes.most[i]) / size.lot * size.lot;
      set(i, whole < size.least ? 0 : whole);
      if (answer.quanta[i] == 0) continue;
      ++suppliers;
      if (lanes.reserved[i] == 0) in_use.push_back(i);
    }
    std::ranges::stable_sort(in_use, {}, [&](std::int32_t i) { return answer.quanta[i]; });
    for (std::size_t i = 0; i < in_use.size() && suppliers > lanes.most_suppliers; ++i, --suppliers)
      set(in_use[i], 0);
  }
}

}  // namespace pasok::match::beyond
