// Who is meant where a supplier sells through an aggregator: it, or the other.
#pragma once

#include <string>

#include "engine/match/files/fit.h"
#include "engine/study/report.h"

namespace pasok::study {

// "KOP1, through which T1 sells,", where it is the road from there, the licence of that one and the like that
// counts; the supplier's own id where it sells by itself.
inline Sentence SellerInWords(const Dataset& dataset, const Policy& policy, std::int32_t supplier) {
  const std::string& id = dataset.suppliers[supplier].id;
  const std::string& seller = match::SellerOf(dataset, policy, supplier).id;
  if (seller == id) return {id, id};
  return {seller + ", through which " + id + " sells,", seller + ", tempat " + id + " menjual,"};
}

// Whom a block keeps from the demand point, and why, as the register says.
Sentence SayBlocked(const Dataset& dataset, const Policy& policy, std::int32_t supplier,
                    std::int32_t demand_point);
// Who is of the demand point's owner.
Sentence SayRelated(const Dataset& dataset, const Policy& policy, std::int32_t supplier,
                    std::int32_t demand_point);

}  // namespace pasok::study
