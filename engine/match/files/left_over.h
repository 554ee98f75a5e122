// What a plan leaves at hand in its kitchens for a plan that begins on one of its later days.
//
// Told day by day from the plan's own rows: what is delivered on a day, and was kept until then, is there; of
// that the day cooks, or lets stand in, whatever isn't kept on; what must be used first goes first. What is
// there in the morning, and still good, is left. Food out of stock.csv isn't told of: that register says
// itself what there is.
#pragma once

#include <string>
#include <vector>

#include "engine/match/files/plan_files.h"

namespace pasok::match {

// What goes to a demand point on a day, from all suppliers together or from one.
struct DeliveredOn {
  Date date;
  std::string demand_id, commodity;
  Grams weight;
};

// The rows of a dated plan, ids as written.
struct LastingRows {
  std::vector<DeliveredOn> delivered;
  std::vector<CarriedLine> carried;
  std::vector<AtHand> at_hand;  // that it began with
};

// By demand point, commodity, use_by; none of weight 0. How long food lasts is for the `policy` of whoever
// takes it over to say. O(rows log rows).
std::vector<AtHand> LeftOver(const LastingRows& plan, const Policy& policy, Date morning);

}  // namespace pasok::match
