#include "engine/match/question/shortage_reason.h"

namespace pasok::match {

std::string_view ToWord(ShortageReason reason) {
  switch (reason) {
    case ShortageReason::kNoOffer:
      return "no_offer";
    case ShortageReason::kInactive:
      return "inactive";
    case ShortageReason::kNotAvailable:
      return "not_available";
    case ShortageReason::kLicence:
      return "licence";
    case ShortageReason::kBlocked:
      return "blocked";
    case ShortageReason::kRelatedParty:
      return "related_party";
    case ShortageReason::kPriceCeiling:
      return "price_ceiling";
    case ShortageReason::kOutOfRange:
      return "out_of_range";
    case ShortageReason::kCapacityExhausted:
      return "capacity_exhausted";
    case ShortageReason::kConcentrationLimit:
      return "concentration_limit";
    case ShortageReason::kAbovePenalty:
      return "above_penalty";
    case ShortageReason::kLicenceEnded:
      return "licence_ended";
    case ShortageReason::kTravelTime:
      return "travel_time";
    case ShortageReason::kProbation:
      return "probation";
    case ShortageReason::kContract:
      return "contract";
    case ShortageReason::kWholeDeliveries:
      return "whole_deliveries";
    case ShortageReason::kAggregatorFull:
      return "aggregator_full";
    case ShortageReason::kStoreFull:
      return "store_full";
    case ShortageReason::kNotLookedFor:
      return "not_looked_for";
  }
  return "";
}

ShortageReason ReasonOf(Excluded reason) {
  switch (reason) {
    case Excluded::kInactive:
      return ShortageReason::kInactive;
    case Excluded::kNotAvailable:
      return ShortageReason::kNotAvailable;
    case Excluded::kLicence:
      return ShortageReason::kLicence;
    case Excluded::kPriceCeiling:
      return ShortageReason::kPriceCeiling;
    case Excluded::kFirstLegTooLong:
      return ShortageReason::kOutOfRange;
    case Excluded::kNoCapacity:
      return ShortageReason::kCapacityExhausted;
    case Excluded::kLicenceEnded:
      return ShortageReason::kLicenceEnded;
    case Excluded::kFirstLegTooSlow:
      return ShortageReason::kTravelTime;
    case Excluded::kProbation:
      return ShortageReason::kProbation;
    case Excluded::kTooSmall:
      return ShortageReason::kWholeDeliveries;
  }
  return ShortageReason::kNoOffer;
}

std::optional<ShortageReason> ReasonOf(Ineligible reason) {
  switch (reason) {
    case Ineligible::kNo:
      return std::nullopt;
    case Ineligible::kBlocked:
      return ShortageReason::kBlocked;
    case Ineligible::kRelatedParty:
      return ShortageReason::kRelatedParty;
    case Ineligible::kOutOfRange:
      return ShortageReason::kOutOfRange;
    case Ineligible::kTooSlow:
      return ShortageReason::kTravelTime;
  }
  return std::nullopt;
}

}  // namespace pasok::match
