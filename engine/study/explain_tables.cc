#include "engine/study/explain_tables.h"

#include <array>
#include <utility>

#include "engine/study/evaluate.h"

namespace pasok::study {
namespace {

constexpr std::array<std::string_view, 5> kArcWords{"supply", "offer", "lane", "shortage", "handling"};

// Of transfers the way in which they serve: "stock", "storage", "substitute".
std::string_view WordOf(const Step& step, const match::Instance& instance) {
  if (step.arc != ArcKind::kTransfer) return kArcWords[static_cast<std::size_t>(step.arc)];
  return match::ToWord(match::WayOf(instance, {.from = step.sender, .to = step.requirement}));
}

std::vector<Column> ColumnsOfSteps(const Teller& tell) {
  std::vector<Column> columns{{"supplier_id", {"Supplier", "Pemasok"}, Unit::kText},
                              {"step", {"Step", "Langkah"}, Unit::kCount},
                              {"arc", {"Arc", "Jenis langkah"}, Unit::kText},
                              {"more", {"More", "Bertambah"}, Unit::kYesNo},
                              {"from_supplier_id", {"From", "Dari"}, Unit::kText},
                              {"to_demand_id", {"To", "Ke"}, Unit::kText},
                              {"commodity", {"Commodity", "Komoditas"}, Unit::kText},
                              {"cost", {"Cost", "Biaya"}, Unit::kSenPerKg},
                              {"cost_so_far", {"Cost so far", "Biaya sampai di sini"}, Unit::kSenPerKg},
                              {"room", {"Room", "Berlaku sampai"}, Unit::kGrams}};
  if (tell.has_transfers())
    columns.push_back({"from_commodity", {"From what", "Dari komoditas"}, Unit::kText});
  if (tell.has_days()) {
    columns.push_back({"date", {"Date", "Tanggal"}, Unit::kText});
    columns.push_back({"from_date", {"Kept from", "Disimpan dari"}, Unit::kText});
  }
  return columns;
}

// Of what a step is about; of a transfer when it serves.
std::int32_t DayOf(const Step& step, const match::Instance& instance) {
  if (step.requirement != kNone) return DayOfRequirement(instance, step.requirement);
  if (step.offer != kNone) return DayOfOffer(instance, step.offer);
  if (step.supplier != kNone) return instance.suppliers[step.supplier].day;
  return instance.aggregators[step.aggregator].day;
}

// The steps of one cycle, about a supplier.
void AddSteps(const Teller& tell, const std::string& about, const Path& path, Table& table) {
  std::int64_t number = 0, sum = 0;
  for (const Step& step : path.steps) {
    sum += step.cost;
    const bool is_way = step.arc != ArcKind::kTransfer ||
                        !match::LeavesRelief(tell.instance(), {.from = step.sender, .to = step.requirement});
    if (!is_way) continue;
    Cell from, to, commodity, room, sent;
    if (step.aggregator != kNone) from = tell.Aggregator(step.aggregator);
    if (step.supplier != kNone) from = tell.Supplier(step.supplier);
    if (step.offer != kNone) {
      from = tell.Seller(step.offer);
      commodity = CodeOf(tell.instance(), tell.instance().offers[step.offer].commodity);
    }
    if (step.requirement != kNone) {
      to = tell.DemandPoint(step.requirement);
      commodity = tell.Commodity(step.requirement);
    }
    if (step.room != kUnboundedRoom) room = tell.Grams(step.room);
    if (step.sender != kNone) sent = tell.Commodity(step.sender);
    table.rows.push_back({about, ++number, std::string(WordOf(step, tell.instance())), !step.back, from, to,
                          commodity, tell.SenPerKg(step.cost), tell.SenPerKg(sum), room});
    if (tell.has_transfers()) table.rows.back().push_back(sent);
    if (!tell.has_days()) continue;
    const std::int32_t day = DayOf(step, tell.instance());
    const std::int32_t sent_on = step.sender == kNone ? day : DayOfRequirement(tell.instance(), step.sender);
    table.rows.back().push_back(DateCell(tell.instance(), day));
    table.rows.back().push_back(sent_on == day ? Cell() : DateCell(tell.instance(), sent_on));
  }
}

// What is used here without being delivered here, and the other way round; by ratio, what more was served
// here and used elsewhere.
void AddSent(const std::vector<Sent>& comes, const std::vector<Sent>& goes, std::int64_t served_by_ratio,
             std::int64_t used_by_ratio, const Teller& tell, Table& table) {
  std::array<std::int64_t, 3> by_way{};
  for (const Sent& sent : comes) {
    const match::Transfer& transfer = tell.instance().transfers[sent.transfer];
    by_way[static_cast<std::size_t>(match::WayOf(tell.instance(), transfer))] += sent.quanta;
  }
  for (const Sent& sent : goes) used_by_ratio += sent.quanta;
  const auto add = [&](const char* key, Title title, std::int64_t quanta) {
    table.columns.push_back({key, std::move(title), Unit::kGrams});
    table.rows.front().emplace_back(tell.Grams(quanta));
  };
  add("from_stock", {"Of its stock", "Dari persediaannya"}, by_way[0]);
  add("from_storage", {"Kept from before", "Disimpan dari sebelumnya"}, by_way[1]);
  add("from_substitutes", {"Stood in for", "Digantikan bahan lain"}, by_way[2] + served_by_ratio);
  add("sent_on", {"Sent on", "Diteruskan"}, used_by_ratio);
}

Table RequirementTable(const Explanation& explanation, const Teller& tell) {
  const std::int32_t r = explanation.requirement;
  const std::int64_t need = tell.instance().requirements[r].need;
  Table table{
      .key = "requirement",
      .title = {"The requirement", "Kebutuhan"},
      .columns = {{"demand_id", {"Demand point", "Titik permintaan"}, Unit::kText},
                  {"commodity", {"Commodity", "Komoditas"}, Unit::kText},
                  {"need", {"Need", "Kebutuhan"}, Unit::kGrams},
                  {"served", {"Served", "Terpenuhi"}, Unit::kGrams},
                  {"shortage", {"Short", "Kekurangan"}, Unit::kGrams},
                  {"less_saves", {"A kg less saves", "Satu kg lebih sedikit menghemat"}, Unit::kSenPerKg},
                  {"more_costs",
                   {"A kg more costs", "Satu kg lebih banyak menambah biaya"},
                   Unit::kSenPerKg}},
      .rows = {{tell.DemandPoint(r), tell.Commodity(r), tell.Grams(need),
                tell.Grams(need - explanation.shortage), tell.Grams(explanation.shortage),
                explanation.less_saves ? tell.SenPerKg(*explanation.less_saves) : Cell{},
                tell.SenPerKg(explanation.more_costs)}}};
  if (tell.has_days()) {
    const Cell date = DateCell(tell.instance(), DayOfRequirement(tell.instance(), r));
    InsertColumn(0, {"date", {"Date", "Tanggal"}, Unit::kText}, {date}, table);
  }
  if (tell.has_transfers()) AddSent(explanation.comes, explanation.goes, 0, 0, tell, table);
  return table;
}

Table SuppliersTable(const Explanation& explanation, const Teller& tell) {
  Table table{
      .key = "suppliers",
      .title = {"Who serves it", "Siapa yang melayaninya"},
      .columns = {{"supplier_id", {"Supplier", "Pemasok"}, Unit::kText},
                  {"weight", {"Delivers", "Mengirim"}, Unit::kGrams},
                  {"price", {"Price", "Harga"}, Unit::kSenPerKg},
                  {"money", {"Landed", "Harga sampai di tempat"}, Unit::kSenPerKg},
                  {"surcharge", {"Surcharge", "Biaya tambahan"}, Unit::kSenPerKg},
                  {"all_in", {"All in", "Biaya seluruhnya"}, Unit::kSenPerKg},
                  {"road", {"Road", "Jarak"}, Unit::kMetres},
                  {"tier", {"Tier", "Tingkat wilayah"}, Unit::kText},
                  {"without", {"A kg less costs", "Satu kg lebih sedikit menambah biaya"}, Unit::kSenPerKg},
                  {"instead", {"Instead", "Penggantinya"}, Unit::kText}},
      .rows = {}};
  for (const Serving& serving : explanation.servings) {
    Cell without, instead;
    if (serving.without) {
      without = tell.SenPerKg(serving.without->cost);
      Sentence who = tell.InsteadAt(*serving.without, explanation.requirement);
      if (!who.english.empty()) instead = std::move(who);
    }
    table.rows.push_back({tell.Seller(serving.offer), tell.Grams(serving.quanta),
                          tell.instance().offers[serving.offer].price_sen_per_kg,
                          tell.SenPerKg(serving.lane.money), tell.SenPerKg(serving.lane.preference),
                          tell.SenPerKg(serving.lane.unit()), WholeRoad(serving.lane).value,
                          std::string(pasok::ToWord(serving.lane.tier)), without, instead});
    if (tell.has_aggregators()) table.rows.back().push_back(tell.ViaCell(serving.offer));
  }
  if (tell.has_aggregators()) table.columns.push_back({"via", {"Via", "Melalui"}, Unit::kText});
  return table;
}

Table RequirementInPlanTable(const Explanation& explanation, const Teller& tell) {
  const PlanItself& plan = *explanation.plan;
  const std::int64_t need = tell.instance().requirements[explanation.requirement].need;
  Table table{.key = "requirement_in_plan",
              .title = {"The requirement in the plan itself", "Kebutuhan itu dalam rencana itu sendiri"},
              .columns = {{"served", {"Served", "Terpenuhi"}, Unit::kGrams},
                          {"shortage", {"Short", "Kekurangan"}, Unit::kGrams}},
              .rows = {{tell.Grams(need - plan.shortage), tell.Grams(plan.shortage)}}};
  if (!tell.has_transfers() && plan.stood_in.empty() && plan.stands_in.empty()) return table;
  std::int64_t served = 0, used = 0;
  for (const StandsIn& row : plan.stood_in) served += row.quanta.served;
  for (const StandsIn& row : plan.stands_in) used += row.quanta.used;
  AddSent(plan.comes, plan.goes, served, used, tell, table);
  return table;
}

Table InPlanTable(const Explanation& explanation, const Teller& tell) {
  Table table{
      .key = "in_plan",
      .title = {"Who serves it in the plan itself", "Siapa yang melayaninya dalam rencana itu sendiri"},
      .columns = {{"supplier_id", {"Supplier", "Pemasok"}, Unit::kText},
                  {"weight", {"Delivers", "Mengirim"}, Unit::kGrams},
                  {"all_in", {"All in", "Biaya seluruhnya"}, Unit::kSenPerKg},
                  {"costs_more",
                   {"A kg would cost the cheapest plan", "Tambahan biaya tiap kg bagi rencana termurah"},
                   Unit::kSenPerKg}},
      .rows = {}};
  for (const InPlan& row : explanation.plan->deliveries) {
    Cell costs_more;
    if (row.cycle) costs_more = tell.SenPerKg(row.cycle->cost);
    table.rows.push_back(
        {tell.Seller(row.offer), tell.Grams(row.quanta), tell.SenPerKg(row.lane.unit()), costs_more});
  }
  return table;
}

Table CandidateTable(const Candidate& candidate, const Base& base, const Teller& tell) {
  Table table{
      .key = "candidate",
      .title = {"The supplier asked about", "Pemasok yang ditanyakan"},
      .columns = {{"supplier_id", {"Supplier", "Pemasok"}, Unit::kText},
                  {"standing", {"Standing", "Kedudukan"}, Unit::kText},
                  {"rule", {"Rule", "Aturan"}, Unit::kText},
                  {"price", {"Price", "Harga"}, Unit::kSenPerKg},
                  {"all_in", {"All in", "Biaya seluruhnya"}, Unit::kSenPerKg},
                  {"road", {"Road", "Jarak"}, Unit::kMetres},
                  {"delivers", {"Delivers here", "Mengirim ke sini"}, Unit::kGrams},
                  {"sold", {"Sold to all", "Terjual ke semua"}, Unit::kGrams},
                  {"capacity", {"Capacity", "Kapasitas"}, Unit::kGrams},
                  {"costs_more", {"A kg from it costs", "Tambahan biaya satu kg darinya"}, Unit::kSenPerKg},
                  {"highest_price", {"Bought up to", "Dibeli sampai harga"}, Unit::kSenPerKg},
                  {"least_capacity", {"Bought from", "Dibeli mulai kapasitas"}, Unit::kGrams}},
      .rows = {}};
  std::vector<Cell> row(table.columns.size());
  row[0] = base.dataset.suppliers[candidate.supplier].id;
  row[1] = std::string(study::ToWord(candidate.standing));
  if (candidate.breach) row[2] = std::string(WordOf(*candidate.breach, base));
  if (!candidate.held_back.empty()) row[2] = candidate.held_back.front().rule;
  if (candidate.offer != kNone) {
    const match::OfferRow& offer = tell.instance().offers[candidate.offer];
    row[3] = offer.price_sen_per_kg, row[4] = tell.SenPerKg(candidate.lane.unit());
    row[5] = WholeRoad(candidate.lane).value, row[6] = tell.Grams(candidate.quanta);
    row[7] = tell.Grams(candidate.sold), row[8] = tell.Grams(offer.capacity);
    if (candidate.cycle) row[9] = tell.SenPerKg(candidate.cycle->cost);
    if (candidate.highest_price) row[10] = *candidate.highest_price;
    if (candidate.least_capacity) row[11] = tell.Grams(*candidate.least_capacity);
  }
  if (tell.has_aggregators()) {
    table.columns.push_back({"via", {"Via", "Melalui"}, Unit::kText});
    table.columns.push_back({"least_handling",
                             {"Bought where the aggregator handles", "Dibeli bila pengumpul menangani"},
                             Unit::kGrams});
    row.resize(table.columns.size());
    if (candidate.offer != kNone) row[12] = tell.ViaCell(candidate.offer);
    if (candidate.least_handling) row[13] = tell.Grams(*candidate.least_handling);
  }
  table.rows.push_back(std::move(row));
  return table;
}

}  // namespace

std::vector<Table> TablesOf(const Explanation& explanation, const Base& base, const Teller& tell) {
  std::vector<Table> tables{RequirementTable(explanation, tell), SuppliersTable(explanation, tell)};
  Table replacements{
      .key = "replacements",
      .title = {"What a kg less of each would set off", "Akibat satu kg lebih sedikit dari masing-masing"},
      .columns = ColumnsOfSteps(tell),
      .rows = {}};
  for (const Serving& serving : explanation.servings) {
    if (serving.without) AddSteps(tell, tell.Seller(serving.offer), *serving.without, replacements);
  }
  tables.push_back(std::move(replacements));
  if (explanation.candidate) {
    const Candidate& candidate = *explanation.candidate;
    tables.push_back(CandidateTable(candidate, base, tell));
    Table chain{.key = "chain",
                .title = {"What a kg more of it would set off", "Akibat satu kg lebih banyak darinya"},
                .columns = ColumnsOfSteps(tell),
                .rows = {}};
    if (candidate.cycle) AddSteps(tell, tell.Seller(candidate.offer), *candidate.cycle, chain);
    tables.push_back(std::move(chain));
  }
  if (explanation.plan) {
    tables.push_back(RequirementInPlanTable(explanation, tell));
    tables.push_back(InPlanTable(explanation, tell));
  }
  return tables;
}

}  // namespace pasok::study
