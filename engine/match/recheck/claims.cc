#include "engine/match/recheck/claims.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "engine/match/files/plan_figures.h"
#include "engine/match/plain_numbers.h"
#include "engine/match/question/total_range.h"
#include "engine/match/recheck/cell.h"
#include "engine/match/report/shortage.h"

namespace pasok::match::recheck {
namespace {

std::optional<ShortageReason> ReasonFromWord(std::string_view word) {
  for (int i = 0; i < kShortageReasons; ++i) {
    if (ToWord(static_cast<ShortageReason>(i)) == word) return static_cast<ShortageReason>(i);
  }
  return std::nullopt;
}

// The need that a row's demand_id and commodity name, or kNone, reported.
std::int32_t NeedOf(const Ground& ground, const Cells& cells, int demand_column, int commodity_column) {
  const std::int32_t demand =
      cells.Known(demand_column, ground.dataset.FindDemandPoint(cells.Text(demand_column)));
  const std::int32_t commodity =
      cells.Known(commodity_column, ground.dataset.FindCommodity(cells.Text(commodity_column)));
  if (demand == kNone || commodity == kNone) return kNone;
  const std::int32_t need = ground.rules.FindNeed(demand, commodity);
  if (need == kNone) cells.RowFault("no_such_requirement", "a requirement in force on the planned day");
  return need;
}

std::set<std::int32_t> AggregatorsOf(const Ground& ground) {
  std::set<std::int32_t> aggregators;
  for (std::int32_t s = 0; s < std::ssize(ground.dataset.suppliers); ++s) {
    if (ground.rules.ViaOf(s) != kNone) aggregators.insert(ground.rules.ViaOf(s));
  }
  return aggregators;
}

// What the rows of prices.csv say of each node; nullopt: it has none.
struct NodePrices {
  using Column = std::vector<std::optional<std::int64_t>>;
  Column supplier, offer, need, aggregator, relief;
};

// Where a row's price goes, and its place in the order of the rows.
struct PricedNode {
  std::optional<std::int64_t>* holder = nullptr;  // nullptr: there is no such node, reported
  std::tuple<int, std::int32_t, std::int32_t> key;
};

enum PriceColumn : int { kPriceDate, kNode, kPriceSupplierId, kPriceDemandId, kPriceCommodity, kPrice };

PricedNode NeedOrRelief(const Ground& ground, const Cells& cells, NodePrices& prices) {
  cells.ExpectText(kPriceSupplierId, "");
  const bool is_relief = cells.Text(kNode) == "relief";
  const std::int32_t at = NeedOf(ground, cells, kPriceDemandId, kPriceCommodity);
  if (at == kNone) return {};
  if (!is_relief) return {.holder = &prices.need[at], .key = {2, at, 0}};
  if (!ground.rules.needs()[at].relieved)
    cells.RowFault("no_such_relief", "a need of something that has substitutes and is kept");
  return {.holder = &prices.relief[at], .key = {4, at, 0}};
}

PricedNode SellerNode(const Ground& ground, const Cells& cells, const std::set<std::int32_t>& aggregators,
                      NodePrices& prices) {
  const std::string_view node = cells.Text(kNode);
  cells.ExpectText(kPriceDemandId, "");
  if (node != "offer") cells.ExpectText(kPriceCommodity, "");
  const std::int32_t seller =
      cells.Known(kPriceSupplierId, ground.supplier_ids.Find(cells.Text(kPriceSupplierId)));
  if (node == "offer") {
    const std::int32_t commodity =
        cells.Known(kPriceCommodity, ground.dataset.FindCommodity(cells.Text(kPriceCommodity)));
    if (seller == kNone || commodity == kNone) return {};
    const std::int32_t at = ground.rules.FindOffer(seller, commodity);
    if (at != kNone) return {.holder = &prices.offer[at], .key = {1, seller, commodity}};
    cells.RowFault("no_such_offer", "an offer available on the planned day");
    return {};
  }
  if (seller == kNone) return {};
  if (node == "supplier") return {.holder = &prices.supplier[seller], .key = {0, seller, 0}};
  if (!aggregators.contains(seller))
    cells.RowFault("no_such_aggregator", "a supplier that others sell through");
  return {.holder = &prices.aggregator[seller], .key = {3, seller, 0}};
}

PricedNode NodeOf(const Ground& ground, const Cells& cells, const std::set<std::int32_t>& aggregators,
                  NodePrices& prices) {
  const std::string_view node = cells.Text(kNode);
  if (node == "requirement" || node == "relief") return NeedOrRelief(ground, cells, prices);
  if (node == "offer" || node == "supplier" || node == "aggregator")
    return SellerNode(ground, cells, aggregators, prices);
  cells.Fault(kNode, "unknown_node", "supplier, offer, requirement, aggregator or relief");
  return {};
}

// What has no limit isn't scarce, and a need may always go short. The bound holds at a higher price too,
// where no lane serves the need, so that nothing else would tell.
void CheckLimits(const Ground& ground, const Cells& cells, const PricedNode& node, std::int64_t price) {
  const auto& [kind, seller, commodity] = node.key;  // of kind 2, a need in the seller's place
  const bool unlimited =
      kind == 0 && ground.rules.supplier_capacity(seller) == INT64_MAX && ground.rules.ViaOf(seller) == kNone;
  if (unlimited && price > 0) cells.Fault(kPrice, "price_of_unlimited_supplier", "at most 0");
  const bool handles_all = kind == 3 && ground.rules.handling_capacity(seller) == INT64_MAX;
  if (handles_all && price > 0) cells.Fault(kPrice, "price_of_unlimited_aggregator", "at most 0");
  if (kind != 2 || ground.may_pass_penalty) return;
  if (const std::int64_t penalty = ground.rules.needs()[seller].penalty; price > penalty)
    cells.Fault(kPrice, "price_above_penalty",
                "at most the penalty, " + PricePerKgText(penalty, ground.policy.quantum));
}

NodePrices ReadNodePrices(const Ground& ground, const std::vector<Row>& rows, FindingLog& log) {
  const std::size_t suppliers = ground.dataset.suppliers.size(), needs = ground.rules.needs().size();
  NodePrices prices{.supplier = NodePrices::Column(suppliers),
                    .offer = NodePrices::Column(ground.rules.offers().size()),
                    .need = NodePrices::Column(needs),
                    .aggregator = NodePrices::Column(suppliers),
                    .relief = NodePrices::Column(needs)};
  const std::set<std::int32_t> aggregators = AggregatorsOf(ground);
  std::tuple<int, std::int32_t, std::int32_t> last_key(kNone, kNone, kNone);
  for (const Row& row : rows) {
    const Cells cells(kPricesFile, kPricesHeader, row, log);
    cells.ExpectText(kPriceDate, ground.date);
    const std::optional<std::int64_t> price = ReadPricePerKg(cells.Text(kPrice), ground.policy.quantum);
    const bool sane = price && -kMostTotal < *price && *price < kMostTotal;
    if (!sane || PricePerKgText(*price, ground.policy.quantum) != cells.Text(kPrice)) {
      cells.Fault(kPrice, "wrong_figure", "a price of whole sen per quantum, in rupiah per kg");
    }
    const PricedNode node = NodeOf(ground, cells, aggregators, prices);
    if (!node.holder || !sane) continue;
    if (last_key >= node.key) {
      cells.RowFault(last_key == node.key ? "duplicate_row" : "not_sorted",
                     "each node once, by node and ids");
    }
    last_key = node.key;
    *node.holder = *price;
    CheckLimits(ground, cells, node, *price);
  }
  return prices;
}

}  // namespace

std::string Ground::Kg(std::int64_t quanta) const {
  return KgText(Int128{quanta} * policy.quantum.value) + " kg";
}

std::string Ground::NameOf(const Need& need) const {
  return dataset.demand_points[need.demand_point].id + " " + dataset.commodities[need.commodity];
}

std::vector<ShortageClaim> CheckShortages(const Ground& ground, const std::vector<Row>& rows,
                                          FindingLog& log) {
  enum Column : int { kDate, kDemandId, kCommodity, kKg, kReason, kDetail };
  std::vector<ShortageClaim> claims;
  std::pair<std::int32_t, int> last_key(kNone, kNone);
  for (const Row& row : rows) {
    const Cells cells(kShortagesFile, kShortagesHeader, row, log);
    cells.ExpectText(kDate, ground.date);
    const std::int32_t need = NeedOf(ground, cells, kDemandId, kCommodity);
    const std::optional<std::int64_t> quanta = cells.Quanta(kKg, ground.policy.quantum);
    const std::optional<ShortageReason> reason = ReasonFromWord(cells.Text(kReason));
    if (!reason) cells.Fault(kReason, "unknown_reason", "a reason of the documentation");
    if (need == kNone || !quanta || !reason) continue;
    if (*quanta > ground.rules.needs()[need].quanta) {
      cells.Fault(kKg, "more_than_needed", "at most the requirement's need");
      continue;
    }
    const std::pair key(need, static_cast<int>(*reason));
    if (last_key >= key) {
      cells.RowFault(last_key == key ? "duplicate_row" : "not_sorted",
                     "each demand_id, commodity and reason once, in this order");
    }
    last_key = key;
    claims.push_back({.need = need,
                      .quanta = *quanta,
                      .reason = *reason,
                      .detail = std::string(cells.Text(kDetail)),
                      .line = row.line});
  }
  return claims;
}

Prices CheckPrices(const Ground& ground, const std::vector<Row>& rows, FindingLog& log) {
  const std::vector<DayOffer>& offers = ground.rules.offers();
  const std::vector<Need>& needs = ground.rules.needs();
  const NodePrices said = ReadNodePrices(ground, rows, log);
  Prices prices;
  for (const std::optional<std::int64_t>& price : said.aggregator)
    prices.aggregator.push_back(price.value_or(0));
  for (std::int32_t s = 0; s < std::ssize(said.supplier); ++s) {
    const std::int32_t via = ground.rules.ViaOf(s);
    const std::int64_t of_aggregator = via == kNone ? 0 : prices.aggregator[via];
    prices.supplier.push_back(said.supplier[s].value_or(of_aggregator));
    // Without a limit it can't be worth more than what it sells through.
    if (via == kNone || prices.supplier[s] <= of_aggregator || ground.rules.supplier_capacity(s) != INT64_MAX)
      continue;
    log.Add({.code = "price_of_unlimited_supplier",
             .file = std::string(kPricesFile),
             .line = 1,
             .field = "supplier_id",
             .value = ground.dataset.suppliers[s].id,
             .expected = "at most the price of its aggregator"});
    prices.supplier[s] = of_aggregator;
  }
  for (std::size_t o = 0; o < offers.size(); ++o) {
    prices.offer.push_back(said.offer[o].value_or(prices.supplier[offers[o].supplier]));
  }
  for (std::size_t n = 0; n < needs.size(); ++n) {
    prices.need.push_back(said.need[n].value_or(0));
    prices.relief.push_back(said.relief[n].value_or(prices.need.back()));
    if (said.need[n]) continue;
    log.Add({.code = "missing_price",
             .file = std::string(kPricesFile),
             .line = 1,
             .field = "demand_id",
             .value = ground.dataset.demand_points[needs[n].demand_point].id + " " +
                      ground.dataset.commodities[needs[n].commodity],
             .expected = "a row for each requirement"});
  }
  return prices;
}

void CheckMenu(const Ground& ground, const std::vector<Row>& rows, FindingLog& log) {
  enum Column : int { kDate, kDemandId, kMenuDay };
  const std::vector<Cook>& cooks = ground.rules.cooks();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Cells cells(kMenuFile, kMenuHeader, rows[i], log);
    if (i >= cooks.size()) {
      cells.RowFault("no_such_row", "no further demand point that cooks by the menu");
      return;
    }
    cells.ExpectText(kDate, ground.date);
    cells.ExpectText(kDemandId, ground.dataset.demand_points[cooks[i].demand_point].id);
    cells.ExpectText(kMenuDay, std::to_string(cooks[i].menu_day + 1));
  }
  if (rows.size() >= cooks.size()) return;
  log.Add({.code = "missing_row",
           .file = std::string(kMenuFile),
           .line = rows.empty() ? 1 : rows.back().line,
           .field = "demand_id",
           .value = ground.dataset.demand_points[cooks[rows.size()].demand_point].id,
           .expected = "a row for each demand point that cooks by the menu"});
}

std::vector<Taken> ReadTaken(const std::vector<Row>& rows, bool by_day, FindingLog& log) {
  enum Column : int { kDate, kSupplierId, kCommodity, kKg };
  const int shift = by_day ? 0 : -1;  // without the date
  std::vector<Taken> taken;
  for (const Row& row : rows) {
    const Cells cells(kTakenFile, by_day ? kTakenByDayHeader : kTakenHeader, row, log);
    const std::optional<std::int64_t> quanta = cells.Quanta(kKg + shift, Grams{1});
    const std::optional<Date> date = by_day ? ParseDate(cells.Text(kDate)) : std::nullopt;
    if (by_day && !date) cells.Fault(kDate, "bad_value", "an ISO date");
    if (!quanta) continue;
    taken.push_back({.supplier_id = std::string(cells.Text(kSupplierId + shift)),
                     .commodity = std::string(cells.Text(kCommodity + shift)),
                     .weight = {*quanta},
                     .date = date});
  }
  return taken;
}

std::vector<std::vector<Row>> ByDay(std::string_view file, std::string_view header, std::vector<Row> rows,
                                    const std::vector<std::string>& dates, FindingLog& log) {
  std::vector<std::vector<Row>> by_day(dates.size());
  if (dates.size() == 1) {
    by_day.front() = std::move(rows);
    return by_day;
  }
  std::size_t last = 0;
  for (Row& row : rows) {
    const Cells cells(file, header, row, log);
    const auto day = static_cast<std::size_t>(std::ranges::find(dates, row.fields[0]) - dates.begin());
    if (day == dates.size()) {
      cells.Fault(0, "wrong_value", "one of the planned days");
      continue;
    }
    if (day < last) cells.RowFault("not_sorted", "the rows of each day together, in order of the days");
    last = std::max(last, day);
    by_day[day].push_back(std::move(row));
  }
  return by_day;
}

}  // namespace pasok::match::recheck
