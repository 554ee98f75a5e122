// Who could supply but doesn't, in the terms of an instance. Bounds and figures are recruits.h's to fill.
#pragma once

#include <vector>

#include "engine/study/recruits.h"
#include "engine/study/residual/ground.h"

namespace pasok::study {

// The lawful rules are the instance's own: each list is what an instance has besides the base's, once all
// suppliers are active, or all licences are held. A supplier that is inactive and lacks a licence is listed
// as inactive, with what it may sell; one that sells through an inactive aggregator is revived with that, and
// has what it sells of its own too. By supplier. O(dataset).
std::vector<Recruit> InactiveSuppliers(const Base& base, const Ground& ground);
std::vector<Recruit> UnlicensedSuppliers(const Base& base, const Ground& ground);

// One for each commodity that is asked for and offered by somebody and each kecamatan that has a point: its
// own or inherited, or else that of its first desa that has one. Of kind kdmp, without a total. Medians are
// the lower ones, of all days' offers; a price is cut to a hard ceiling. By commodity, region.
std::vector<Recruit> Places(const Base& base, const Ground& ground);

}  // namespace pasok::study
