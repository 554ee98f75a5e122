#include "server/study_question.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

#include "engine/register/sha256.h"
#include "server/convert.h"
#include "server/fault.h"
#include "server/names.h"
#include "server/plan_question.h"
#include "server/request_fields.h"
#include "server/scenario.h"
#include "server/stored_policy.h"

namespace pasok::server {
namespace {

constexpr std::size_t kMostScenarios = 50;
constexpr std::size_t kMostNameBytes = 256;
constexpr std::size_t kMostAllocationsBytes = std::size_t{256} << 20;  // a day of the nation
constexpr std::int32_t kUsualPoints = 20, kMostPoints = 200;
constexpr std::int32_t kUsualRecruits = 50, kMostRecruits = 1000;
constexpr std::int32_t kUsualCritical = 1000, kMostCritical = 10'000;

using Question = v1::StudyQuestion;

Fault WrongFiles(const std::string& wanted, const std::string& diminta) {
  return BadField("chunk", "after `start` must follow " + wanted,
                  "setelah `start` harus menyusul " + diminta);
}

void Limit(std::int32_t asked, std::int32_t least, std::int32_t most, const char* field) {
  if (asked == 0 || (asked >= least && asked <= most)) return;
  const std::string from_to = std::to_string(least) + " - " + std::to_string(most);
  throw BadField(field, "must lie within " + from_to + ", or be 0",
                 "harus di antara " + from_to + ", atau 0");
}

void CheckName(const std::string& name, bool required, const char* field) {
  if (required && name.empty()) throw BadField(field, "must be given", "harus diisi");
  if (name.size() > kMostNameBytes)
    throw BadField(field, "must have at most 256 bytes", "paling panjang 256 bita");
}

// Calls the files as asked; as they were sent, where nothing is.
template <class Names>
void CallFiles(const Names& names, const char* field, std::vector<RegisterFile>& files) {
  if (names.empty()) return;
  if (std::ssize(files) != std::ssize(names))
    throw BadField(field, "must name each file that follows, in their order",
                   "harus menyebut tiap berkas yang menyusul, menurut urutannya");
  std::set<std::string> all;
  auto file = files.begin();
  for (const std::string& name : names) {
    if (name.empty()) throw BadField(field, "must not be empty", "tidak boleh kosong");
    CheckFileName(name, field);
    if (!all.insert(name).second)
      throw BadField(field, "must differ from each other: '" + name + "' stands there twice",
                     "harus berlainan: '" + name + "' ada dua kali");
    (file++)->name = name;
  }
}

// What is wrong with any of the files, told at once.
void RequireScenarios(const std::vector<RegisterFile>& files) {
  Findings all;
  std::map<std::string, std::string> file_of;  // by name of the scenario
  for (const RegisterFile& file : files) {
    const auto [scenario, findings] = study::ReadScenario(file.content, file.name);
    const auto [first, is_new] = file_of.try_emplace(scenario.name, file.name);
    if (findings.ok() && !is_new) {  // a table couldn't tell them apart
      all.list.push_back({.code = "duplicate_name",
                          .file = file.name,
                          .field = "name",
                          .value = scenario.name,
                          .expected = "a name for each scenario",
                          .fix = first->second + " has the same"});
      ++all.errors;
    }
    all.errors += findings.errors;
    all.list.insert(all.list.end(), findings.list.begin(), findings.list.end());
  }
  if (!all.ok()) throw BadScenario(all, "chunk");
}

// The question as the study shows it: with its defaults and the names of its files, which they bear then.
Question Resolved(Question question, std::vector<RegisterFile>& files) {
  const bool wants_files = question.has_comparison() || question.has_evaluation();
  if (!wants_files && !files.empty()) throw WrongFiles("no files", "tanpa berkas");
  switch (question.kind_case()) {
    case Question::kComparison:
      if (files.empty() || files.size() > kMostScenarios)
        throw WrongFiles("1 to 50 scenario files", "1 sampai 50 berkas skenario");
      CallFiles(question.comparison().scenario_files(), "start.question.comparison.scenario_files", files);
      RequireScenarios(files);
      question.mutable_comparison()->clear_scenario_files();
      for (const RegisterFile& file : files) question.mutable_comparison()->add_scenario_files(file.name);
      break;
    case Question::kFrontier: {
      Question::Frontier& frontier = *question.mutable_frontier();
      if (frontier.axis() == Question::Frontier::AXIS_UNSPECIFIED ||
          !Question::Frontier::Axis_IsValid(frontier.axis())) {
        throw BadField("start.question.frontier.axis", "must be LOCAL_SHARE, TIER_SURCHARGE or SHORTAGE",
                       "harus LOCAL_SHARE, TIER_SURCHARGE atau SHORTAGE");
      }
      Limit(frontier.points(), 2, kMostPoints, "start.question.frontier.points");
      if (frontier.points() == 0) frontier.set_points(kUsualPoints);
      break;
    }
    case Question::kExplanation:
      CheckName(question.explanation().demand_id(), true, "start.question.explanation.demand_id");
      CheckName(question.explanation().commodity(), true, "start.question.explanation.commodity");
      CheckName(question.explanation().supplier_id(), false, "start.question.explanation.supplier_id");
      CheckDate(question.explanation().date(), "start.question.explanation.date");
      break;
    case Question::kRecruits:
      Limit(question.recruits().top(), 1, kMostRecruits, "start.question.recruits.top");
      if (question.recruits().top() == 0) question.mutable_recruits()->set_top(kUsualRecruits);
      break;
    case Question::kCriticality:
      Limit(question.criticality().top(), 1, kMostCritical, "start.question.criticality.top");
      if (question.criticality().top() == 0) question.mutable_criticality()->set_top(kUsualCritical);
      break;
    case Question::kEvaluation:
      if (files.size() != 1) throw WrongFiles("one file, the allocations", "satu berkas, yaitu alokasi");
      if (files.front().content.size() > kMostAllocationsBytes)
        throw BadField("chunk", "the allocations are larger than the 256 MiB that can be evaluated",
                       "alokasi melebihi 256 MiB, batas yang dapat diperiksa");
      if (const std::string& name = question.evaluation().allocations_file(); !name.empty())
        CallFiles(std::array{name}, "start.question.evaluation.allocations_file", files);
      question.mutable_evaluation()->set_allocations_file(files.front().name);
      break;
    case Question::kUnused:
    case Question::kBottlenecks:
      break;
    case Question::KIND_NOT_SET:
      throw BadField("start.question", "must be one of the questions that this server knows",
                     "harus salah satu pertanyaan yang dikenal server ini");
  }
  return question;
}

// What a study of the same plan under the same request id has from it, where the plan is gone since: a repeat
// is known all the same. False where there is none.
bool TakeFromStanding(const v1::CreateStudyRequest::Start& start, StudyStore& studies, StudyJob& job) {
  const auto standing = studies.FindRequest(start.request_id());
  if (!standing || standing->plan() != start.plan()) return false;
  v1::Study& study = job.study;
  study.set_plan(standing->plan());
  study.set_dataset(standing->dataset());
  study.set_date(standing->date());
  study.set_days(standing->days());
  *study.mutable_regions() = standing->regions();
  study.set_policy_digest(standing->policy_digest());
  if (standing->has_scenario()) *study.mutable_scenario() = standing->scenario();
  return true;
}

void TakeFromPlan(const v1::CreateStudyRequest::Start& start, PlanStore& plans, StudyStore& studies,
                  StudyJob& job) {
  if (!start.dataset().empty() || !start.policy_yaml().empty() || !start.scenario_yaml().empty() ||
      !start.scenario_file().empty() || !start.date().empty() || start.regions_size() > 0 ||
      start.days() != 0) {
    throw BadField(
        "start.plan", "must stand alone: the plan has its own dataset, policy, scenario, days and regions",
        "harus berdiri sendiri: rencana sudah memuat dataset, kebijakan, skenario, hari dan wilayah");
  }
  auto of = plans.FindJob(PlanIdOf(start.plan(), "start.plan"));
  if (!of && TakeFromStanding(start, studies, job)) return;
  if (!of) throw PlanNotFound(start.plan());
  if (of->plan.state() != v1::Plan::SUCCEEDED) throw PlanNotSucceeded(of->plan);
  if (of->plan.may_be_empty() && of->plan.summary().demand_grams() == 0) throw PlanIsEmpty(of->plan.name());
  // A scenario may change the aims: the run sees what it makes of them.
  if (!of->plan.has_scenario() && of->plan.policy().aims() == v1::Policy::STRICT)
    throw StrictAims("start.plan");
  v1::Study& study = job.study;
  study.set_plan(of->plan.name());
  study.set_dataset(of->plan.dataset());
  study.set_date(of->plan.date());
  study.set_days(of->plan.days());
  *study.mutable_regions() = of->plan.regions();
  study.set_policy_digest(of->plan.policy().digest());
  *study.mutable_subtracted_plans() = of->plan.subtracted_plans();
  *study.mutable_carried_from_plans() = of->plan.carried_from_plans();
  if (of->plan.has_scenario()) *study.mutable_scenario() = of->plan.scenario();
  job.policy_yaml = std::move(of->policy_yaml);
  job.scenario_yaml = std::move(of->scenario_yaml);
}

void TakeFromDataset(const v1::CreateStudyRequest::Start& start, DatasetStore& datasets, StudyJob& job) {
  CheckDate(start.date(), "start.date");
  CheckDays(start.days(), "start.days");
  CheckRegions(start.regions(), "start.regions");
  CheckFileName(start.scenario_file(), "start.scenario_file");
  const std::string dataset_id = DatasetIdOf(start.dataset(), "start.dataset");
  const auto dataset = datasets.Find(dataset_id);
  if (!dataset) throw DatasetNotFound(start.dataset());
  const Policy policy = PolicyFor(start.policy_yaml(), dataset_id, datasets, "start.policy_yaml");
  if (start.scenario_yaml().empty() && policy.aims == Aims::kStrict)
    throw StrictAims("start.policy_yaml");  // a scenario may change them
  v1::Study& study = job.study;
  study.set_dataset(start.dataset());
  study.set_date(start.date().empty() ? dataset->size().first_date() : start.date());
  if (start.days() > 1) study.set_days(start.days());
  *study.mutable_regions() = InOrder(start.regions());
  study.set_policy_digest(Digest(policy));
  job.policy_yaml = WrittenOut(policy, "start.policy_yaml");
  if (start.scenario_yaml().empty()) return;
  const std::string file = start.scenario_file().empty() ? "scenario.yaml" : start.scenario_file();
  const study::Scenario scenario = ReadValidScenario(start.scenario_yaml(), file, "start.scenario_yaml");
  study.mutable_scenario()->set_name(scenario.name);
  study.mutable_scenario()->set_digest(Digest(scenario));
  study.mutable_scenario()->set_file(file);
  job.scenario_yaml = start.scenario_yaml();
}

// Files count by the names that they were sent under, whatever findings shall call them.
std::string DigestOf(const StudyJob& job, const std::vector<std::string>& sent_as) {
  const v1::Study& study = job.study;
  const Question& question = study.question();
  Sha256 hash;
  hash.Text("pasok-study-1");
  for (const std::string* text : {&study.plan(), &study.dataset(), &study.date(), &study.policy_digest()})
    hash.Text(*text);
  hash.Text(study.scenario().digest());
  hash.Number(study.regions_size());
  for (const std::string& region : study.regions()) hash.Text(region);
  hash.Number(question.kind_case());
  hash.Number(question.comparison().only_differences());
  hash.Number(question.frontier().axis());
  hash.Number(question.frontier().points());
  hash.Text(question.explanation().demand_id());
  hash.Text(question.explanation().commodity());
  hash.Text(question.explanation().supplier_id());
  hash.Number(question.recruits().top());
  hash.Number(question.criticality().top());
  hash.Number(std::ssize(job.files));
  for (std::size_t i = 0; i < job.files.size(); ++i) {
    hash.Text(sent_as[i]);
    hash.Text(job.files[i].content);
  }
  // Left out where they aren't given, as before there were such fields: so a repeat is still known.
  if (study.days() > 1) {
    hash.Text("days");
    hash.Number(study.days());
  }
  if (!question.explanation().date().empty()) {
    hash.Text("date");
    hash.Text(question.explanation().date());
  }
  if (question.bottlenecks().all_offers()) hash.Text("all_offers");
  return hash.HexOf32Digits();
}

}  // namespace

StudyJob JobOf(const v1::CreateStudyRequest::Start& start, std::vector<RegisterFile> files,
               DatasetStore& datasets, PlanStore& plans, StudyStore& studies) {
  CheckRequestId(start.request_id(), "start.request_id");
  CheckTimeLimit(start.time_limit_seconds(), "start.time_limit_seconds");
  StudyJob job;
  std::vector<std::string> sent_as;
  for (const RegisterFile& file : files) sent_as.push_back(file.name);
  *job.study.mutable_question() = Resolved(start.question(), files);
  if (start.plan().empty()) {
    TakeFromDataset(start, datasets, job);
  } else {
    TakeFromPlan(start, plans, studies, job);
  }
  job.study.set_request_id(start.request_id());
  job.study.set_time_limit_seconds(start.time_limit_seconds());
  job.files = std::move(files);
  job.digest = DigestOf(job, sent_as);
  return job;
}

void RequireFit(const StudyJob& job, DatasetCache& datasets) {
  const v1::Study& study = job.study;
  if (!study.plan().empty()) return;
  PlanJob question{.policy_yaml = job.policy_yaml, .scenario_yaml = job.scenario_yaml};
  question.plan.set_dataset(study.dataset());
  question.plan.set_date(study.date());
  question.plan.set_days(study.days());
  *question.plan.mutable_regions() = study.regions();
  *question.plan.mutable_scenario() = study.scenario();
  RequireFit(question, /*validate_only=*/true, datasets);
}

}  // namespace pasok::server
