// One planning question on flat arrays: the offers, requirements and supplier caps of the asked day(s), in
// quanta and sen.
//
// Built once from a validated dataset and policy, then read only. All later steps (lanes, network, search,
// plan) see this and lane.h, never the registers' strings. Indices: o = offer, r = requirement, s = supplier,
// k = commodity, p = place, all half-open from 0. Offers are sorted by commodity, then dataset order;
// requirements likewise: so a commodity owns one contiguous range of each.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/register/dataset.h"
#include "engine/register/finding.h"
#include "engine/register/policy.h"

namespace pasok::match {

// Capacity of a day that plans published apart have already taken.
struct Taken {
  std::string supplier_id;
  std::string commodity;
  Grams weight;
};

// What is asked of a dataset under a policy.
struct Question {
  std::optional<Date> date;          // nullopt: the earliest dated requirement's day, else the undated day
  std::vector<std::string> regions;  // codes; demand points within any of them; empty: all
  std::vector<Taken> taken;
};

// Where something stands, for distances and tiers. Offers and requirements with equal place ids are alike in
// both.
struct Place {
  Point point;     // own, else the region's, else an ancestor's
  Milli circuity;  // the region's, else an ancestor's, else the policy's
  std::int32_t region = kNone;
};

struct OfferRow {
  std::int32_t dataset_offer = kNone;
  std::int32_t supplier = kNone;  // index into Instance::suppliers
  std::int32_t place = kNone;
  std::int32_t commodity = kNone;  // index into Instance::commodities, as below
  std::int64_t capacity = 0;       // quanta, what others have taken already off
  std::int64_t price_sen_per_kg = 0;
  std::int64_t held_back = 0;  // quanta of its capacity that may not be sold on probation
};

struct SupplierRow {
  std::int32_t dataset_supplier = kNone;
  std::int64_t capacity = kUnlimited;  // quanta over all commodities
  std::int64_t kind_surcharge_sen_per_kg = 0;
  static constexpr std::int64_t kUnlimited = INT64_MAX;
};

struct RequirementRow {
  std::int32_t dataset_requirement = kNone;
  std::int32_t demand_point = kNone;  // index into the dataset's demand points
  std::int32_t place = kNone;
  std::int32_t commodity = kNone;
  std::int64_t need = 0;      // quanta
  std::int64_t penalty = 0;   // sen per quantum short, priority included
  std::int64_t lane_cap = 0;  // quanta on one lane at most: max_share x need, floored, at least 1
};

// The offers and requirements of one commodity, and the rules that its lanes share.
struct CommoditySpan {
  std::int32_t dataset_commodity = kNone;
  const CommodityRule* rule = nullptr;  // points into Instance::policy
  std::int32_t first_offer = 0, end_offer = 0;
  std::int32_t first_requirement = 0, end_requirement = 0;
};

// Why offers of the dataset don't stand in Instance::offers, kept for the shortage reasons. In order of
// precedence.
enum class Excluded : std::uint8_t {
  kInactive,
  kNotAvailable,
  kLicence,
  kPriceCeiling,
  kNoCapacity,
  kLicenceEnded,
  kProbation
};
struct ExcludedOffer {
  std::int32_t dataset_offer = kNone;
  std::int32_t place = kNone;  // kNone: it has no point
  Excluded reason = Excluded::kInactive;
};

struct Instance {
  const Dataset* dataset = nullptr;  // outlives the instance
  Policy policy;
  std::optional<Date> date;  // the planned day; nullopt: undated
  std::vector<std::string> regions;

  std::vector<Place> places;               // distinct
  std::vector<CommoditySpan> commodities;  // all of the dataset's, in its order
  std::vector<OfferRow> offers;        // lawful on the day as far as the pair doesn't matter; capacity > 0
  std::vector<SupplierRow> suppliers;  // those with an offer here
  std::vector<RequirementRow> requirements;  // need > 0
  std::vector<ExcludedOffer> excluded;

  // Pairs that a rule forbids one by one: blocks and related parties, as (supplier row, requirement's demand
  // point), sorted.
  std::vector<std::pair<std::int32_t, std::int32_t>> blocked;
  std::vector<std::pair<std::int32_t, std::int32_t>> related;
  // distances.csv spread over the pairs of places is looked up by lane.h.
};

struct InstanceReading {
  std::optional<Instance> instance;
  Findings findings;  // an unknown region or date asked for, an unknown commodity, totals out of range
};

// REQUIRES: `dataset` came from ReadDataset or passed its rules. O(n log n).
InstanceReading BuildInstance(const Dataset& dataset, const Policy& policy, const Question& question);

}  // namespace pasok::match
