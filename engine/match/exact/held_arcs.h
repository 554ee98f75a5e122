// Pricing arc by arc, where the basis holds them: what is looked at too seldom to be laid out for it.
//
// Each puts in `choice` the best arc that gains more than it holds. Arcs of the tree gain nothing.
#pragma once

#include <cstdint>

#include "engine/match/exact/basis.h"
#include "engine/match/exact/choice.h"
#include "engine/match/exact/network.h"

namespace pasok::match::exact {

// A requirement's shortage, and the transfers to it.
void PriceRequirement(const Network& network, const Basis& basis, std::int32_t r, Choice& choice);

// The arc to a supplier whose price is so far above that of where the arc comes from.
void PriceSupply(const Network& network, const Basis& basis, std::int32_t s, std::int64_t above,
                 Choice& choice);

// The offers and lanes of a group of that price.
void PriceGroup(const Network& network, const Basis& basis, std::int32_t g, std::int64_t price,
                Choice& choice);

// Its lanes only.
void PriceLanes(const Network& network, const Basis& basis, std::int32_t g, std::int64_t price,
                Choice& choice);

}  // namespace pasok::match::exact
