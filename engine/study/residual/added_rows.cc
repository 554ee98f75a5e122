#include "engine/study/residual/added_rows.h"

namespace pasok::study {
namespace {

// Where it is one that the instance doesn't have: with its index from now on.
Through ThroughOf(State& state, const NewSupplier& add) {
  const match::Instance& instance = state.ground().instance;
  if (add.existing == kNone) {
    Through through = add.through.value_or(Through{});
    if (add.through && through.aggregator == kNone)
      through.aggregator = state.AddAggregator({.capacity = through.capacity, .sold = 0, .price = 0});
    return through;
  }
  const Ground& ground = state.ground();
  const match::OfferRow& row = instance.offers[ground.offers_of[ground.first_offer_of[add.existing]]];
  return {.aggregator = instance.suppliers[add.existing].aggregator,
          .first_leg = row.first_leg,
          .fee_sen_per_kg = row.fee_sen_per_kg};
}

}  // namespace

Added AppendRows(State& state, const NewSupplier& add) {
  const match::Instance& instance = state.ground().instance;
  const bool is_new = add.existing == kNone;
  // Through an aggregator the fee and the way there come before all lanes (exact/network.h).
  const Through through = ThroughOf(state, add);
  const std::int64_t kind_surcharge =
      is_new ? add.kind_surcharge_sen_per_kg : instance.suppliers[add.existing].kind_surcharge_sen_per_kg;
  Added added{.supplier = add.existing,
              .first_offer = static_cast<std::int32_t>(state.offers.size()),
              .end_offer = static_cast<std::int32_t>(state.offers.size())};
  std::int32_t site = kNone;
  if (is_new) {
    added.supplier = state.AddSupplier(
        {.capacity = add.capacity, .sold = 0, .price = 0, .aggregator = through.aggregator},
        {.forbidden = add.forbidden, .preference_numerator = instance.policy.quantum.value * kind_surcharge});
    site = state.AddSite(match::exact::SiteOf(*instance.dataset, add.place));
  } else {
    site = instance.offers[state.ground().offers_of[state.ground().first_offer_of[add.existing]]].place;
  }
  for (const AddedOffer& offer : add.offers) {
    const match::exact::OfferPrice price = match::exact::PriceOf(instance,
                                                                 {.commodity = offer.commodity,
                                                                  .price_sen_per_kg = offer.price_sen_per_kg,
                                                                  .first_leg = through.first_leg,
                                                                  .fee_sen_per_kg = through.fee_sen_per_kg},
                                                                 kind_surcharge);
    state.AddOffer({.whole = price.whole,
                    .rest = price.rest,
                    .capacity = offer.capacity,
                    .sold = 0,
                    .price = 0,
                    .base_price = 0,
                    .supplier = added.supplier,
                    .commodity = offer.commodity,
                    .site = site,
                    .spread_whole = offer.whole,
                    .spread_given = offer.given,
                    .like = offer.like});
    ++added.end_offer;
  }
  return added;
}

}  // namespace pasok::study
