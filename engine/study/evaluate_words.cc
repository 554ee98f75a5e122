#include "engine/study/evaluate_words.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "engine/study/wording.h"

namespace pasok::study {
namespace {

using match::Breach;
using match::BrokenRule;

void SayRepeats(const match::Fit& fit, std::vector<Sentence>& sentences) {
  if (fit.repeats.empty()) return;
  const match::Repeat& repeat = fit.repeats.front();
  const std::string line = Number(repeat.row.line), first_line = Number(repeat.first_line);
  const std::string count = Number(std::ssize(fit.repeats));
  const bool one = fit.repeats.size() == 1;
  sentences.push_back(
      {(one ? "Line " + line + " is for the same demand point, commodity, supplier and day as line " +
                  first_line + "; their kg are added up."
            : count + " rows are for the same demand point, commodity, supplier and day as an earlier one, " +
                  "such as line " + line + " as line " + first_line +
                  "; their kg are added up: see repeated_rows."),
       (one ? "Baris " + line +
                  " untuk titik permintaan, komoditas, pemasok dan hari yang sama dengan baris " +
                  first_line + "; kg-nya dijumlahkan."
            : count + " baris untuk titik permintaan, komoditas, pemasok dan hari yang sama dengan baris " +
                  "sebelumnya, misalnya baris " + line + " dengan baris " + first_line +
                  "; kg-nya dijumlahkan: lihat repeated_rows.")});
}

// Whether it breaks a rule that the best plan keeps, or breaks less.
bool BreaksMore(const std::vector<BrokenTogether>& together, const std::vector<BrokenTogether>& of_best) {
  const auto key = [](const BrokenTogether& broken) {
    return std::tie(broken.rule, broken.date, broken.demand_point, broken.commodity, broken.supplier,
                    broken.region);
  };
  return std::ranges::any_of(together, [&](const BrokenTogether& broken) {
    const auto same =
        std::ranges::find_if(of_best, [&](const BrokenTogether& other) { return key(other) == key(broken); });
    if (same == of_best.end()) return true;
    return IsAFloor(broken.rule) ? broken.planned.value < same->planned.value
                                 : same->planned.value < broken.planned.value;
  });
}

// How often rules are broken, and as far as rows break them together, what that means.
Sentence SayBroken(const Evaluation& evaluation, const std::vector<BrokenTogether>& together,
                   const std::vector<BrokenTogether>& of_best, const Base& base) {
  const auto times = [](std::int64_t count) {
    return Sentence{count == 1 ? "once" : Number(count) + " times", Number(count) + " kali"};
  };
  const std::int64_t alone = std::ssize(evaluation.fit.breaches), all = alone + std::ssize(together);
  if (all == 0 && evaluation.complete) return {"No rule is broken.", "Tidak ada aturan yang dilanggar."};
  if (all == 0)
    return {"No row by itself breaks a rule.", "Tidak ada baris yang dengan sendirinya melanggar aturan."};
  Sentence sentence{(all == 1 ? "A rule is broken " : "Rules are broken ") + times(all).english,
                    times(all).indonesian + " aturan dilanggar"};
  if (together.empty())
    return {sentence.english + "; see broken_rules.", sentence.indonesian + "; lihat broken_rules."};
  const Sentence by_itself = times(alone), by_all = times(std::ssize(together)),
                 best = times(std::ssize(of_best));
  const std::int64_t reported = std::ranges::count_if(
      together, [&](const BrokenTogether& broken) { return IsOnlyReported(broken.rule, base.policy); });
  Sentence means;
  if (reported == std::ssize(together)) {
    means = {", which the policy only reports", ", yang menurut kebijakan hanya dilaporkan"};
  } else if (reported > 0) {
    means = {", of which the policy only reports " + Number(reported),
             ", di antaranya " + Number(reported) + " menurut kebijakan hanya dilaporkan"};
  }
  const Sentence beside{", and the best plan does " + best.english,
                        ", dan oleh rencana terbaik " + best.indonesian};
  if (alone == 0)
    return {"No row by itself breaks a rule; together they break rules " + by_all.english + means.english +
                beside.english + "; see rules.",
            "Tidak ada baris yang dengan sendirinya melanggar aturan; bersama-sama " + by_all.indonesian +
                " aturan dilanggar" + means.indonesian + beside.indonesian + "; lihat rules."};
  return {sentence.english + ": " + by_itself.english + " by rows by themselves and " + by_all.english +
              " by rows together" + means.english + beside.english + "; see broken_rules.",
          sentence.indonesian + ": " + by_itself.indonesian + " oleh baris dengan sendirinya dan " +
              by_all.indonesian + " oleh baris bersama-sama" + means.indonesian + beside.indonesian +
              "; lihat broken_rules."};
}

// Where all rows are of days that aren't planned, which ones; nothing else is to be said of them then.
std::optional<Sentence> SayOtherDays(const match::Fit& fit) {
  std::set<Date> dates;
  std::int64_t rows = 0;
  for (const Breach& breach : fit.breaches) {
    if (breach.rule != BrokenRule::kWrongDate || !breach.date) continue;
    dates.insert(*breach.date);
    ++rows;
  }
  if (rows == 0 || rows < fit.rows) return std::nullopt;
  const std::string first = ToIso(*dates.begin()), last = ToIso(*dates.rbegin());
  if (dates.size() == 1)
    return Sentence{
        "All rows are of " + first + ", which isn't planned: ask for that day (--date " + first + ").",
        "Semua baris bertanggal " + first + ", yang tidak direncanakan: mintalah hari itu (--date " + first +
            ")."};
  const std::string days =
      "--from " + first + " --days " + std::to_string(dates.rbegin()->days - dates.begin()->days + 1);
  return Sentence{"All rows are of " + first + " to " + last +
                      ", which aren't planned: ask for those days (" + days + ").",
                  "Semua baris bertanggal " + first + " sampai " + last +
                      ", yang tidak direncanakan: mintalah hari-hari itu (" + days + ")."};
}

void SayDistance(const Evaluation& evaluation, const std::vector<BrokenTogether>& together,
                 const std::vector<BrokenTogether>& of_best, const Base& base,
                 std::vector<Sentence>& sentences) {
  const bool any_together = !together.empty();
  const Grams quantum = base.policy.quantum;
  const std::string objective = Rupiah(evaluation.objective()), money = Rupiah(evaluation.money);
  const std::string preference = Rupiah(evaluation.preference), penalty = Rupiah(evaluation.penalty);
  if (evaluation.objective() == 0 && any_together) {
    sentences.push_back(
        {"What is lawful of it costs as much as the best plan, apart from the rules that its rows break "
         "together.",
         "Bagian yang sah sama biayanya dengan rencana terbaik, di luar aturan yang dilanggar baris-barisnya "
         "bersama-sama."});
    return;
  }
  const bool proven = evaluation.best.certificate.primal == evaluation.best.certificate.dual;
  if (evaluation.objective() == 0 && (!proven || !evaluation.fit.breaches.empty())) {
    const bool whole = evaluation.fit.breaches.empty();
    sentences.push_back({std::string(whole ? "It" : "What is lawful of it") + " is as good as the best plan" +
                             (proven ? "." : " found, which isn't proven optimal."),
                         std::string(whole ? "Rencana ini" : "Bagian yang sah") +
                             " sama baiknya dengan rencana terbaik" +
                             (proven ? "." : " yang ditemukan, yang tidak terbukti terbaik.")});
    return;
  }
  if (evaluation.objective() == 0) {
    sentences.push_back({"No plan that keeps the rules is better than this one.",
                         "Tidak ada rencana yang mematuhi aturan dan lebih baik daripada ini."});
    return;
  }
  if (evaluation.objective() < 0) {  // only where rules moved the best plan, or it keeps contracts
    const std::string better = Rupiah(-evaluation.objective());
    if (BreaksMore(together, of_best)) {
      sentences.push_back(
          {"What is lawful of it lies " + better +
               " below the best plan, which keeps to rules that this one breaks, as far as it can.",
           "Bagian yang sah berada " + better +
               " di bawah rencana terbaik, yang sedapat mungkin mematuhi aturan yang dilanggar di sini."});
      return;
    }
    sentences.push_back(
        {"What is lawful of it lies " + better +
             " below the best plan found, which rules keep from being proven optimal.",
         "Bagian yang sah berada " + better +
             " di bawah rencana terbaik yang ditemukan, yang karena aturan tidak dapat dibuktikan terbaik."});
    return;
  }
  const std::string carried = Rupiah(evaluation.carried);
  const bool any_carried = evaluation.carried != 0;
  sentences.push_back(
      {"What is lawful of it lies " + objective + " above the best plan: " + money + " in money, " +
           preference + " in surcharges, " + penalty + " in penalties for shortages" +
           (any_carried ? ", " + carried + " for keeping food and letting it stand in for other food." : "."),
       "Bagian yang sah berada " + objective + " di atas rencana terbaik: " + money + " berupa uang, " +
           preference + " berupa tambahan preferensi, " + penalty + " berupa denda kekurangan" +
           (any_carried ? ", " + carried + " untuk menyimpan dan mengganti bahan." : ".")});
  if (evaluation.shortage == 0) return;
  const bool more = evaluation.shortage > 0;
  const std::string kg = Kg(more ? evaluation.shortage : -evaluation.shortage, quantum);
  sentences.push_back(
      {"It leaves " + kg + (more ? " more" : " less") + " unserved than the best plan.",
       "Kekurangannya " + kg + (more ? " lebih banyak" : " lebih sedikit") + " daripada rencana terbaik."});
}

}  // namespace

std::vector<Sentence> SentencesOf(const Evaluation& evaluation, const std::vector<BrokenTogether>& together,
                                  const std::vector<BrokenTogether>& of_best, const Base& base) {
  const match::Fit& fit = evaluation.fit;
  const std::string rows = Number(fit.rows), kg = Kg(fit.grams, {1}), lawful = Kg(fit.lawful_grams, {1});
  std::vector<Sentence> sentences;
  if (std::optional<Sentence> days = SayOtherDays(fit)) sentences.push_back(*std::move(days));
  const bool by_row = !evaluation.complete || !together.empty();
  sentences.push_back({Counted(fit.rows, "row plans ", "rows plan ") + kg + "; " + lawful +
                           " of it keep the rules" + (by_row ? " row by row." : "."),
                       rows + " baris merencanakan " + kg + "; " + lawful + " di antaranya mematuhi aturan" +
                           (by_row ? " baris demi baris." : ".")});
  sentences.push_back(SayBroken(evaluation, together, of_best, base));
  SayRepeats(fit, sentences);
  if (evaluation.complete) {
    SayDistance(evaluation, together, of_best, base, sentences);
  } else {
    sentences.push_back(
        {"It was stopped before the table could be held against the best plan: this is what its rows break "
         "one by one.",
         "Dihentikan sebelum tabel ini dapat dibandingkan dengan rencana terbaik: inilah yang dilanggar "
         "baris-barisnya satu per satu."});
  }
  return sentences;
}

}  // namespace pasok::study
