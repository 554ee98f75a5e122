#include "engine/study/residual/ground.h"

#include <algorithm>
#include <numeric>
#include <span>
#include <tuple>

#include "engine/match/question/transfers.h"

namespace pasok::study {
namespace {

using match::Instance;
using match::exact::Network;
using match::exact::Site;

Network SitesOf(const Instance& instance) {
  Network network;
  for (const match::Place& place : instance.places)
    network.sites.push_back(match::exact::SiteOf(*instance.dataset, place));
  return network;
}

// `site` and `key` are asked by row.
template <class SiteOfRow, class KeyOfRow>
Ends EndsOf(std::int32_t first, std::int32_t end, const SiteOfRow& site, const KeyOfRow& key) {
  Ends ends;
  ends.row.resize(static_cast<std::size_t>(end - first));
  std::iota(ends.row.begin(), ends.row.end(), first);
  const auto where = [&](std::int32_t row) { return std::tie(site(row).region, site(row).enclosing); };
  std::ranges::stable_sort(ends.row, {}, where);
  for (std::size_t i = 0; i < ends.row.size(); ++i) {
    const Site& at = site(ends.row[i]);
    if (ends.runs.empty() ||
        std::tie(ends.runs.back().region, ends.runs.back().enclosing) != where(ends.row[i])) {
      ends.runs.push_back(
          {.first = static_cast<std::int32_t>(i), .end = 0, .enclosing = at.enclosing, .region = at.region});
    }
    ends.runs.back().end = static_cast<std::int32_t>(i) + 1;
    ends.x.push_back(at.unit[0]), ends.y.push_back(at.unit[1]), ends.z.push_back(at.unit[2]);
    ends.circuity.push_back(static_cast<double>(at.circuity_milli) / 1000);
    ends.key.push_back(static_cast<double>(key(ends.row[i])));
  }
  return ends;
}

// Where lane caps as wide as all that can come in are left out, the one lane that fills it must not stay
// below cost 0. Nothing else comes in then, and all that the requirement sends on is as much as it may be, so
// that a lower price leaves transfers in order.
std::vector<std::int64_t> PricesWithoutWideCaps(const match::Solved& solved,
                                                const match::exact::LaneCosts& costs, const Network& sites) {
  const Instance& instance = solved.instance;
  std::vector<std::int64_t> price = solved.matching.requirement_price;
  for (const match::LaneFlow& flow : solved.matching.flows) {
    const match::RequirementRow& row = instance.requirements[flow.requirement];
    if (flow.quanta < row.most_in() || instance.LaneCap(flow.offer, flow.requirement) < row.most_in())
      continue;
    const match::OfferRow& offer = instance.offers[flow.offer];
    const match::exact::OfferPrice own = match::exact::PriceOf(instance, flow.offer);
    const std::int64_t unit =
        own.whole + costs.Cost(sites.sites[offer.place], own.rest, offer.commodity, flow.requirement);
    price[flow.requirement] =
        std::min(price[flow.requirement], solved.matching.offer_price[flow.offer] + unit);
  }
  return price;
}

std::pair<std::int32_t, std::int32_t> TermKey(const match::PairTerm& term) {
  return {term.requirement, term.offer};
}

std::vector<match::PairTerm> TermsOf(const Instance& instance) {
  std::vector<match::PairTerm> terms = instance.pair_terms;
  for (const match::DueContract& due : instance.contracts) {
    if (due.offer == kNone) continue;
    const match::PairTerm none{
        .offer = due.offer, .requirement = due.requirement, .reserved = 0, .cap = kUnboundedRoom};
    const auto known = std::span(terms).first(instance.pair_terms.size());
    const auto term = std::ranges::lower_bound(known, TermKey(none), {}, TermKey);
    const std::int64_t lane_cap = instance.requirements[due.requirement].lane_cap;
    if (term == known.end() || TermKey(*term) != TermKey(none)) {
      terms.push_back(none);
    } else if (term->cap == lane_cap && due.most > lane_cap) {
      term->cap = kUnboundedRoom;
    }
  }
  std::ranges::sort(terms, {}, TermKey);
  return terms;
}

// The rows of each owner, in order: of owner i [first[i], first[i + 1]). Rows of nobody are left out.
template <class Row>
void ListByOwner(const std::vector<Row>& rows, std::int32_t Row::*owner, std::size_t owners,
                 std::vector<std::int32_t>& first, std::vector<std::int32_t>& listed) {
  first.assign(owners + 1, 0);
  for (const Row& row : rows) {
    if (row.*owner != kNone) ++first[row.*owner + 1];
  }
  std::partial_sum(first.begin(), first.end(), first.begin());
  std::vector<std::int32_t> next(first.begin(), first.end() - 1);
  listed.resize(first.back());
  for (std::int32_t i = 0; i < std::ssize(rows); ++i) {
    if (rows[i].*owner != kNone) listed[next[rows[i].*owner]++] = i;
  }
}

}  // namespace

Ground::Ground(const match::Solved& of)
    : solved(of),
      instance(of.instance),
      sites(SitesOf(of.instance)),
      costs(instance, of.lanes),
      requirement_price(PricesWithoutWideCaps(of, costs, sites)),
      terms(TermsOf(instance)) {
  ListByOwner(instance.offers, &match::OfferRow::supplier, instance.suppliers.size(), first_offer_of,
              offers_of);
  ListByOwner(instance.suppliers, &match::SupplierRow::aggregator, instance.aggregators.size(), first_through,
              through);

  first_transfer_into.assign(instance.requirements.size() + 1, 0);
  for (const match::Transfer& transfer : instance.transfers) ++first_transfer_into[transfer.to + 1];
  std::partial_sum(first_transfer_into.begin(), first_transfer_into.end(), first_transfer_into.begin());
  ListByOwner(instance.transfers, &match::Transfer::from, instance.requirements.size(), first_transfer_from,
              transfers_from);

  const match::Matching& matching = of.matching;
  for (const match::CommoditySpan& span : instance.commodities) {
    offer_ends.push_back(EndsOf(
        span.first_offer, span.end_offer,
        [&](std::int32_t o) -> const Site& { return sites.sites[instance.offers[o].place]; },
        [&](std::int32_t o) { return match::exact::PriceOf(instance, o).whole + matching.offer_price[o]; }));
    requirement_ends.push_back(EndsOf(
        span.first_requirement, span.end_requirement,
        [&](std::int32_t r) -> const Site& { return costs.RequirementSite(r); },
        [&](std::int32_t r) { return -requirement_price[r]; }));
  }

  first_term_of.assign(instance.requirements.size() + 1, 0);
  for (const match::PairTerm& term : terms) ++first_term_of[term.requirement + 1];
  std::partial_sum(first_term_of.begin(), first_term_of.end(), first_term_of.begin());
  terms_by_offer.resize(terms.size());
  std::iota(terms_by_offer.begin(), terms_by_offer.end(), 0);
  std::ranges::stable_sort(terms_by_offer, {}, [&](std::int32_t i) { return terms[i].offer; });

  for (const auto* pairs : {&instance.blocked, &instance.related})
    forbidden_.insert(forbidden_.end(), pairs->begin(), pairs->end());
  std::ranges::sort(forbidden_);
  has_forbidden_.resize(instance.suppliers.size());
  for (const auto& [supplier, demand_point] : forbidden_) has_forbidden_[supplier] = true;
}

std::int32_t Ground::FindTerm(std::int32_t offer, std::int32_t requirement) const {
  if (terms.empty()) return kNone;
  const auto first = terms.begin() + first_term_of[requirement],
             end = terms.begin() + first_term_of[requirement + 1];
  const auto found = std::lower_bound(
      first, end, offer, [](const match::PairTerm& term, std::int32_t o) { return term.offer < o; });
  return found == end || found->offer != offer ? kNone : static_cast<std::int32_t>(found - terms.begin());
}

bool Ground::HasTerms(std::int32_t requirement) const {
  return first_term_of[requirement] < first_term_of[requirement + 1];
}

std::int64_t Ground::LaneCap(std::int64_t most_in) const {
  const std::int64_t cap = match::LaneCapOf(instance.policy, most_in);
  return cap < most_in ? cap : kUnboundedRoom;
}

bool Ground::Forbids(std::int32_t supplier, std::int32_t demand_point) const {
  return has_forbidden_[supplier] &&
         std::ranges::binary_search(forbidden_, std::pair(supplier, demand_point));
}

std::optional<Sentence> WhyNoGround(const match::Solved& solved) {
  if (!solved.instance.stand_ins.empty()) {
    return Sentence{
        "something may stand in at another ratio than kg for kg, which this study doesn't follow; plan again "
        "without such ratios to ask about it",
        "ada pengganti dengan rasio selain kg untuk kg, yang tidak dapat diikuti kajian ini; buat rencana "
        "lagi "
        "tanpa rasio tersebut"};
  }
  if (solved.matching.ranks) {
    return Sentence{
        "strict aims weigh nothing, so no price in rupiah proves the plan; plan again with aims: weighted to "
        "ask about it",
        "aims: strict tidak menimbang apa pun, sehingga tidak ada harga rupiah yang membuktikan rencana ini; "
        "buat rencana lagi dengan aims: weighted"};
  }
  if (!solved.matching.is_proven()) {
    return Sentence{
        "the plan isn't proven optimal; plan again without a stop or a gap to ask about it; or, where "
        "kitchens "
        "share a small store among commodities, with a row of storage.csv for each of these",
        "rencana ini tidak terbukti optimal; buat rencana lagi tanpa batas waktu atau selisih; atau, jika "
        "dapur "
        "memakai gudang kecil bersama untuk beberapa komoditas, dengan satu baris storage.csv untuk tiap "
        "komoditas"};
  }
  return std::nullopt;
}

std::shared_ptr<const Ground> MakeGround(const match::Solved& solved) {
  if (WhyNoGround(solved)) return nullptr;
  return std::make_shared<const Ground>(solved);
}

}  // namespace pasok::study
