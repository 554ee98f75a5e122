#include "server/plan_maker.h"

#include <algorithm>
#include <map>
#include <utility>

#include "engine/match/plan_files.h"
#include "server/convert.h"
#include "server/names.h"
#include "server/regions.h"

namespace pasok::server {
namespace {

// A plan is listed with others of its kind; its findings must leave room for them.
constexpr std::size_t kMostFindingBytes = std::size_t{64} << 10;

// How the stages share the whole: reading is quick, storing quicker.
constexpr double kReadEnd = 0.05;
constexpr double kMatchEnd = 0.95;

match::Progress At(std::string_view stage, double fraction) {
  match::Progress progress;
  progress.stage = stage;
  progress.fraction = fraction;
  return progress;
}

Fault QuestionUnfit() {
  return {.code = grpc::StatusCode::INVALID_ARGUMENT,
          .reason = "QUESTION_UNFIT",
          .english = "the question does not fit the dataset; its findings say why",
          .indonesian = "pertanyaan tidak sesuai dengan dataset; lihat daftar temuan"};
}

Fault NoPlan(const std::string& refusal, const StopToken& stop) {
  if (stop.DeadlinePassed()) {
    return {.code = grpc::StatusCode::DEADLINE_EXCEEDED,
            .reason = "TIME_LIMIT",
            .english = "the time limit passed before there was a plan to show; allow more time",
            .indonesian = "batas waktu terlampaui sebelum ada rencana; beri waktu lebih lama"};
  }
  return {
      .code = grpc::StatusCode::RESOURCE_EXHAUSTED,
      .reason = "TOO_LARGE",
      .english = refusal,
      .indonesian = "masalah ini terlalu besar untuk server ini; rencanakan lebih sedikit wilayah sekaligus"};
}

bool LiesWithin(const Dataset& dataset, const std::string& demand_id, const v1::Plan& plan) {
  if (plan.regions().empty()) return true;
  const std::int32_t point = dataset.FindDemandPoint(demand_id);
  if (point == kNone) return false;
  return std::any_of(plan.regions().begin(), plan.regions().end(), [&](const std::string& code) {
    const std::int32_t region = dataset.FindRegion(code);
    return region != kNone && dataset.IsWithin(dataset.demand_points[point].region, region);
  });
}

// Less was found or proven than was asked for; only a stop does that. Where no money is spent, no gap is
// small.
bool StoppedEarly(const match::Plan& plan, double gap_limit_percent) {
  const match::Certificate& certificate = plan.certificate;
  const auto gap = static_cast<double>(certificate.primal - certificate.dual);
  const double gap_limit = gap_limit_percent / 100 * static_cast<double>(plan.totals.money);
  return !certificate.lanes_eligible_proof || (!plan.complete && gap > gap_limit);
}

PlanContent ContentOf(const match::Plan& plan, const Dataset& dataset, const Policy& policy,
                      const match::PlanLabels& labels) {
  PlanContent content;
  AllocationBlocks blocks;
  for (const match::Allocation& allocation : plan.allocations)
    blocks.Add(ToProto(allocation, dataset, plan.quantum));
  content.blocks = std::move(blocks).Finish();
  match::WritePlanFiles(plan, dataset, policy, labels, [&](std::string_view name, std::string bytes) {
    content.files.push_back({std::string(name), std::move(bytes)});
  });
  return content;
}

}  // namespace

PlanAnswer PlanMaker::Make(const PlanJob& job, const StopToken& stop,
                           const match::ProgressSink& progress) const {
  progress(At("read", 0));
  const std::string dataset_id = DatasetIdOf(job.plan.dataset(), "dataset");
  const std::shared_ptr<const Dataset> dataset = datasets_.Get(dataset_id);
  const Policy policy = ReadPolicy(job.policy_yaml, "policy.yaml").policy;
  PlanAnswer answer;
  const match::Question question = AskedBy(job.plan, *dataset, answer.subtracted_plans);

  const auto matching = [&](const match::Progress& told) {
    match::Progress within = told;
    within.fraction = kReadEnd + told.fraction * (kMatchEnd - kReadEnd);
    progress(within);
  };
  match::MatchOptions options = options_;
  options.gap = job.plan.gap_limit_percent() / 100;
  const match::PlanResult result = match::MakePlan(*dataset, policy, question, options, stop, matching);
  if (!result.plan) {
    answer.findings = ToProto(result.findings, kMostFindingBytes);
    answer.fault = result.findings.ok() ? NoPlan(result.refusal, stop) : QuestionUnfit();
    return answer;
  }
  progress(At("store", kMatchEnd));
  answer.summary = Summarise(*result.plan, version_);
  answer.summary->set_stopped_early(StoppedEarly(*result.plan, job.plan.gap_limit_percent()));
  answer.content =
      ContentOf(*result.plan, *dataset, policy,
                {.dataset = dataset_id, .version = version_, .subtracted_plans = answer.subtracted_plans});
  return answer;
}

match::Question PlanMaker::AskedBy(const v1::Plan& plan, const Dataset& dataset,
                                   std::vector<std::string>& subtracted) const {
  match::Question question{
      .date = ParseDate(plan.date()), .regions = {plan.regions().begin(), plan.regions().end()}, .taken = {}};
  std::map<std::pair<std::string, std::string>, Grams> taken;  // by supplier, commodity
  for (const v1::Plan& other : plans_.PublishedOn(plan.date())) {
    // A plan of the same regions is the one that this plan will replace.
    if (plan.regions().empty() || SameRegions(plan.regions(), other.regions())) continue;
    subtracted.push_back(other.name());
    plans_.VisitAllocations(
        PlanIdOf(other.name(), "name"), {}, 0, [&](std::int64_t, v1::Allocation& allocation) {
          if (!LiesWithin(dataset, allocation.demand_id(), plan)) {
            taken[{allocation.supplier_id(), allocation.commodity()}] += Grams{allocation.grams()};
          }
          return true;
        });
  }
  for (const auto& [key, weight] : taken) {
    question.taken.push_back({.supplier_id = key.first, .commodity = key.second, .weight = weight});
  }
  return question;
}

}  // namespace pasok::server
