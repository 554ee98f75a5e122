// Transfers between requirements (Instance::transfers): what a delivery may serve besides the day and the
// commodity that it came for.
#pragma once

#include <span>

#include "engine/match/instance.h"
#include "engine/match/matching.h"

namespace pasok::match {

// Where a requirement is short and sends on, makes the other end short instead: never dearer, since both ends
// have the same penalty. Then whatever sends on is short of nothing. Fills shortage and transfers alone; as
// many passes over the transfers as the longest way along them.
void MoveShortages(std::span<const Transfer> transfers, Matching& matching);

}  // namespace pasok::match
