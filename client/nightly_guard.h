// What a night must not take away: a published plan's place, by registers that have lost what it serves.
#pragma once

#include "client/session.h"
#include "pasok/v1/dataset.pb.h"
#include "pasok/v1/plan.pb.h"

namespace pasok::client {

// Failure (kInputAtFault) where a register without which no plan delivers anything has no rows.
void RequireRows(const v1::ImportDatasetResponse& imported);

// Failure (kInputAtFault) where publishing `plan`, which answers `request`, would take the place of a
// published one of the same regions that serves somebody on a day on which `plan` serves nobody, unless the
// registers say of the day that nobody is served: rows may have been lost, or have rolled on. Where `plan`
// itself doesn't tell, an empty plan of the day is made to learn it, and deleted.
void RequireNoDayLost(Session& session, Connection& server, const v1::CreatePlanRequest& request,
                      const v1::Plan& plan);

// Failure (kInputAtFault) where a published plan of the same regions begins after `plan`, on one of its days:
// it would lose its place.
void RequireNoneBeginsAfter(Connection& server, const v1::Plan& plan);

}  // namespace pasok::client
