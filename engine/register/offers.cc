#include <array>
#include <limits>
#include <tuple>

#include "engine/register/codes.h"
#include "engine/register/references.h"
#include "engine/register/registers.h"
#include "engine/register/row_order.h"

namespace pasok {
namespace {

enum OfferColumn : int {
  kSupplier,
  kCommodity,
  kCapacity,
  kPrice,
  kLot,
  kMinDelivery,
  kAvailableFrom,
  kAvailableTo,
  kWeekdays
};
static_assert(kCapacity == kOfferCapacityColumn && kPrice == kOfferPriceColumn);
constexpr std::array<Column, 9> kColumns{{{"supplier_id", true},
                                          {"commodity", true},
                                          {"capacity_kg_per_day", true},
                                          {"price_idr_per_kg", true},
                                          {"lot_kg"},
                                          {"min_delivery_kg"},
                                          {"available_from"},
                                          {"available_to"},
                                          {"weekdays"}}};

constexpr int kDaysAWeek = 7;

// The days from `first` to `last`, both inclusive, as far as they are the given weekday; first > last: none.
struct Window {
  std::int64_t first = 0;
  std::int64_t last = 0;
};

// The offer's days cut down to the first and last that are this weekday (Monday is 0). Open ends stay open.
Window OnWeekday(const Offer& offer, int weekday) {
  constexpr Window kNever{1, 0};
  if ((offer.weekdays >> weekday & 1) == 0) return kNever;
  Window window{std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()};
  if (offer.available_from) {
    const int ahead = (weekday + 1 - Weekday(*offer.available_from) + kDaysAWeek) % kDaysAWeek;
    window.first = offer.available_from->days + ahead;
  }
  if (offer.available_to) {
    const int back = (Weekday(*offer.available_to) - weekday - 1 + kDaysAWeek) % kDaysAWeek;
    window.last = offer.available_to->days - back;
  }
  return window;
}

bool IsNeverAvailable(const Offer& offer) {
  for (int weekday = 0; weekday < kDaysAWeek; ++weekday) {
    const Window window = OnWeekday(offer, weekday);
    if (window.first <= window.last) return false;
  }
  return true;
}

Offer ReadOffer(Table& table, References& references) {
  Offer offer;
  offer.commodity = references.CommodityOf(table, kCommodity);
  offer.capacity_per_day = Grams{table.RequiredNumber(kCapacity, limits::kKg)};
  if (const auto price = table.RequiredIfSound(kPrice, limits::kRupiahPerKg)) {
    offer.price = SenPerKg{*price};
    if (*price == 0) {
      table.Warning(code::kZeroPrice, kPrice, "a price above 0",
                    "food that is given away is planned before any other");
    }
  }
  if (const auto lot = table.Number(kLot, limits::kLotKg)) offer.lot = Grams{*lot};
  if (const auto least = table.Number(kMinDelivery, limits::kKg)) offer.min_delivery = Grams{*least};
  offer.available_from = table.DateOf(kAvailableFrom);
  offer.available_to = table.DateOf(kAvailableTo);
  offer.weekdays = table.WeekdaysOf(kWeekdays);
  return offer;
}

void CheckOffer(Table& table, const Offer& offer) {
  if (offer.lot && *offer.lot > offer.capacity_per_day) {
    table.Warning(code::kLotAboveCapacity, kLot, "no more than the offer's capacity",
                  "where the policy has `deliveries: {whole: true}`, not even one lot can be delivered: "
                  "check both figures");
  }
  if (offer.min_delivery && *offer.min_delivery > offer.capacity_per_day) {
    table.Warning(code::kMinDeliveryAboveCapacity, kMinDelivery, "no more than the offer's capacity",
                  "where the policy has `deliveries: {whole: true}`, only kitchens whose whole need is "
                  "within the capacity are served: check both figures");
  }
  if (offer.available_from && offer.available_to && *offer.available_from > *offer.available_to) {
    table.Error(code::kEmptyWindow, kAvailableTo, "a day not before available_from", "swap the two dates?");
  } else if (IsNeverAvailable(offer)) {
    table.Warning(code::kNeverAvailable, kWeekdays, "a weekday between available_from and available_to",
                  "the offer holds on no day: check dates and weekdays");
  }
}

// The rows [begin, end) of `order` are one supplier's offers of one commodity. Two of them overlap where they
// share a day, so each weekday is swept by itself. O(n log n).
void CheckWindows(Registers& registers, const std::vector<std::int32_t>& order, std::size_t begin,
                  std::size_t end) {
  const std::vector<Offer>& offers = registers.dataset.offers;
  const std::vector<std::int64_t>& lines = registers.offers.lines;
  std::vector<std::int32_t> overlaps(end - begin, kNone);  // the first row that this one overlaps
  for (int weekday = 0; weekday < kDaysAWeek; ++weekday) {
    std::vector<std::pair<Window, std::size_t>> windows;
    for (std::size_t i = begin; i < end; ++i) {
      if (!registers.offers.KnowsDaysOf(order[i])) continue;
      const Window window = OnWeekday(offers[order[i]], weekday);
      if (window.first <= window.last) windows.emplace_back(window, i);
    }
    std::ranges::stable_sort(windows, {}, [](const auto& entry) { return entry.first.first; });
    for (std::size_t i = 1, latest = 0; i < windows.size(); ++i) {  // latest: whose end is the last so far
      const auto [window, at] = windows[i];
      if (window.first <= windows[latest].first.last) overlaps[at - begin] = order[windows[latest].second];
      if (window.last > windows[latest].first.last) latest = i;
    }
  }
  for (std::size_t i = begin; i < end; ++i) {
    if (overlaps[i - begin] == kNone) continue;
    const Offer& offer = offers[order[i]];
    registers.offers.table->RemarkAt(
        lines[order[i]], Severity::kError, code::kOverlappingWindows, kCommodity,
        registers.dataset.commodities[offer.commodity], "one offer at a time of a supplier's commodity",
        "its days overlap those of line " + std::to_string(lines[overlaps[i - begin]]) +
            ": join the two rows or part their dates");
  }
}

}  // namespace

UnlinkedOffers ReadOffers(std::string_view content, Registers& registers, References& references) {
  UnlinkedOffers unlinked;
  Table& table = registers.offers.table.emplace("offers.csv", content, kColumns, registers.offers_log);
  registers.dataset.offers.reserve(table.RowsToExpect());
  unlinked.supplier_ids.reserve(table.RowsToExpect());
  while (table.Next()) {
    if (!table.whole()) continue;
    const std::string_view supplier_id = References::SupplierIdOf(table, kSupplier);
    const Offer offer = ReadOffer(table, references);
    CheckOffer(table, offer);
    if (supplier_id.empty()) continue;
    registers.dataset.offers.push_back(offer);
    registers.offers.KeepLine();
    unlinked.supplier_ids.emplace_back(supplier_id);
  }
  return unlinked;
}

void LinkOffers(const UnlinkedOffers& unlinked, Registers& registers, References& references) {
  std::vector<Offer>& offers = registers.dataset.offers;
  std::vector<std::int64_t>& lines = registers.offers.lines;
  std::size_t kept = 0;
  for (std::size_t i = 0; i < unlinked.supplier_ids.size(); ++i) {
    offers[i].supplier =
        references.SupplierNamed(unlinked.supplier_ids[i], *registers.offers.table, lines[i], kSupplier);
    if (offers[i].supplier == kNone || offers[i].commodity == kNone) continue;
    offers[kept] = offers[i];
    lines[kept++] = lines[i];
  }
  offers.resize(kept);
  lines.resize(kept);
}

void SettleOffers(Registers& registers) {
  std::vector<Offer>& offers = registers.dataset.offers;
  const auto seller = [&](std::int32_t row) {
    return std::pair(offers[row].supplier, offers[row].commodity);
  };
  // Beyond the weekdays it tells only offers apart that hold on no day: others would overlap. Those too have
  // one order, whatever the file's is, since the dataset's name depends on it.
  const auto key = [&](std::int32_t row) {
    const Offer& offer = offers[row];
    return std::tuple(seller(row), offer.available_from, offer.weekdays, offer.available_to,
                      offer.capacity_per_day, offer.price, offer.lot, offer.min_delivery);
  };
  const std::vector<std::int32_t> order =
      OrderOf(offers.size(), [&](std::int32_t a, std::int32_t b) { return key(a) < key(b); });
  for (std::size_t begin = 0, end; begin < order.size(); begin = end) {
    for (end = begin + 1; end < order.size() && seller(order[end]) == seller(order[begin]);) ++end;
    if (end - begin > 1) CheckWindows(registers, order, begin, end);
  }
  Rearrange(offers, order);
  Rearrange(registers.offers.lines, order);
}

}  // namespace pasok
