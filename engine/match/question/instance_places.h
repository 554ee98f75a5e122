// Where the offers and requirements of an instance stand.
#pragma once

#include "engine/match/question/instance.h"
#include "engine/match/question/places.h"
#include "engine/register/finding_log.h"

namespace pasok::match {

// Fills an instance's places, and those of its offers, excluded offers and requirements. Logs an error for
// each offer and requirement that has no point; places are then incomplete. REQUIRES all rows, and a book
// that nothing was added to. O(n log n).
void StandAtPlaces(PlaceBook& book, Instance& instance, FindingLog& log);

}  // namespace pasok::match
