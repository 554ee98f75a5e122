#include "engine/study/moved.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "engine/match/around_stores.h"
#include "engine/match/beyond/beyond.h"
#include "engine/match/question/delivery.h"
#include "engine/match/question/transfers.h"
#include "engine/study/wording.h"

namespace pasok::study {
namespace {

using match::Instance;

// The rules in use that no network can say.
std::vector<Sentence> RulesOf(const Instance& instance) {
  const Policy& policy = instance.policy;
  std::vector<Sentence> rules;
  if (policy.deliveries.whole) rules.push_back({"whole deliveries", "pengiriman utuh"});
  if (policy.deliveries.most_suppliers) {
    rules.push_back({"few suppliers for each requirement", "batas jumlah pemasok per kebutuhan"});
  }
  if (policy.budget.mode == BudgetMode::kAim) rules.push_back({"budgets", "anggaran"});
  if (policy.sharing.mode == SharingMode::kAim) rules.push_back({"limits on shares", "batas bagian"});
  if (policy.min_suppliers.mode >= MinSuppliersMode::kAim)
    rules.push_back({"enough suppliers for each kitchen", "jumlah pemasok minimum per dapur"});
  if (!instance.stand_ins.empty()) rules.push_back({"substitutes by their ratios", "rasio pengganti"});
  if (!instance.familiar.empty()) rules.push_back({"steady suppliers", "pemasok yang tetap"});
  return rules;
}

Sentence Listed(const std::vector<Sentence>& rules) {
  if (rules.empty()) return {"a rule", "suatu aturan"};
  Sentence listed;
  for (std::size_t i = 0; i < rules.size(); ++i) {
    const bool last = i + 1 == rules.size();
    listed.english += (i == 0 ? "" : last ? " and " : ", ") + rules[i].english;
    listed.indonesian += (i == 0 ? "" : last ? " dan " : ", ") + rules[i].indonesian;
  }
  return listed;
}

std::int64_t ShortageOf(const match::Solved& solved) {
  return std::accumulate(solved.matching.shortage.begin(), solved.matching.shortage.end(), std::int64_t{0});
}

}  // namespace

bool IsMoved(const match::Solved& plan) {
  return plan.instance.policy.aims == Aims::kWeighted && match::beyond::IsAsked(plan.instance) &&
         (!plan.matching.is_proven() || !plan.instance.stand_ins.empty());
}

std::optional<Sentence> RulesThatMove(const Instance& instance) {
  if (instance.policy.aims != Aims::kWeighted || !match::beyond::IsAsked(instance)) return std::nullopt;
  return Listed(RulesOf(instance));
}

Unmoved OptimumBeside(const match::Solved& plan, const Run& run) {
  match::Question question;
  question.taken = plan.taken;
  question.previous = plan.previous;
  question.at_hand = plan.at_hand;
  Unmoved unmoved{.optimum = std::make_unique<match::Solved>(match::WithoutStandIns(plan.instance), question),
                  .refusal = ""};
  Instance& instance = unmoved.optimum->instance;
  const match::ProgressSink told = [&](const match::Progress& progress) {
    run.progress("solve", progress.fraction);
  };
  // Without stand-ins and such stores it is the optimum that the plan was moved off.
  const bool is_known = plan.instance.stand_ins.empty() && instance.stores.empty();
  match::MatchResult result =
      match::MatchAroundStores(instance, unmoved.optimum->lanes, run.options, run.stop,
                               run.progress ? told : nullptr, run.memory, is_known ? "" : "beside");
  if (result.matching && result.matching->is_proven()) {
    unmoved.optimum->matching = *std::move(result.matching);
  } else {
    unmoved.optimum.reset();
    unmoved.refusal = std::move(result.refusal);
  }
  return unmoved;
}

Sentence SayMoved(const match::Solved& plan, const match::Solved& optimum) {
  const Sentence rules = Listed(RulesOf(plan.instance));
  const Int128 less = Int128{plan.matching.objective} - optimum.matching.objective;
  // Only what stands in may make a plan cheaper than the network's optimum.
  const std::string figure = Rupiah(less < 0 ? -less : less);
  const Sentence costs = less == 0  ? Sentence{"as much", "sama mahalnya"}
                         : less < 0 ? Sentence{figure + " more", figure + " lebih mahal"}
                                    : Sentence{figure + " less", figure + " lebih murah"};
  Sentence sentence{"This plan was made with rules that no network can say (" + rules.english +
                        "): the answers below are those of the cheapest plan without them, which costs " +
                        costs.english + ", surcharges and penalties included",
                    "Rencana ini disusun dengan aturan yang tidak dapat dimodelkan sebagai jaringan (" +
                        rules.indonesian +
                        "): jawaban di bawah ini berlaku untuk rencana termurah tanpa aturan itu, yang " +
                        costs.indonesian + ", termasuk tambahan dan denda"};
  const std::int64_t more = ShortageOf(plan) - ShortageOf(optimum);
  if (more != 0) {
    const std::string kg = Kg(more > 0 ? more : -more, plan.instance.policy.quantum);
    sentence.english +=
        more > 0 ? ", and leaves " + kg + " less short" : ", and leaves " + kg + " more short";
    sentence.indonesian += ", dan kekurangannya " + kg + (more > 0 ? " lebih sedikit" : " lebih banyak");
  }
  // They are no part of the instance, so that the plan and this one have the same offers.
  const std::int64_t too_small =
      std::ranges::count(plan.instance.excluded, match::Excluded::kTooSmall, &match::ExcludedOffer::reason);
  if (too_small > 0) {
    sentence.english += "; it leaves out " + Counted(too_small, "offer that is", "offers that are") +
                        " too small for a whole delivery, as this plan does";
    sentence.indonesian +=
        "; " + Number(too_small) +
        " tawaran yang terlalu kecil untuk satu pengiriman utuh tidak dipakai, seperti dalam "
        "rencana ini";
  }
  sentence.english += ".", sentence.indonesian += ".";
  return sentence;
}

}  // namespace pasok::study
