// What both ends of the wire read in its lists of region codes, as plans have them: everywhere where empty,
// and a code stands for everything below it.
#pragma once

#include <google/protobuf/repeated_ptr_field.h>

#include <string>

namespace pasok {

using RegionCodes = google::protobuf::RepeatedPtrField<std::string>;

// Whether every region of `inner` lies in `outer`.
bool LieWithin(const RegionCodes& inner, const RegionCodes& outer);

// Whether the two sets are equal: order, repeats and codes that another one covers don't matter.
bool SameRegions(const RegionCodes& a, const RegionCodes& b);

// Whether a region lies in both.
bool Overlap(const RegionCodes& a, const RegionCodes& b);

}  // namespace pasok
