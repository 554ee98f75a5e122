#include <array>

#include "engine/study/evaluate.h"
#include "engine/study/explain.h"
#include "engine/study/wording.h"

namespace pasok::study {
namespace {

using match::Instance;

constexpr std::size_t kMostServings = 8;  // sentences; the table has all
constexpr std::array<std::string_view, 4> kArcWords{"supply", "offer", "lane", "shortage"};

// Names and figures of one instance, as the sentences and tables need them.
class Teller {
 public:
  explicit Teller(const Instance& instance)
      : instance_(instance), dataset_(*instance.dataset), quantum_(instance.policy.quantum) {}

  const std::string& SupplierOf(std::int32_t o) const { return Supplier(instance_.offers[o].supplier); }
  const std::string& Supplier(std::int32_t s) const {
    return dataset_.suppliers[instance_.suppliers[s].dataset_supplier].id;
  }
  const std::string& DemandPoint(std::int32_t r) const {
    return dataset_.demand_points[instance_.requirements[r].demand_point].id;
  }
  const std::string& Commodity(std::int32_t r) const {
    return dataset_.commodities[instance_.commodities[instance_.requirements[r].commodity].dataset_commodity];
  }
  std::string Money(std::int64_t sen) const {
    std::string text = RupiahPerKg(sen, quantum_);
    text.resize(text.size() - std::string_view(" per kg").size());
    return text;
  }
  std::string PerKg(std::int64_t sen) const { return RupiahPerKg(sen, quantum_); }
  std::string Weight(std::int64_t quanta) const { return Kg(quanta, quantum_); }
  std::int64_t Grams(std::int64_t quanta) const { return quanta * quantum_.value; }
  std::int64_t SenPerKg(std::int64_t sen) const { return SenPerKgOf(sen, quantum_); }
  const Instance& instance() const { return instance_; }

  // "A delivers a kg more to K (Rp 12000), B delivers a kg less to K (Rp -10500)": the steps that cost
  // something. `r` says which commodity goes without saying.
  Sentence Chain(const Path& path, std::int32_t r) const {
    Sentence chain;
    for (const Step& step : path.steps) {
      if (step.arc != ArcKind::kLane && step.arc != ArcKind::kShortage) continue;
      const bool other = Commodity(step.requirement) != Commodity(r);
      const std::string goods = other ? " " + Commodity(step.requirement) : "";
      const std::string& to = DemandPoint(step.requirement);
      const std::string cost = " (" + Money(step.cost) + ")";
      if (!chain.english.empty()) chain.english += ", ", chain.indonesian += ", ";
      if (step.arc == ArcKind::kLane) {
        const std::string& from = SupplierOf(step.offer);
        chain.english += from + " delivers a kg " + (step.back ? "less" : "more") +
                         (other ? " of" + goods : "") + " to " + to + cost;
        chain.indonesian += from + " mengirim satu kg" + goods +
                            (step.back ? " lebih sedikit" : " lebih banyak") + " ke " + to + cost;
      } else {
        chain.english +=
            to + " is a kg " + (step.back ? "less short" : "shorter") + (other ? " of" + goods : "") + cost;
        chain.indonesian +=
            "kekurangan" + goods + " " + to + (step.back ? " berkurang" : " bertambah") + " satu kg" + cost;
      }
    }
    return chain;
  }

  // Who delivers to r instead, as far as one step says it; empty: it goes short.
  std::string InsteadAt(const Path& path, std::int32_t r) const {
    for (const Step& step : path.steps) {
      if (step.arc == ArcKind::kLane && !step.back && step.requirement == r) return SupplierOf(step.offer);
    }
    return "";
  }

 private:
  const Instance& instance_;
  const Dataset& dataset_;
  pasok::Grams quantum_;
};

std::vector<Column> ColumnsOfSteps() {
  return {{"supplier_id", "Supplier", Unit::kText},
          {"step", "Step", Unit::kCount},
          {"arc", "Arc", Unit::kText},
          {"more", "More", Unit::kYesNo},
          {"from_supplier_id", "From", Unit::kText},
          {"to_demand_id", "To", Unit::kText},
          {"commodity", "Commodity", Unit::kText},
          {"cost", "Cost", Unit::kSenPerKg},
          {"cost_so_far", "Cost so far", Unit::kSenPerKg},
          {"room", "Room", Unit::kGrams}};
}

// The steps of one cycle, about a supplier.
void AddSteps(const Teller& tell, const std::string& about, const Path& path, Table& table) {
  std::int64_t number = 0, sum = 0;
  for (const Step& step : path.steps) {
    sum += step.cost;
    Cell from, to, commodity, room;
    if (step.supplier != kNone) from = tell.Supplier(step.supplier);
    if (step.offer != kNone) {
      from = tell.SupplierOf(step.offer);
      commodity =
          tell.instance().dataset->commodities
              [tell.instance().commodities[tell.instance().offers[step.offer].commodity].dataset_commodity];
    }
    if (step.requirement != kNone) {
      to = tell.DemandPoint(step.requirement);
      commodity = tell.Commodity(step.requirement);
    }
    if (step.room != kUnboundedRoom) room = tell.Grams(step.room);
    table.rows.push_back({about, ++number, std::string(kArcWords[static_cast<std::size_t>(step.arc)]),
                          !step.back, from, to, commodity, tell.SenPerKg(step.cost), tell.SenPerKg(sum),
                          room});
  }
}

Table RequirementTable(const Explanation& explanation, const Teller& tell) {
  const std::int32_t r = explanation.requirement;
  const std::int64_t need = tell.instance().requirements[r].need;
  return {.key = "requirement",
          .title = "The requirement",
          .columns = {{"demand_id", "Demand point", Unit::kText},
                      {"commodity", "Commodity", Unit::kText},
                      {"need", "Need", Unit::kGrams},
                      {"served", "Served", Unit::kGrams},
                      {"shortage", "Short", Unit::kGrams},
                      {"less_saves", "A kg less saves", Unit::kSenPerKg},
                      {"more_costs", "A kg more costs", Unit::kSenPerKg}},
          .rows = {{tell.DemandPoint(r), tell.Commodity(r), tell.Grams(need),
                    tell.Grams(need - explanation.shortage), tell.Grams(explanation.shortage),
                    tell.SenPerKg(explanation.value.less), tell.SenPerKg(explanation.value.more)}}};
}

Table SuppliersTable(const Explanation& explanation, const Teller& tell) {
  Table table{.key = "suppliers",
              .title = "Who serves it",
              .columns = {{"supplier_id", "Supplier", Unit::kText},
                          {"weight", "Delivers", Unit::kGrams},
                          {"price", "Price", Unit::kSenPerKg},
                          {"money", "Landed", Unit::kSenPerKg},
                          {"surcharge", "Surcharge", Unit::kSenPerKg},
                          {"all_in", "All in", Unit::kSenPerKg},
                          {"road", "Road", Unit::kMetres},
                          {"tier", "Tier", Unit::kText},
                          {"without", "A kg less costs", Unit::kSenPerKg},
                          {"instead", "Instead", Unit::kText}},
              .rows = {}};
  for (const Serving& serving : explanation.servings) {
    Cell without, instead;
    if (serving.without) {
      without = tell.SenPerKg(serving.without->cost);
      const std::string who = tell.InsteadAt(*serving.without, explanation.requirement);
      if (!who.empty()) instead = who;
    }
    table.rows.push_back({tell.SupplierOf(serving.offer), tell.Grams(serving.quanta),
                          tell.instance().offers[serving.offer].price_sen_per_kg,
                          tell.SenPerKg(serving.lane.money), tell.SenPerKg(serving.lane.preference),
                          tell.SenPerKg(serving.lane.unit()), serving.lane.road.value,
                          std::string(pasok::ToWord(serving.lane.tier)), without, instead});
  }
  return table;
}

Table CandidateTable(const Candidate& candidate, const Base& base, const Teller& tell) {
  Table table{.key = "candidate",
              .title = "The supplier asked about",
              .columns = {{"supplier_id", "Supplier", Unit::kText},
                          {"standing", "Standing", Unit::kText},
                          {"rule", "Rule", Unit::kText},
                          {"price", "Price", Unit::kSenPerKg},
                          {"all_in", "All in", Unit::kSenPerKg},
                          {"road", "Road", Unit::kMetres},
                          {"delivers", "Delivers here", Unit::kGrams},
                          {"sold", "Sold to all", Unit::kGrams},
                          {"capacity", "Capacity", Unit::kGrams},
                          {"costs_more", "A kg from it costs", Unit::kSenPerKg},
                          {"highest_price", "Bought up to", Unit::kSenPerKg},
                          {"least_capacity", "Bought from", Unit::kGrams}},
              .rows = {}};
  std::vector<Cell> row(table.columns.size());
  row[0] = base.dataset.suppliers[candidate.supplier].id;
  row[1] = std::string(study::ToWord(candidate.standing));
  if (candidate.breach) row[2] = std::string(match::ToWord(candidate.breach->rule));
  if (candidate.offer != kNone) {
    const match::OfferRow& offer = tell.instance().offers[candidate.offer];
    row[3] = offer.price_sen_per_kg, row[4] = tell.SenPerKg(candidate.lane.unit());
    row[5] = candidate.lane.road.value, row[6] = tell.Grams(candidate.quanta);
    row[7] = tell.Grams(candidate.sold), row[8] = tell.Grams(offer.capacity);
    if (candidate.cycle) row[9] = tell.SenPerKg(candidate.cycle->cost);
    if (candidate.highest_price) row[10] = *candidate.highest_price;
    if (candidate.least_capacity) row[11] = tell.Grams(*candidate.least_capacity);
  }
  table.rows.push_back(std::move(row));
  return table;
}

void SayRequirement(const Explanation& explanation, const Teller& tell, Report& report) {
  const std::int32_t r = explanation.requirement;
  const std::string& demand = tell.DemandPoint(r);
  const std::string& commodity = tell.Commodity(r);
  const std::int64_t need = tell.instance().requirements[r].need;
  const std::string needed = tell.Weight(need), served = tell.Weight(need - explanation.shortage);
  const std::string lacking = tell.Weight(explanation.shortage);
  const std::int64_t suppliers = std::ssize(explanation.servings);
  const bool is_short = explanation.shortage > 0;
  report.sentences.push_back({demand + " needs " + needed + " of " + commodity + "; " +
                                  Counted(suppliers, "supplier delivers ", "suppliers deliver ") + served +
                                  (is_short ? ", and " + lacking + " stay short." : "."),
                              demand + " membutuhkan " + needed + " " + commodity + "; " + Number(suppliers) +
                                  " pemasok mengirim " + served +
                                  (is_short ? ", dan " + lacking + " tetap kurang." : ".")});
  const std::string less = tell.Money(explanation.value.less), more = tell.Money(explanation.value.more);
  report.sentences.push_back({"A kg less needed would save " + less + ", a kg more would cost " + more + ".",
                              "Kebutuhan satu kg lebih sedikit menghemat " + less +
                                  ", satu kg lebih banyak berbiaya " + more + "."});
}

void SayServings(const Explanation& explanation, const Teller& tell, Report& report) {
  const std::size_t told = std::min(kMostServings, explanation.servings.size());
  for (std::size_t i = 0; i < told; ++i) {
    const Serving& serving = explanation.servings[i];
    const std::string& id = tell.SupplierOf(serving.offer);
    const std::string weight = tell.Weight(serving.quanta), all_in = tell.PerKg(serving.lane.unit());
    const std::string road = Km(serving.lane.road);
    Sentence sentence{id + " delivers " + weight + " at " + all_in + " all in, from " + road,
                      id + " mengirim " + weight + " dengan biaya " + all_in + " seluruhnya, dari " + road};
    if (serving.without) {
      const std::string cost = tell.Money(serving.without->cost);
      const std::string instead = tell.InsteadAt(*serving.without, explanation.requirement);
      sentence.english += "; a kg less of it here would cost " + cost + " more, " +
                          (instead.empty() ? "with a kg more short" : "with " + instead + " instead");
      sentence.indonesian += "; satu kg lebih sedikit darinya di sini menambah biaya " + cost + ", " +
                             (instead.empty() ? "dengan kekurangan satu kg lagi" : "digantikan " + instead);
    }
    if (serving.reserved > 0) {
      const std::string reserved = tell.Weight(serving.reserved);
      sentence.english += "; a contract asks for " + reserved + " of it";
      sentence.indonesian += "; " + reserved + " di antaranya diminta oleh kontrak";
    }
    sentence.english += ".", sentence.indonesian += ".";
    report.sentences.push_back(std::move(sentence));
  }
  const std::size_t left = explanation.servings.size() - told;
  if (left == 0) return;
  report.sentences.push_back({Number(left) + " more deliver too; see suppliers.",
                              Number(left) + " pemasok lain juga mengirim; lihat suppliers."});
}

// Why it stands as it does.
Sentence SayStanding(const Explanation& explanation, const Candidate& candidate, const Teller& tell) {
  const std::int32_t r = explanation.requirement;
  const std::string& id = tell.SupplierOf(candidate.offer);
  const std::string& demand = tell.DemandPoint(r);
  const std::string all_in = tell.PerKg(candidate.lane.unit());
  const std::string sold = tell.Weight(candidate.sold);
  const Sentence chain = candidate.cycle ? tell.Chain(*candidate.cycle, r) : Sentence{};
  const std::string more = candidate.cycle ? tell.PerKg(candidate.cycle->cost) : "";
  switch (candidate.standing) {
    case Standing::kNotEligible:
      break;
    case Standing::kServes:
      return {
          id + " delivers " + tell.Weight(candidate.quanta) + " to " + demand + " at " + all_in + " all in.",
          id + " mengirim " + tell.Weight(candidate.quanta) + " ke " + demand + " dengan biaya " + all_in +
              " seluruhnya."};
    case Standing::kByContract:
      return {id + " delivers " + tell.Weight(candidate.quanta) + " to " + demand +
                  " because their contract asks for it, at " + all_in + " all in.",
              id + " mengirim " + tell.Weight(candidate.quanta) + " ke " + demand +
                  " karena diminta kontraknya, dengan biaya " + all_in + " seluruhnya."};
    case Standing::kTie:
      return {id + " could deliver at " + all_in + " all in, for the same total: " + chain.english + ".",
              id + " dapat mengirim dengan biaya " + all_in +
                  " seluruhnya, tanpa mengubah total: " + chain.indonesian + "."};
    case Standing::kDearer:
      return {id + " could deliver at " + all_in + " all in, which would make the plan " + more +
                  " dearer: " + chain.english + ".",
              id + " dapat mengirim dengan biaya " + all_in + " seluruhnya, tetapi rencana menjadi " + more +
                  " lebih mahal: " + chain.indonesian + "."};
    case Standing::kSoldOut: {
      Sentence sentence{id + " is sold out (" + sold + ")", id + " sudah habis terjual (" + sold + ")"};
      const std::int64_t cheaper = explanation.value.less - candidate.lane.unit();
      if (cheaper > 0) {
        sentence.english += "; at " + all_in + " all in it would be " + tell.PerKg(cheaper) +
                            " cheaper than what " + demand + " gets now";
        sentence.indonesian += "; dengan biaya " + all_in + " seluruhnya ia " + tell.PerKg(cheaper) +
                               " lebih murah daripada yang diterima " + demand + " sekarang";
      } else {
        sentence.english += ", and would be no cheaper at " + all_in + " all in";
        sentence.indonesian += ", dan dengan biaya " + all_in + " seluruhnya tidak lebih murah";
      }
      if (candidate.cycle) {
        sentence.english += "; to move a kg here would cost " + more + " more in all: " + chain.english;
        sentence.indonesian +=
            "; memindahkan satu kg ke sini menambah biaya " + more + ": " + chain.indonesian;
      }
      sentence.english += ".", sentence.indonesian += ".";
      return sentence;
    }
  }
  return {};
}

Sentence SayPrice(const Explanation& explanation, const Candidate& candidate, const Teller& tell) {
  const std::string& id = tell.SupplierOf(candidate.offer);
  const std::string& demand = tell.DemandPoint(explanation.requirement);
  const std::string asks = RupiahPerKg(tell.instance().offers[candidate.offer].price_sen_per_kg);
  Sentence sentence{id + " asks " + asks + "; ", id + " meminta " + asks + "; "};
  if (!candidate.highest_price) {
    sentence.english += "at no price would an optimal plan buy from it for " + demand + ".";
    sentence.indonesian +=
        "dengan harga berapa pun tidak ada rencana terbaik yang membelinya untuk " + demand + ".";
  } else if (candidate.at_ceiling) {
    sentence.english += "it would be bought for " + demand + " at any price that is allowed.";
    sentence.indonesian += "ia tetap dibeli untuk " + demand + " pada harga berapa pun yang diizinkan.";
  } else {
    const std::string highest = RupiahPerKg(*candidate.highest_price);
    sentence.english +=
        "at " + highest + " some optimal plan buys from it for " + demand + ", a sen more and none does.";
    sentence.indonesian += "pada " + highest + " ada rencana terbaik yang membelinya untuk " + demand +
                           ", satu sen lebih mahal tidak ada lagi.";
  }
  return sentence;
}

Sentence SayCapacity(const Explanation& explanation, const Candidate& candidate, const Teller& tell) {
  const std::string& id = tell.SupplierOf(candidate.offer);
  const std::string& demand = tell.DemandPoint(explanation.requirement);
  const std::string has = tell.Weight(tell.instance().offers[candidate.offer].capacity);
  if (!candidate.least_capacity) {
    return {id + " has " + has + "; with no capacity would an optimal plan buy from it for " + demand + ".",
            id + " punya " + has +
                "; dengan kapasitas berapa pun tidak ada rencana terbaik yang membelinya untuk " + demand +
                "."};
  }
  const std::string least = tell.Weight(*candidate.least_capacity), quantum = tell.Weight(1);
  return {id + " has " + has + "; with " + least + " some optimal plan buys from it for " + demand +
              ", with " + quantum + " less none does.",
          id + " punya " + has + "; dengan " + least + " ada rencana terbaik yang membelinya untuk " +
              demand + ", dengan " + quantum + " lebih sedikit tidak ada."};
}

void SayCandidate(const Explanation& explanation, const Base& base, const Teller& tell, Report& report) {
  const Candidate& candidate = *explanation.candidate;
  if (candidate.breach) {
    Sentence sentence = Say(*candidate.breach, base);
    sentence.english += ".", sentence.indonesian += ".";
    report.sentences.push_back(std::move(sentence));
    return;
  }
  report.sentences.push_back(SayStanding(explanation, candidate, tell));
  if (candidate.standing == Standing::kByContract) return;
  report.sentences.push_back(SayPrice(explanation, candidate, tell));
  // More capacity is no remedy where some is left.
  if (candidate.standing != Standing::kDearer)
    report.sentences.push_back(SayCapacity(explanation, candidate, tell));
}

}  // namespace

Report ToReport(const Explanation& explanation, const Base& base, const match::Solved& solved) {
  const Teller tell(solved.instance);
  Report report;
  SayRequirement(explanation, tell, report);
  SayServings(explanation, tell, report);
  report.tables = {RequirementTable(explanation, tell), SuppliersTable(explanation, tell)};
  Table replacements{.key = "replacements",
                     .title = "What a kg less of each would set off",
                     .columns = ColumnsOfSteps(),
                     .rows = {}};
  for (const Serving& serving : explanation.servings) {
    if (serving.without) AddSteps(tell, tell.SupplierOf(serving.offer), *serving.without, replacements);
  }
  report.tables.push_back(std::move(replacements));
  if (!explanation.candidate) return report;
  const Candidate& candidate = *explanation.candidate;
  SayCandidate(explanation, base, tell, report);
  report.tables.push_back(CandidateTable(candidate, base, tell));
  Table chain{
      .key = "chain", .title = "What a kg more of it would set off", .columns = ColumnsOfSteps(), .rows = {}};
  if (candidate.cycle) AddSteps(tell, tell.SupplierOf(candidate.offer), *candidate.cycle, chain);
  report.tables.push_back(std::move(chain));
  return report;
}

}  // namespace pasok::study
