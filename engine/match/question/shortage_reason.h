// Why a requirement stays short, or a contract has no lane: the words of shortages.csv.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "engine/match/lanes/lane.h"
#include "engine/match/question/instance.h"

namespace pasok::match {

// In order of precedence.
enum class ShortageReason : std::uint8_t {
  kNoOffer,
  kInactive,
  kNotAvailable,
  kLicence,
  kBlocked,
  kRelatedParty,
  kPriceCeiling,
  kOutOfRange,
  kCapacityExhausted,
  kConcentrationLimit,
  kAbovePenalty,
  kLicenceEnded,
  kTravelTime,
  kProbation,
  kContract,
  kWholeDeliveries,
  kAggregatorFull,
  kStoreFull,
  kNotLookedFor
};
std::string_view ToWord(ShortageReason reason);

// What it is called of an offer that doesn't stand in an instance, and of a lane; nullopt: it is eligible.
ShortageReason ReasonOf(Excluded reason);
std::optional<ShortageReason> ReasonOf(Ineligible reason);

}  // namespace pasok::match
