#include <algorithm>
#include <set>

#include "engine/study/bottlenecks.h"
#include "engine/study/residual/path.h"
#include "engine/study/wording.h"

namespace pasok::study {
namespace {

using match::Instance;

constexpr std::size_t kMostSentences = 20;  // the table has all

const CommodityRule& RuleOf(const Instance& instance, std::int32_t commodity) {
  return *instance.commodities[commodity].rule;
}

const std::string& CodeOf(const Instance& instance, std::int32_t commodity) {
  return instance.dataset->commodities[instance.commodities[commodity].dataset_commodity];
}

const std::string& DemandPointOf(const Instance& instance, std::int32_t r) {
  return instance.dataset->demand_points[instance.requirements[r].demand_point].id;
}

const std::string& SupplierOf(const Instance& instance, std::int32_t o) {
  return instance.dataset->suppliers[instance.suppliers[instance.offers[o].supplier].dataset_supplier].id;
}

std::int64_t OffersOfCommodity(const Instance& instance, const Bottleneck& bottleneck) {
  return std::ranges::count_if(bottleneck.offers, [&](std::int32_t o) {
    return instance.offers[o].commodity == bottleneck.commodity;
  });
}

const std::string& AggregatorOf(const Instance& instance, std::int32_t a) {
  return instance.dataset->suppliers[instance.aggregators[a].dataset_supplier].id;
}

// "KOP1 (500 kg) and 3 more can handle no more"; empty where none is used up.
Sentence SayAggregators(const Bottleneck& bottleneck, const Instance& instance) {
  constexpr std::size_t kNamed = 3;
  const auto& all = bottleneck.aggregators;
  if (all.empty()) return {};
  Sentence names;
  for (std::size_t i = 0; i < std::min(kNamed, all.size()); ++i) {
    const std::int32_t a = all[i].first;
    const std::string name = AggregatorOf(instance, a) + " (" +
                             Kg(instance.aggregators[a].capacity, instance.policy.quantum) + ")";
    const bool last = i + 1 == all.size();
    names.english += (i == 0 ? "" : last ? " and " : ", ") + name;
    names.indonesian += (i == 0 ? "" : last ? " dan " : ", ") + name;
  }
  if (all.size() > kNamed) {
    const std::string more = Number(std::ssize(all) - static_cast<std::int64_t>(kNamed));
    names.english += " and " + more + " more", names.indonesian += " dan " + more + " lainnya";
  }
  const std::string one = all.size() == 1 ? "the aggregator " : "the aggregators ";
  return {one + names.english + " can handle no more a day",
          "pengumpul " + names.indonesian + " tidak dapat menangani lebih per hari"};
}

// What keeps the nearest offer with something left from them; empty where none has anything left.
Sentence SayNearest(const Bottleneck& bottleneck, const match::Solved& solved) {
  const Instance& instance = solved.instance;
  if (bottleneck.nearest_left == kNone)
    return {"nobody has anything left of it", "tidak ada yang masih punya sisa"};
  const std::string& supplier = SupplierOf(instance, bottleneck.nearest_left);
  const std::string& demand = DemandPointOf(instance, bottleneck.nearest_to);
  const std::string road = Km(bottleneck.nearest_road);
  const std::optional<Metres>& limit = RuleOf(instance, bottleneck.commodity).max_distance;
  if (limit && bottleneck.nearest_road > *limit) {
    return {"nothing else lies within " + Km(*limit) + " (the nearest with something left is " + supplier +
                ", " + road + " from " + demand + ")",
            "tidak ada lagi dalam jarak " + Km(*limit) + " (yang terdekat dan masih punya sisa ialah " +
                supplier + ", " + road + " dari " + demand + ")"};
  }
  switch (solved.lanes.Cost(bottleneck.nearest_left, bottleneck.nearest_to).ineligible) {
    case match::Ineligible::kBlocked:
      return {"the nearest with something left, " + supplier + ", is blocked for " + demand,
              "yang terdekat dan masih punya sisa, " + supplier + ", diblokir untuk " + demand};
    case match::Ineligible::kRelatedParty:
      return {"the nearest with something left, " + supplier + ", belongs to the owner of " + demand,
              "yang terdekat dan masih punya sisa, " + supplier + ", satu pemilik dengan " + demand};
    case match::Ineligible::kTooSlow:
      return {"the nearest with something left, " + supplier + ", is too many minutes away from " + demand,
              "yang terdekat dan masih punya sisa, " + supplier + ", terlalu lama di jalan dari " + demand};
    case match::Ineligible::kNo:
    case match::Ineligible::kOutOfRange:
      break;
  }
  return {"the nearest with something left, " + supplier + ", has the largest share of " + demand +
              " that one supplier may have",
          "yang terdekat dan masih punya sisa, " + supplier +
              ", sudah memegang bagian terbesar yang boleh di " + demand};
}

// What else would have served them, and doesn't; empty where nothing could.
Sentence SayOtherWays(const Bottleneck& bottleneck, const Instance& instance) {
  std::set<std::string> stand_ins;
  bool has_stock = false;
  for (const match::Transfer& transfer : instance.transfers) {
    if (!std::ranges::binary_search(bottleneck.requirements, transfer.to)) continue;
    const match::Carried::Way way = match::WayOf(instance, transfer);
    has_stock = has_stock || way == match::Carried::Way::kStock;
    if (way == match::Carried::Way::kSubstitute)
      stand_ins.insert(CodeOf(instance, instance.requirements[transfer.from].commodity));
  }
  Sentence sentence;
  if (has_stock) sentence = {"their own stock is used up", "persediaan sendiri sudah terpakai"};
  if (stand_ins.empty()) return sentence;
  std::string names;
  for (const std::string& name : stand_ins) names += (names.empty() ? "" : ", ") + name;
  sentence.english += (has_stock ? ", and " : "") +
                      std::string("nothing is left of what may stand in for it (") + names + ")";
  sentence.indonesian +=
      (has_stock ? ", dan " : "") + std::string("penggantinya (") + names + ") juga sudah habis";
  return sentence;
}

Table AggregatorsTable(const BottleneckStudy& study, const match::Solved& solved) {
  const Instance& instance = solved.instance;
  const Grams quantum = instance.policy.quantum;
  Table table{.key = "exhausted_aggregators",
              .title = "Aggregators that can handle no more of what could reach them",
              .columns = {{"number", "Bottleneck", Unit::kCount},
                          {"supplier_id", "Aggregator", Unit::kText},
                          {"capacity", "Can handle", Unit::kGrams},
                          {"more_saves", "A kg more handled saves", Unit::kSenPerKg}},
              .rows = {}};
  for (std::size_t i = 0; i < study.bottlenecks.size(); ++i) {
    for (const auto& [a, more_saves] : study.bottlenecks[i].aggregators) {
      table.rows.push_back({static_cast<std::int64_t>(i) + 1, AggregatorOf(instance, a),
                            instance.aggregators[a].capacity * quantum.value,
                            SenPerKgOf(more_saves, quantum)});
    }
  }
  return table;
}

Table BottlenecksTable(const BottleneckStudy& study, const match::Solved& solved) {
  const Instance& instance = solved.instance;
  const Grams quantum = instance.policy.quantum;
  Table table{.key = "bottlenecks",
              .title = "What shortages are made of",
              .columns = {{"number", "Number", Unit::kCount},
                          {"commodity", "Commodity", Unit::kText},
                          {"region", "Region", Unit::kText},
                          {"region_name", "Name", Unit::kText},
                          {"to_be_had", "To be had, but dearer", Unit::kYesNo},
                          {"shortage", "Short", Unit::kGrams},
                          {"demand_points", "Short demand points", Unit::kCount},
                          {"offers", "Offers, all sold", Unit::kCount},
                          {"suppliers", "Suppliers used up", Unit::kCount},
                          {"others", "Served from the same", Unit::kCount},
                          {"most_road", "Road at most", Unit::kMetres},
                          {"nearest_supplier_id", "Nearest with something left", Unit::kText},
                          {"nearest_road", "Its road", Unit::kMetres},
                          {"least_cost", "A kg costs from", Unit::kSenPerKg},
                          {"most_cost", "to", Unit::kSenPerKg}},
              .rows = {}};
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
      others = std::ssize(each.others);
    }
    if (each.nearest_left != kNone)
      nearest = SupplierOf(instance, each.nearest_left), road = each.nearest_road.value;
    table.rows.push_back({static_cast<std::int64_t>(i) + 1, CodeOf(instance, each.commodity), region, name,
                          each.to_be_had, each.shortage * quantum.value, std::ssize(each.requirements),
                          offers, suppliers, others, most_road, nearest, road, least, most});
  }
  return table;
}

Table ShortTable(const BottleneckStudy& study, const match::Solved& solved) {
  const Instance& instance = solved.instance;
  Table table{.key = "short_requirements",
              .title = "Who is short",
              .columns = {{"number", "Bottleneck", Unit::kCount},
                          {"demand_id", "Demand point", Unit::kText},
                          {"commodity", "Commodity", Unit::kText},
                          {"shortage", "Short", Unit::kGrams},
                          {"penalty", "Penalty", Unit::kSenPerKg}},
              .rows = {}};
  const Grams quantum = instance.policy.quantum;
  for (std::size_t i = 0; i < study.bottlenecks.size(); ++i) {
    for (const std::int32_t r : study.bottlenecks[i].requirements) {
      table.rows.push_back({static_cast<std::int64_t>(i) + 1, DemandPointOf(instance, r),
                            CodeOf(instance, instance.requirements[r].commodity),
                            solved.matching.shortage[r] * quantum.value,
                            SenPerKgOf(instance.requirements[r].penalty, quantum)});
    }
  }
  return table;
}

Table OffersTable(const BottleneckStudy& study, const match::Solved& solved) {
  const Instance& instance = solved.instance;
  std::vector<std::int64_t> sold(instance.offers.size());
  for (const match::LaneFlow& flow : solved.matching.flows) sold[flow.offer] += flow.quanta;
  Table table{.key = "exhausted_offers",
              .title = "Offers that could reach them, all sold",
              .columns = {{"number", "Bottleneck", Unit::kCount},
                          {"supplier_id", "Supplier", Unit::kText},
                          {"commodity", "Commodity", Unit::kText},
                          {"sold", "Sold", Unit::kGrams},
                          {"capacity", "Capacity", Unit::kGrams}},
              .rows = {}};
  for (std::size_t i = 0; i < study.bottlenecks.size(); ++i) {
    for (const std::int32_t o : study.bottlenecks[i].offers) {
      table.rows.push_back({static_cast<std::int64_t>(i) + 1, SupplierOf(instance, o),
                            CodeOf(instance, instance.offers[o].commodity),
                            sold[o] * instance.policy.quantum.value,
                            instance.offers[o].capacity * instance.policy.quantum.value});
    }
  }
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
  Table table{.key = "marginal_values",
              .title = "What a kg more or less a day would change",
              .columns = {{"commodity", "Commodity", Unit::kText},
                          {"region", "Region", Unit::kText},
                          {"region_name", "Name", Unit::kText},
                          {"more_saves", "A kg more saves", Unit::kSenPerKg},
                          {"more_at", "at", Unit::kText},
                          {"more_room", "for so many kg", Unit::kGrams},
                          {"less_costs", "A kg less costs", Unit::kSenPerKg},
                          {"less_at", "at", Unit::kText},
                          {"less_room", "for so many kg", Unit::kGrams}},
              .rows = {}};
  for (const MarginalValue& value : study.values) {
    const Region& region = instance.dataset->regions[value.region];
    table.rows.push_back({CodeOf(instance, value.commodity), region.code, region.name,
                          SenPerKgOf(value.more_saves, quantum), DemandPointOf(instance, value.more_at),
                          Room(value.more_room, quantum), SenPerKgOf(value.less_costs, quantum),
                          DemandPointOf(instance, value.less_at), Room(value.less_room, quantum)});
  }
  return table;
}

}  // namespace

Sentence Say(const Bottleneck& bottleneck, const match::Solved& solved) {
  const Instance& instance = solved.instance;
  const CommodityRule& rule = RuleOf(instance, bottleneck.commodity);
  const Grams quantum = instance.policy.quantum;
  const std::string weight = Kg(bottleneck.shortage, quantum);
  const std::int64_t kitchens = std::ssize(bottleneck.requirements);
  const bool has_region = bottleneck.region != kNone;
  const std::string region = has_region ? instance.dataset->regions[bottleneck.region].name : "";
  Sentence sentence{rule.name_en + " in " + (has_region ? region : "several provinces") + ": short by " +
                        weight + " a day at " + Counted(kitchens, "demand point", "demand points"),
                    rule.name_id + " di " + (has_region ? region : "beberapa provinsi") + ": kurang " +
                        weight + " per hari di " + Number(kitchens) + " titik permintaan"};
  if (bottleneck.to_be_had) {
    const std::string least = RupiahPerKg(bottleneck.least_cost, quantum);
    const std::string most = RupiahPerKg(bottleneck.most_cost, quantum);
    const bool one = bottleneck.least_cost == bottleneck.most_cost;
    sentence.english += "; it is to be had, but for " + (one ? least : least + " to " + most) +
                        " all in, no less than the penalty";
    sentence.indonesian += "; barangnya ada, tetapi dengan biaya " +
                           (one ? least : least + " sampai " + most) + " seluruhnya, tidak kurang dari denda";
    return sentence;
  }
  const std::int64_t offers = OffersOfCommodity(instance, bottleneck);
  const Sentence nearest = SayNearest(bottleneck, solved);
  const Sentence full = SayAggregators(bottleneck, instance);
  const bool any_full = !full.english.empty();
  const std::string sold = any_full ? " sold, or held up by an aggregator, and " : " sold, and ";
  const std::string all_sold = any_full ? " all sold, or held up by aggregators, and " : " all sold, and ";
  sentence.english += offers == 0 ? ": no offer can reach them, and "
                      : offers == 1
                          ? ": the one offer that could reach them is" + sold
                          : ": the " + Number(offers) + " offers that could reach them are" + all_sold;
  sentence.english += nearest.english;
  sentence.indonesian +=
      (offers == 0 ? ": tidak ada tawaran yang dapat mencapainya, dan "
                   : ": " + Number(offers) + " tawaran yang dapat mencapainya habis terjual" +
                         (any_full ? " atau tertahan di pengumpul" : "") + ", dan ") +
      nearest.indonesian;
  if (any_full) sentence.english += "; " + full.english, sentence.indonesian += "; " + full.indonesian;
  const Sentence others = SayOtherWays(bottleneck, instance);
  if (!others.english.empty())
    sentence.english += "; " + others.english, sentence.indonesian += "; " + others.indonesian;
  return sentence;
}

Report ToReport(const BottleneckStudy& study, const match::Solved& solved) {
  Report report;
  report.complete = study.complete;
  std::int64_t shortage = 0;
  for (const Bottleneck& each : study.bottlenecks) shortage += each.shortage;
  const std::string weight = Kg(shortage, solved.instance.policy.quantum);
  const std::int64_t count = std::ssize(study.bottlenecks);
  report.sentences.push_back(
      count == 0 ? Sentence{"Nothing is short.", "Tidak ada kekurangan."}
                 : Sentence{weight + " are short, for " + Counted(count, "reason.", "reasons."),
                            weight + " kurang, karena " + Number(count) + " sebab."});
  for (std::size_t i = 0; i < std::min(kMostSentences, study.bottlenecks.size()); ++i) {
    Sentence sentence = Say(study.bottlenecks[i], solved);
    sentence.english += ".", sentence.indonesian += ".";
    report.sentences.push_back(std::move(sentence));
  }
  report.tables = {BottlenecksTable(study, solved), ShortTable(study, solved), OffersTable(study, solved),
                   ValuesTable(study, solved)};
  if (solved.instance.policy.aggregators) report.tables.push_back(AggregatorsTable(study, solved));
  return report;
}

}  // namespace pasok::study
