#include "engine/match/beyond/reroute.h"

#include <algorithm>

namespace pasok::match::beyond {
namespace {

constexpr int kMostPhases = 50;

class Router {
 public:
  Router(const Instance& instance, const Market& market, const WholeLanes& lanes, MarketAnswer& answer)
      : instance_(instance),
        market_(market),
        lanes_(lanes),
        answer_(answer),
        spare_(SpareBeside(instance, market, answer.quanta)),
        first_(instance.offers.size() + 1),
        to_requirement_(instance.requirements.size()),
        is_reached_(instance.offers.size()) {
    for (std::int32_t i = 0; i < std::ssize(market.lanes); ++i)
      first_[market.lanes[i].offer + 1] += MayMove(i);
    for (std::size_t o = 0; o + 1 < first_.size(); ++o) first_[o + 1] += first_[o];
    of_offer_.resize(first_.back());
    std::vector<std::int32_t> next(first_.begin(), first_.end() - 1);
    for (std::int32_t i = 0; i < std::ssize(market.lanes); ++i) {
      if (MayMove(i)) of_offer_[next[market.lanes[i].offer]++] = i;
    }
  }

  // One search from all that is left; whether it led anything anywhere.
  bool Lead() {
    std::ranges::fill(to_requirement_, kNone);
    is_reached_.assign(is_reached_.size(), false);
    queue_.clear();
    for (std::int32_t o = 0; o + 1 < std::ssize(first_); ++o) {
      if (first_[o] == first_[o + 1] || spare_.Of(o) <= 0) continue;
      is_reached_[o] = true;
      queue_.push_back({.offer = o, .from = kNone});
    }
    bool led = false;
    for (std::size_t next = 0; next < queue_.size(); ++next) {
      const std::int32_t o = queue_[next].offer;
      for (std::int32_t at = first_[o]; at < first_[o + 1]; ++at) {
        const std::int32_t lane = of_offer_[at], r = market_.lanes[lane].requirement;
        if (to_requirement_[r] != kNone || answer_.quanta[lane] >= lanes_.most[lane]) continue;
        to_requirement_[r] = lane;
        if (answer_.shortage[r] > 0) {
          led |= PushTo(r, static_cast<std::int32_t>(next));
        } else {
          QueueBehind(r, static_cast<std::int32_t>(next));
        }
      }
    }
    return led;
  }

 private:
  // A step of the search: the offer, and the step and the lane to a requirement of its by which it was
  // reached, that would carry less.
  struct Step {
    std::int32_t offer = kNone, from = kNone, less = kNone;
  };

  bool MayMove(std::int32_t lane) const { return answer_.quanta[lane] > 0 && lanes_.size[lane].lot == 1; }
  std::int64_t Least(std::int32_t lane) const {
    return std::max(lanes_.reserved[lane], lanes_.size[lane].least);
  }

  void QueueBehind(std::int32_t r, std::int32_t step) {
    for (std::int32_t i = market_.first_of_requirement[r]; i < market_.first_of_requirement[r + 1]; ++i) {
      const std::int32_t o = market_.lanes[i].offer;
      if (is_reached_[o] || !MayMove(i) || answer_.quanta[i] <= Least(i)) continue;
      is_reached_[o] = true;
      queue_.push_back({.offer = o, .from = step, .less = i});
    }
  }

  // As much as the way to the requirement takes, where that pays.
  bool PushTo(std::int32_t r, std::int32_t step) {
    std::int64_t room = answer_.shortage[r];
    Int128 cost = 0;
    std::int32_t more = to_requirement_[r];
    way_.clear();
    for (std::int32_t at = step; at != kNone; at = queue_[at].from) {
      room = std::min(room, lanes_.most[more] - answer_.quanta[more]);
      cost += lanes_.unit[more];
      way_.push_back({.lane = more, .sign = 1});
      const std::int32_t less = queue_[at].less;
      if (less == kNone) {
        room = std::min(room, spare_.Of(market_.lanes[more].offer));
        break;
      }
      room = std::min(room, answer_.quanta[less] - Least(less));
      cost -= lanes_.unit[less];
      way_.push_back({.lane = less, .sign = -1});
      more = to_requirement_[market_.lanes[less].requirement];
    }
    if (room <= 0 || cost >= instance_.requirements[r].penalty) return false;
    for (const Move& move : way_) {
      answer_.quanta[move.lane] += move.sign * room;
      spare_.Take(market_.lanes[move.lane].offer, move.sign * room);
    }
    answer_.shortage[r] -= room;
    return true;
  }

  struct Move {
    std::int32_t lane = kNone;
    std::int64_t sign = 1;
  };

  const Instance& instance_;
  const Market& market_;
  const WholeLanes& lanes_;
  MarketAnswer& answer_;
  Spare spare_;
  std::vector<std::int32_t> first_, of_offer_;  // lanes that may move, of each offer
  std::vector<std::int32_t> to_requirement_;    // the lane by which the search reached it; kNone: not yet
  std::vector<bool> is_reached_;                // offers
  std::vector<Step> queue_;
  std::vector<Move> way_;
};

}  // namespace

void Reroute(const Instance& instance, const Market& market, const WholeLanes& lanes, MarketAnswer& answer,
             const StopToken& stop) {
  Router router(instance, market, lanes, answer);
  for (int phase = 0; phase < kMostPhases && !stop.Asked() && router.Lead(); ++phase) {
  }
}

}  // namespace pasok::match::beyond
