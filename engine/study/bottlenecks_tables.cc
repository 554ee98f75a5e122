#include "engine/study/bottlenecks_tables.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <tuple>

#include "engine/match/sold.h"
#include "engine/study/days.h"
#include "engine/study/names.h"
#include "engine/study/residual/path.h"
#include "engine/study/wording.h"

namespace pasok::study {
namespace {

using match::Instance;

constexpr std::size_t kMostOffers = 100;  // of one bottleneck, unless all are asked for; the titles say it

// What a cut's stores hold of what is short, or of what could give way to it.
Table StoresTable(const BottleneckStudy& study, const match::Solved& solved) {
  const Instance& instance = solved.instance;
  Table table{.key = "full_stores",
              .title = {"Kept for them from other days, and no more may be",
                        "Disimpan untuk mereka dari hari lain, dan tidak boleh lebih"},
              .columns = {{"number", {"Bottleneck", "Sebab"}, Unit::kCount},
                          {"demand_id", {"Demand point", "Titik permintaan"}, Unit::kText},
                          {"commodity", {"Commodity", "Komoditas"}, Unit::kText},
                          {"from_date", {"From", "Dari"}, Unit::kText},
                          {"date", {"For", "Untuk"}, Unit::kText},
                          {"kept", {"Kept", "Disimpan"}, Unit::kGrams}},
              .rows = {}};
  for (std::size_t i = 0; i < study.bottlenecks.size(); ++i) {
    for (const std::int32_t t : study.bottlenecks[i].stores) {
      const match::Transfer& transfer = instance.transfers[t];
      table.rows.push_back({static_cast<std::int64_t>(i) + 1, DemandPointOf(instance, transfer.to),
                            CodeOf(instance, instance.requirements[transfer.to].commodity),
                            DateCell(instance, DayOfRequirement(instance, transfer.from)),
                            DateCell(instance, DayOfRequirement(instance, transfer.to)),
                            transfer.capacity * instance.policy.quantum.value});
    }
    for (const Bottleneck::NoRoom& none : study.bottlenecks[i].without_room) {
      table.rows.push_back({static_cast<std::int64_t>(i) + 1, DemandPointOf(instance, none.to),
                            CodeOf(instance, instance.requirements[none.to].commodity),
                            DateCell(instance, DayOfRequirement(instance, none.from)),
                            DateCell(instance, DayOfRequirement(instance, none.to)), std::int64_t{0}});
    }
  }
  return table;
}

Table AggregatorsTable(const BottleneckStudy& study, const match::Solved& solved) {
  const Instance& instance = solved.instance;
  const Grams quantum = instance.policy.quantum;
  Table table{.key = "exhausted_aggregators",
              .title = {"Aggregators that can handle no more of what could reach them",
                        "Pengumpul yang tidak dapat menangani lebih banyak untuk mereka"},
              .columns = {{"number", {"Bottleneck", "Sebab"}, Unit::kCount},
                          {"supplier_id", {"Aggregator", "Pengumpul"}, Unit::kText},
                          {"capacity", {"Can handle", "Dapat menangani"}, Unit::kGrams},
                          {"more_saves",
                           {"A kg more handled saves", "Satu kg lebih banyak ditangani menghemat"},
                           Unit::kSenPerKg}},
              .rows = {}};
  std::vector<std::int32_t> days;
  for (std::size_t i = 0; i < study.bottlenecks.size(); ++i) {
    for (const auto& [a, more_saves] : study.bottlenecks[i].aggregators) {
      table.rows.push_back({static_cast<std::int64_t>(i) + 1, AggregatorOf(instance, a),
                            instance.aggregators[a].capacity * quantum.value,
                            SenPerKgOf(more_saves, quantum)});
      days.push_back(instance.aggregators[a].day);
    }
  }
  AddDates(instance, 1, days, table);
  return table;
}

Table BottlenecksTable(const BottleneckStudy& study, const match::Solved& solved) {
  const Instance& instance = solved.instance;
  const Grams quantum = instance.policy.quantum;
  Table table{
      .key = "bottlenecks",
      .title = {"What shortages are made of", "Sebab-sebab kekurangan"},
      .columns = {{"number", {"Number", "Nomor"}, Unit::kCount},
                  {"commodity", {"Commodity", "Komoditas"}, Unit::kText},
                  {"region", {"Region", "Wilayah"}, Unit::kText},
                  {"region_name", {"Name", "Nama"}, Unit::kText},
                  {"to_be_had", {"To be had, but dearer", "Ada, tetapi lebih mahal"}, Unit::kYesNo},
                  {"shortage", {"Short", "Kekurangan"}, Unit::kGrams},
                  {"demand_points", {"Short demand points", "Titik permintaan yang kurang"}, Unit::kCount},
                  {"offers", {"Offers used up", "Tawaran yang habis"}, Unit::kCount},
                  {"suppliers", {"Suppliers used up", "Pemasok yang habis"}, Unit::kCount},
                  {"others", {"Served from the same", "Dilayani dari yang sama"}, Unit::kCount},
                  {"most_road", {"Road at most", "Jarak paling jauh"}, Unit::kMetres},
                  {"nearest_supplier_id",
                   {"Nearest with something left", "Terdekat yang masih punya sisa"},
                   Unit::kText},
                  {"nearest_road", {"Its road", "Jaraknya"}, Unit::kMetres},
                  {"least_cost", {"A kg costs from", "Biaya satu kg mulai"}, Unit::kSenPerKg},
                  {"most_cost", {"to", "sampai"}, Unit::kSenPerKg}},
      .rows = {}};
  std::vector<std::int32_t> first_days;
  std::vector<Cell> last_dates;
  for (std::size_t i = 0; i < study.bottlenecks.size(); ++i) {
    const Bottleneck& each = study.bottlenecks[i];
    Cell region, name, offers, suppliers, others, most_road, nearest, road, least, most;
    if (each.region != kNone) {
      region = instance.dataset->regions[each.region].code;
      name = instance.dataset->regions[each.region].name;
    }
    if (const auto& limit = RuleOf(instance, each.commodity).max_distance) most_road = limit->value;
    if (each.to_be_had) {
      least = SenPerKgOf(each.least_cost, quantum), most = SenPerKgOf(each.most_cost, quantum);
    } else {
      offers = std::ssize(each.offers), suppliers = std::ssize(each.suppliers),
      others = std::ranges::count_if(each.others, [&](std::int32_t r) { return !instance.IsRelief(r); });
    }
    if (each.nearest_left != kNone)
      nearest = SellerOf(instance, each.nearest_left), road = each.nearest_road.value;
    table.rows.push_back({static_cast<std::int64_t>(i) + 1, CodeOf(instance, each.commodity), region, name,
                          each.to_be_had, each.shortage * quantum.value, DemandPointsOf(instance, each),
                          offers, suppliers, others, most_road, nearest, road, least, most});
    const std::vector<std::int32_t> days = DaysOf(instance, each);
    first_days.push_back(days.front());
    last_dates.push_back(DateCell(instance, days.back()));
  }
  if (HasDays(instance))
    InsertColumn(1, {"last_date", {"until", "sampai"}, Unit::kText}, std::move(last_dates), table);
  AddDates(instance, 1, first_days, table);
  return table;
}

Table ShortTable(const BottleneckStudy& study, const match::Solved& solved) {
  const Instance& instance = solved.instance;
  Table table{.key = "short_requirements",
              .title = {"Who is short", "Siapa yang kurang"},
              .columns = {{"number", {"Bottleneck", "Sebab"}, Unit::kCount},
                          {"demand_id", {"Demand point", "Titik permintaan"}, Unit::kText},
                          {"commodity", {"Commodity", "Komoditas"}, Unit::kText},
                          {"shortage", {"Short", "Kekurangan"}, Unit::kGrams},
                          {"penalty", {"Penalty", "Denda"}, Unit::kSenPerKg}},
              .rows = {}};
  const Grams quantum = instance.policy.quantum;
  std::vector<std::int32_t> days;
  for (std::size_t i = 0; i < study.bottlenecks.size(); ++i) {
    for (const std::int32_t r : study.bottlenecks[i].requirements) {
      table.rows.push_back({static_cast<std::int64_t>(i) + 1, DemandPointOf(instance, r),
                            CodeOf(instance, instance.requirements[r].commodity),
                            solved.matching.shortage[r] * quantum.value,
                            SenPerKgOf(instance.requirements[r].penalty, quantum)});
      days.push_back(DayOfRequirement(instance, r));
    }
  }
  AddDates(instance, 1, days, table);
  return table;
}

// Sums of each bottleneck's offers: by day, the supplier's kabupaten, commodity and kind of supplier.
Table ByKabupatenTable(const BottleneckStudy& study, const match::Solved& solved,
                       const std::vector<std::int64_t>& sold) {
  struct Sums {
    std::int64_t offers = 0, sold = 0, capacity = 0;
  };
  const Instance& instance = solved.instance;
  const Dataset& dataset = *instance.dataset;
  const std::int64_t grams = instance.policy.quantum.value;
  Table table{.key = "exhausted_by_kabupaten",
              .title = {"Offers that could make room for them, used up: how many from where",
                        "Tawaran yang dapat menutup kekurangan itu, sudah habis: berapa dan dari mana"},
              .columns = {{"number", {"Bottleneck", "Sebab"}, Unit::kCount},
                          {"kabupaten", {"Code", "Kode"}, Unit::kText},
                          {"name", {"Kabupaten", "Kabupaten"}, Unit::kText},
                          {"commodity", {"Commodity", "Komoditas"}, Unit::kText},
                          {"kind", {"Kind", "Jenis"}, Unit::kText},
                          {"offers", {"Offers", "Tawaran"}, Unit::kCount},
                          {"sold", {"Sold", "Terjual"}, Unit::kGrams},
                          {"capacity", {"Capacity", "Kapasitas"}, Unit::kGrams}},
              .rows = {}};
  std::vector<std::int32_t> days;
  for (std::size_t i = 0; i < study.bottlenecks.size(); ++i) {
    // A commodity of the instance is of one day.
    std::map<std::tuple<std::int32_t, std::int32_t, SupplierKind>, Sums> by_place;
    for (const std::int32_t o : study.bottlenecks[i].offers) {
      const match::OfferRow& offer = instance.offers[o];
      const Supplier& supplier = dataset.suppliers[instance.suppliers[offer.supplier].dataset_supplier];
      Sums& sums =
          by_place[{offer.commodity, dataset.Enclosing(supplier.region, kKabupatenLevel), supplier.kind}];
      ++sums.offers, sums.sold += sold[o], sums.capacity += offer.capacity;
    }
    for (const auto& [place, sums] : by_place) {
      const auto& [commodity, kabupaten, kind] = place;
      const Region& region = dataset.regions[kabupaten];
      table.rows.push_back({static_cast<std::int64_t>(i) + 1, region.code, region.name,
                            CodeOf(instance, commodity), std::string(pasok::ToWord(kind)), sums.offers,
                            sums.sold * grams, sums.capacity * grams});
      days.push_back(instance.commodities[commodity].day);
    }
  }
  AddDates(instance, 1, days, table);
  return table;
}

// The largest of them, or all: the largest first.
std::vector<std::int32_t> ListedOf(const Bottleneck& bottleneck, const Instance& instance,
                                   const BottleneckView& view) {
  std::vector<std::int32_t> offers = bottleneck.offers;
  std::ranges::stable_sort(offers, std::greater(),
                           [&](std::int32_t o) { return instance.offers[o].capacity; });
  if (!view.all_offers) offers.resize(std::min(offers.size(), kMostOffers));
  return offers;
}

Table OffersTable(const BottleneckStudy& study, const match::Solved& solved, const BottleneckView& view,
                  const std::vector<std::int64_t>& sold) {
  const Instance& instance = solved.instance;
  const bool cut = !view.all_offers && std::ranges::any_of(study.bottlenecks, [](const Bottleneck& each) {
    return each.offers.size() > kMostOffers;
  });
  Table table{
      .key = "exhausted_offers",
      .title =
          cut ? Title("Offers that could make room for them, used up: the 100 largest of each bottleneck",
                      "Tawaran yang dapat menutup kekurangan itu, sudah habis: 100 terbesar tiap sebab")
              : Title("Offers that could make room for them, used up",
                      "Tawaran yang dapat menutup kekurangan itu, sudah habis"),
      .columns = {{"number", {"Bottleneck", "Sebab"}, Unit::kCount},
                  {"supplier_id", {"Supplier", "Pemasok"}, Unit::kText},
                  {"commodity", {"Commodity", "Komoditas"}, Unit::kText},
                  {"sold", {"Sold", "Terjual"}, Unit::kGrams},
                  {"capacity", {"Capacity", "Kapasitas"}, Unit::kGrams}},
      .rows = {}};
  std::vector<std::int32_t> days;
  for (std::size_t i = 0; i < study.bottlenecks.size(); ++i) {
    for (const std::int32_t o : ListedOf(study.bottlenecks[i], instance, view)) {
      table.rows.push_back({static_cast<std::int64_t>(i) + 1, SellerOf(instance, o),
                            CodeOf(instance, instance.offers[o].commodity),
                            sold[o] * instance.policy.quantum.value,
                            instance.offers[o].capacity * instance.policy.quantum.value});
      days.push_back(DayOfOffer(instance, o));
    }
  }
  AddDates(instance, 1, days, table);
  return table;
}

Cell Room(std::int64_t quanta, Grams quantum) {
  if (quanta == 0) return {};
  if (quanta == kUnboundedRoom) return {};
  return quanta * quantum.value;
}

Table ValuesTable(const BottleneckStudy& study, const match::Solved& solved) {
  const Instance& instance = solved.instance;
  const Grams quantum = instance.policy.quantum;
  Table table{
      .key = "marginal_values",
      .title = {"What a kg more or less a day would change",
                "Akibat satu kg lebih banyak atau lebih sedikit per hari"},
      .columns = {{"commodity", {"Commodity", "Komoditas"}, Unit::kText},
                  {"region", {"Region", "Wilayah"}, Unit::kText},
                  {"region_name", {"Name", "Nama"}, Unit::kText},
                  {"more_saves", {"A kg more saves", "Satu kg lebih banyak menghemat"}, Unit::kSenPerKg},
                  {"more_at", {"at", "di"}, Unit::kText},
                  {"more_room", {"for so many kg", "untuk sekian kg"}, Unit::kGrams},
                  {"less_costs",
                   {"A kg less costs", "Satu kg lebih sedikit menambah biaya"},
                   Unit::kSenPerKg},
                  {"less_at", {"at", "di"}, Unit::kText},
                  {"less_room", {"for so many kg", "untuk sekian kg"}, Unit::kGrams}},
      .rows = {}};
  std::vector<std::int32_t> days;
  for (const MarginalValue& value : study.values) {
    const Region& region = instance.dataset->regions[value.region];
    table.rows.push_back({CodeOf(instance, value.commodity), region.code, region.name,
                          SenPerKgOf(value.more_saves, quantum), DemandPointOf(instance, value.more_at),
                          Room(value.more_room, quantum), SenPerKgOf(value.less_costs, quantum),
                          DemandPointOf(instance, value.less_at), Room(value.less_room, quantum)});
    days.push_back(instance.commodities[value.commodity].day);
  }
  AddDates(instance, 0, days, table);
  return table;
}

}  // namespace

std::int64_t DemandPointsOf(const Instance& instance, const Bottleneck& bottleneck) {
  std::set<std::int32_t> points;
  for (const std::int32_t r : bottleneck.requirements) points.insert(instance.requirements[r].demand_point);
  return std::ssize(points);
}

std::vector<std::int32_t> DaysOf(const Instance& instance, const Bottleneck& bottleneck) {
  std::set<std::int32_t> days;
  for (const std::int32_t r : bottleneck.requirements) days.insert(DayOfRequirement(instance, r));
  return {days.begin(), days.end()};
}

std::vector<Table> TablesOf(const BottleneckStudy& study, const match::Solved& solved,
                            const BottleneckView& view) {
  const std::vector<std::int64_t> sold = match::QuantaOfOffers(solved.instance, solved.matching.flows);
  std::vector<Table> tables{BottlenecksTable(study, solved), ShortTable(study, solved),
                            ByKabupatenTable(study, solved, sold), OffersTable(study, solved, view, sold),
                            ValuesTable(study, solved)};
  if (solved.instance.policy.aggregators) tables.push_back(AggregatorsTable(study, solved));
  const bool lacks_room = std::ranges::any_of(
      study.bottlenecks, [](const Bottleneck& each) { return !each.without_room.empty(); });
  if (CouplesDays(solved.instance) || lacks_room) tables.push_back(StoresTable(study, solved));
  return tables;
}

}  // namespace pasok::study
