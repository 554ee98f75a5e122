#include "engine/match/sold.h"

#include <gmock/gmock.h>

namespace pasok::match {
namespace {

using testing::ElementsAre;

// A sells two goods and B one through the aggregator; C sells by itself, D nothing.
TEST(Sold, AddsUpOffersBySupplierAndTheseByAggregator) {
  Instance instance;
  instance.aggregators.resize(1);
  instance.suppliers = {{.aggregator = 0}, {.aggregator = 0}, {.aggregator = kNone}, {.aggregator = kNone}};
  instance.offers = {{.supplier = 0}, {.supplier = 0}, {.supplier = 1}, {.supplier = 2}, {.supplier = 3}};
  const Sold sold = SoldBy(instance, {{.offer = 0, .requirement = 0, .quanta = 3},
                                      {.offer = 1, .requirement = 0, .quanta = 4},
                                      {.offer = 0, .requirement = 1, .quanta = 5},
                                      {.offer = 2, .requirement = 1, .quanta = 10},
                                      {.offer = 3, .requirement = 1, .quanta = 20}});
  EXPECT_THAT(sold.of_offer, ElementsAre(8, 4, 10, 20, 0));
  EXPECT_THAT(sold.of_supplier, ElementsAre(12, 10, 20, 0));
  EXPECT_THAT(sold.of_aggregator, ElementsAre(22));
}

}  // namespace
}  // namespace pasok::match
