#include <algorithm>

#include "engine/study/criticality.h"
#include "engine/study/wording.h"

namespace pasok::study {
namespace {

constexpr std::size_t kMostRows = 10'000;  // of suppliers
constexpr std::size_t kNamed = 5;          // "never lose these five"

Cell GramsCell(std::int64_t quanta, Grams quantum) { return quanta * quantum.value; }

std::vector<Column> FigureColumns() {
  return {{"sold", {"Sold", "Terjual"}, Unit::kGrams},
          {"demand_points", {"Demand points", "Titik permintaan"}, Unit::kCount},
          {"at_least", {"Loss costs at least", "Biaya kehilangan, paling sedikit"}, Unit::kSen},
          {"at_most", {"Loss costs at most", "Biaya kehilangan, paling banyak"}, Unit::kSen},
          {"exact", {"Known exactly", "Dihitung tepat"}, Unit::kYesNo},
          {"objective", {"Loss costs", "Biaya kehilangan"}, Unit::kSen},
          {"money", {"More money", "Tambahan uang"}, Unit::kSen},
          {"preference", {"More preference", "Tambahan preferensi"}, Unit::kSen},
          {"penalty", {"More penalty", "Tambahan denda"}, Unit::kSen},
          {"carried", {"More for keeping and stand-ins", "Tambahan biaya simpan dan pengganti"}, Unit::kSen},
          {"unserved", {"More unserved", "Tambahan kekurangan"}, Unit::kGrams}};
}

void AddFigures(const Loss& loss, Grams quantum, std::vector<Cell>& row) {
  row.insert(row.end(), {GramsCell(loss.sold, quantum), loss.demand_points, loss.at_least, loss.at_most,
                         loss.exact.has_value()});
  if (!loss.exact) return row.resize(row.size() + 6);
  row.insert(row.end(), {loss.exact->objective, loss.exact->money, loss.exact->preference,
                         loss.exact->penalty, loss.exact->carried, GramsCell(loss.exact->shortage, quantum)});
}

Column ThroughColumn(const std::string& whom, const std::string& siapa) {
  return {"through", {"Sell through " + whom, "Menjual melalui" + siapa}, Unit::kCount};
}

Table SuppliersTable(const Criticality& criticality, const Base& base) {
  Table table{.key = "suppliers",
              .title = {"Loss of each supplier", "Kehilangan tiap pemasok"},
              .columns = {{"supplier_id", {"Supplier", "Pemasok"}, Unit::kText},
                          {"name", {"Name", "Nama"}, Unit::kText},
                          {"kind", {"Kind", "Jenis"}, Unit::kText},
                          {"region", {"Region", "Wilayah"}, Unit::kText}},
              .rows = {}};
  for (Column& column : FigureColumns()) table.columns.push_back(std::move(column));
  for (const Loss& loss : criticality.suppliers) {
    if (table.rows.size() == kMostRows) break;
    const Supplier& supplier = base.dataset.suppliers[loss.suppliers.front()];
    std::vector<Cell> row{supplier.id, supplier.name, std::string(ToWord(supplier.kind)),
                          base.dataset.regions[supplier.region].code};
    AddFigures(loss, base.policy.quantum, row);
    if (base.policy.aggregators) row.emplace_back(loss.through);
    table.rows.push_back(std::move(row));
  }
  if (base.policy.aggregators) table.columns.push_back(ThroughColumn("it", "nya"));
  return table;
}

Table OwnersTable(const Criticality& criticality, const Base& base) {
  Table table{.key = "owners",
              .title = {"Loss of each owner's suppliers together", "Kehilangan semua pemasok satu pemilik"},
              .columns = {{"owner_group", {"Owner group", "Kelompok pemilik"}, Unit::kText},
                          {"suppliers", {"Suppliers", "Pemasok"}, Unit::kCount}},
              .rows = {}};
  for (Column& column : FigureColumns()) table.columns.push_back(std::move(column));
  for (const Loss& loss : criticality.owners) {
    std::vector<Cell> row{loss.owner_group, std::ssize(loss.suppliers) - loss.through};
    AddFigures(loss, base.policy.quantum, row);
    if (base.policy.aggregators) row.emplace_back(loss.through);
    table.rows.push_back(std::move(row));
  }
  if (base.policy.aggregators) table.columns.push_back(ThroughColumn("them", " mereka"));
  return table;
}

// What the exact loss means: "Rp 1 250 less to pay (Rp 9 000 more with surcharges and penalties), 12 kg more
// unserved".
Sentence Consequence(const Effect& change, Grams quantum) {
  const bool more = change.money >= 0;
  const std::string money = Rupiah(more ? change.money : -change.money);
  Sentence sentence{.english = money + (more ? " more to pay" : " less to pay"),
                    .indonesian = (more ? "biaya bertambah " : "biaya berkurang ") + money};
  if (change.objective != change.money) {
    const bool worse = change.objective >= 0;
    const std::string all = Rupiah(worse ? change.objective : -change.objective);
    sentence.english += " (" + all + (worse ? " more" : " less") + " with surcharges and penalties)";
    sentence.indonesian +=
        std::string(worse ? " (bertambah " : " (berkurang ") + all + " dengan tambahan preferensi dan denda)";
  }
  if (change.shortage == 0) {
    sentence.english += ", nothing more unserved";
    sentence.indonesian += ", tidak ada tambahan kekurangan";
  } else {
    const bool worse = change.shortage > 0;
    const std::string kg = Kg(worse ? change.shortage : -change.shortage, quantum);
    sentence.english += ", " + kg + (worse ? " more" : " less") + " unserved";
    sentence.indonesian += ", kekurangan " + std::string(worse ? "bertambah " : "berkurang ") + kg;
  }
  return sentence;
}

// "Never lose these five: A; B; …"
Sentence NeverLose(const Criticality& criticality, std::size_t count) {
  static constexpr const char* kEnglish[] = {"",           "this one",  "these two", "these three",
                                             "these four", "these five"};
  static constexpr const char* kIndonesian[] = {"",         "yang satu ini", "dua ini",
                                                "tiga ini", "empat ini",     "lima ini"};
  const bool surely = criticality.proven >= static_cast<std::int64_t>(count);
  Sentence sentence{std::string("Never lose ") + kEnglish[count] + ": ",
                    std::string("Jangan sampai kehilangan ") + kIndonesian[count] + ": "};
  if (surely) {
    sentence.english += "no other single loss costs the plan more.";
    sentence.indonesian += "tidak ada kehilangan satu pemasok lain yang lebih mahal bagi rencana ini.";
  } else {
    const std::string highest = Rupiah(criticality.highest_unknown);
    sentence.english +=
        "of the losses that were worked out exactly they cost the plan most; another may cost up to " +
        highest + ".";
    sentence.indonesian +=
        "dari kehilangan yang dihitung tepat, inilah yang paling mahal; yang lain dapat menelan biaya "
        "sampai " +
        highest + ".";
  }
  return sentence;
}

Sentence SayLoss(const std::string& who, const std::string& siapa, const Effect& change, Grams quantum) {
  const Sentence consequence = Consequence(change, quantum);
  return {.english = "Without " + who + ": " + consequence.english + ".",
          .indonesian = "Tanpa " + siapa + ": " + consequence.indonesian + "."};
}

// Who is lost because it sells through one of them.
void AddThrough(const Loss& loss, Sentence& lost) {
  if (loss.through == 0) return;
  const bool one = loss.owner_group.empty();
  lost.english += " and " +
                  Counted(loss.through, "supplier that sells through ", "suppliers that sell through ") +
                  (one ? "it" : "them");
  lost.indonesian +=
      " dan " + Number(loss.through) + " pemasok yang menjual melalui" + (one ? "nya" : " mereka");
}

Sentence SayUnknown(const Criticality& criticality, std::int64_t known) {
  const std::int64_t sellers = criticality.sellers, others = std::ssize(criticality.suppliers) - sellers;
  const std::string highest = Rupiah(criticality.highest_unknown);
  Sentence who{Counted(sellers, "supplier sells", "suppliers sell"), Number(sellers) + " pemasok menjual"};
  if (others > 0) {
    who.english += ", and " + Counted(others, "sells", "sell") + " nothing but what others sell through " +
                   (others == 1 ? "it" : "them");
    who.indonesian += ", dan " + Number(others) + " hanya menjual milik pemasok lain";
  }
  return {.english = who.english + "; " +
                     (known == 0 ? std::string("no loss") : "the loss of " + Number(known)) +
                     " was planned anew. What " + (known == 0 ? "each" : "each of the others") +
                     " costs is bounded: at most " + highest + ", penalties and preferences included.",
          .indonesian = who.indonesian + "; kehilangan " + Number(known) +
                        " di antaranya direncanakan ulang, untuk yang lain ada batasnya: paling banyak " +
                        highest + " masing-masing, termasuk denda dan preferensi."};
}

// Nothing was planned anew by then.
Sentence SayUnbounded(const Criticality& criticality) {
  const std::int64_t bounded = criticality.sellers - criticality.unbounded;
  return {.english = Counted(criticality.sellers, "supplier sells", "suppliers sell") +
                     "; the study was stopped when what the loss of " + Number(bounded) +
                     " of them costs was bounded.",
          .indonesian = Number(criticality.sellers) +
                        " pemasok menjual; kajian dihentikan ketika batas biaya kehilangan " +
                        Number(bounded) + " di antaranya telah dihitung."};
}

Sentence SayUnproven(std::int64_t losses) {
  return {
      .english = "The plans without " +
                 Counted(losses, "supplier or owner group", "suppliers or owner groups") +
                 " aren't proven optimal, since kitchens share a small store among commodities: what these "
                 "losses cost is bounded.",
      .indonesian = "Rencana tanpa " + Number(losses) +
                    " pemasok atau kelompok pemilik tidak terbukti optimal, karena dapur memakai gudang "
                    "kecil bersama untuk beberapa komoditas: untuk biaya kehilangan ini hanya ada batasnya."};
}

}  // namespace

Report ToReport(const Criticality& criticality, const Base& base) {
  Report report{.sentences = {},
                .tables = {SuppliersTable(criticality, base), OwnersTable(criticality, base)},
                .complete = criticality.complete};
  const Grams quantum = base.policy.quantum;
  const std::int64_t known =
      std::ranges::count_if(criticality.suppliers, [](const Loss& loss) { return loss.exact.has_value(); });
  const auto costly = std::ranges::count_if(
      criticality.suppliers, [](const Loss& loss) { return loss.exact && loss.exact->objective > 0; });
  const std::size_t named = std::min<std::size_t>(kNamed, static_cast<std::size_t>(costly));
  if (criticality.suppliers.empty() && criticality.complete)
    report.sentences.push_back(
        {"Nobody sells anything in this plan, so nobody can be lost.",
         "Tidak ada yang menjual dalam rencana ini, jadi tidak ada yang dapat hilang."});
  if (named > 0) report.sentences.push_back(NeverLose(criticality, named));
  for (std::size_t i = 0; i < named; ++i) {
    const Loss& loss = criticality.suppliers[i];
    const Supplier& supplier = base.dataset.suppliers[loss.suppliers.front()];
    const std::string who = supplier.name + " (" + supplier.id + ")";
    Sentence lost{who, who};
    AddThrough(loss, lost);
    report.sentences.push_back(SayLoss(lost.english, lost.indonesian, *loss.exact, quantum));
  }
  if (!criticality.owners.empty() && criticality.owners.front().exact) {
    const Loss& loss = criticality.owners.front();
    const std::int64_t count = std::ssize(loss.suppliers) - loss.through;
    const std::string all = count == 2 ? "both" : "all " + Number(count);
    const std::string semua = count == 2 ? "kedua" : "semua " + Number(count);
    Sentence lost{all + " suppliers of the owner group " + loss.owner_group,
                  semua + " pemasok kelompok pemilik " + loss.owner_group};
    AddThrough(loss, lost);
    report.sentences.push_back(SayLoss(lost.english, lost.indonesian, *loss.exact, quantum));
  }
  if (known < std::ssize(criticality.suppliers)) {
    report.sentences.push_back(criticality.unbounded > 0 ? SayUnbounded(criticality)
                                                         : SayUnknown(criticality, known));
  }
  const std::int64_t unproven = std::ranges::count_if(criticality.suppliers, &Loss::unproven) +
                                std::ranges::count_if(criticality.owners, &Loss::unproven);
  if (unproven > 0) report.sentences.push_back(SayUnproven(unproven));
  return report;
}

}  // namespace pasok::study
