#include "proto/regions.h"

#include <algorithm>
#include <string_view>

namespace pasok {
namespace {

bool Covers(std::string_view ancestor, std::string_view code) {
  return code.starts_with(ancestor) && (code.size() == ancestor.size() || code[ancestor.size()] == '.');
}

}  // namespace

bool LieWithin(const RegionCodes& inner, const RegionCodes& outer) {
  if (outer.empty()) return true;
  if (inner.empty()) return false;
  return std::all_of(inner.begin(), inner.end(), [&](const std::string& code) {
    return std::any_of(outer.begin(), outer.end(),
                       [&](const std::string& other) { return Covers(other, code); });
  });
}

bool SameRegions(const RegionCodes& a, const RegionCodes& b) { return LieWithin(a, b) && LieWithin(b, a); }

bool Overlap(const RegionCodes& a, const RegionCodes& b) {
  if (a.empty() || b.empty()) return true;
  return std::any_of(a.begin(), a.end(), [&](const std::string& one) {
    return std::any_of(b.begin(), b.end(),
                       [&](const std::string& other) { return Covers(one, other) || Covers(other, one); });
  });
}

}  // namespace pasok
