// What a solve leaves for a later one to start from: its network and basis, and whose each row was.
//
// It knows rows by name (supplier's id and commodity, demand point's id and commodity, and of several days
// the day), so that it needs neither the instance nor the dataset that it came from, and the question to come
// may have fewer rows or more. A later solve starts from the basis, whose every arc it looks at anew; of the
// ceilings' lanes it searches only those that the change may have lifted, so that what they say has to be
// true. Read only once made; safe to share.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/match/exact/basis.h"
#include "engine/match/exact/lane_grounds.h"
#include "engine/match/exact/missing_lanes.h"
#include "engine/match/exact/network.h"
#include "engine/match/exact/work.h"
#include "engine/match/matching.h"

namespace pasok::match::exact {

struct Kept {
  std::vector<std::optional<Date>> days;
  std::vector<std::string> commodities;                         // per commodity of the instance
  std::vector<std::int32_t> day_of_commodity, day_of_supplier;  // indices of days
  std::vector<std::string> suppliers;                           // ids, per supplier of the instance
  std::vector<std::string> demand_points;                       // ids, of those with requirements
  std::vector<std::int32_t> supplier_of_offer, first_offer;     // per offer; per commodity, and one more
  std::vector<std::int32_t> demand_point_of_requirement,
      first_requirement;  // per requirement, index into demand_points; per commodity, and one more
  std::vector<std::int32_t> group_of_offer;    // as OfferPlaces
  std::vector<std::int32_t> capped_of_offer;   // as OfferPlaces
  std::vector<std::int32_t> node_of_supplier;  // index into Network::suppliers; kNone: without a node
  Network network;                             // without its cover
  Basis basis;  // joined; of each group it holds only the lanes nearest to entering
  LaneGrounds grounds;
  Ceilings ceilings;                    // of the last search
  std::vector<LaneFlow> flows;          // the matching
  std::vector<std::int64_t> transfers;  // likewise: quanta, per transfer
};

// REQUIRES the basis joined (join.h), and the matching to be the one that it stands for. O(size).
std::shared_ptr<const Kept> Keep(const Work& work, Network network, Basis basis, Ceilings ceilings,
                                 const Matching& matching);

// The memory that it takes, to within a few per cent. O(suppliers).
std::int64_t BytesOf(const Kept& kept);

// Which row of the base each row of an instance was, by name; kNone: none.
struct Heritage {
  std::vector<std::int32_t> offer_was, offer_is;              // per row here, per row of the base
  std::vector<std::int32_t> requirement_was, requirement_is;  // likewise
};

// Rows of a name that stands out of order are taken for new ones. O(size).
Heritage TraceRows(const Instance& instance, const Kept& kept, int threads);

// Where an instance's offers are in its network.
struct OfferPlaces {
  std::vector<std::int32_t> group;   // per offer; kNone: without capacity
  std::vector<std::int32_t> capped;  // per offer, its first piece's index into Network::capped; kNone: plain,
                                     // or without capacity
  std::vector<std::int32_t> next_piece;  // per capped offer, the offer's next; kNone: it was the last
};
OfferPlaces PlacesOfOffers(const Network& network, std::size_t offers);

}  // namespace pasok::match::exact
