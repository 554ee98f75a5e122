// What plans may want of each other's, which takes their registers to tell: what the rules of publishing
// (plan_store.h) ask where plans weren't made with each other.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "pasok/v1/plan.pb.h"
#include "server/planned_days.h"

namespace pasok::server {

// Asked within the store's transactions: it may read the store, not write. Throws StoreError, Fault, and
// Unread where much would have to be read first, for which all who write would have to wait.
class Contention {
 public:
  virtual ~Contention() = default;

  // A dataset, or, where there is a plan, all of whom that one buys on the days.
  struct Unread {
    std::string dataset_id;
    std::optional<v1::Plan> plan = std::nullopt;
    PlannedDays days = {};
  };
  // Reads it, and has it at hand for as long as the caller keeps what this returns. Not within a transaction.
  virtual std::shared_ptr<const void> Fetch(const Unread& unread) = 0;

  // Whether the plan and the published other one both sell of one supplier, or through one aggregator whose
  // handling is limited, on one of these days. Reads the other's rows, and the plan's once for all others.
  virtual bool ShareSellers(const v1::Plan& plan, const v1::Plan& other, const PlannedDays& days) = 0;

  // Whether these plans of the day before leave just that at hand in the plan's kitchens with which it began.
  virtual bool LeaveAtHand(const std::vector<v1::Plan>& before, const v1::Plan& plan) = 0;
};

}  // namespace pasok::server
