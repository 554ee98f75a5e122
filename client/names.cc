#include "client/names.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <system_error>

#include "client/exit_code.h"
#include "client/text.h"

namespace pasok::client {
namespace {

std::string_view IdOf(std::string_view name) { return name.substr(name.find('/') + 1); }

std::string Whole(const std::string& collection, const std::string& given) {
  return given.starts_with(collection + "/") ? given : collection + "/" + given;
}

template <typename Resource>
const Resource& Pick(const std::string& given, const std::vector<Resource>& all, const std::string& noun,
                     std::size_t least) {
  std::vector<std::string> names;
  for (const Resource& resource : all) names.push_back(resource.name());
  return *std::ranges::find(all, PickName(given, names, noun, least), &Resource::name);
}

// How many characters of the name's id `given` has; none where the name doesn't begin so.
std::size_t CommonOfId(std::string_view given, std::string_view name) {
  const std::string_view beginning = given.find('/') == std::string_view::npos ? IdOf(name) : name;
  if (!beginning.starts_with(given)) return 0;
  const std::size_t before_id = beginning.size() - IdOf(name).size();
  return given.size() - std::min(given.size(), before_id);
}

}  // namespace

std::string PickName(std::string_view given, const std::vector<std::string>& names, const std::string& noun,
                     std::size_t least) {
  constexpr std::size_t kMostListed = 5;
  std::vector<std::string> fitting;
  for (const std::string& name : names) {
    if (name == given || IdOf(name) == given) return name;
    if (CommonOfId(given, name) > 0) fitting.push_back(name);
  }
  const std::string quoted = "'" + Printable(given) + "'";
  if (fitting.size() == 1) {
    if (CommonOfId(given, fitting.front()) >= least) return fitting.front();
    throw Failure(ExitCode::kInputAtFault,
                  quoted + " says too little to be sure that " + fitting.front() + " is meant",
                  "Give at least " + std::to_string(least) + " characters of the id, or the whole name.");
  }
  if (fitting.empty()) {
    constexpr const char* kLists = "`pasok plans`, `pasok studies` and `pasok datasets` list what there is.";
    if (std::error_code ignored; std::filesystem::is_directory(given, ignored)) {
      throw Failure(
          ExitCode::kInputAtFault, quoted + " is a directory, and no " + noun + "'s name",
          "What is stored goes by its name, wherever its files were written to; " + std::string(kLists));
    }
    throw Failure(ExitCode::kInputAtFault, "there is no " + noun + " " + quoted, kLists);
  }
  std::string candidates;
  for (std::size_t i = 0; i < std::min(fitting.size(), kMostListed); ++i) candidates += "\n  " + fitting[i];
  if (fitting.size() > kMostListed) candidates += "\n  …";
  throw Failure(ExitCode::kInputAtFault, quoted + " could be more than one " + noun + ":" + candidates,
                "Give more of its name.");
}

v1::Dataset DatasetNamed(Connection& server, const std::string& given, std::size_t least) {
  if (auto exact = server.FindDataset(Whole("datasets", given))) return *std::move(exact);
  return Pick(given, server.ListDatasets(), "dataset", least);
}

v1::Plan PlanNamed(Connection& server, const std::string& given, std::size_t least) {
  if (auto exact = server.FindPlan(Whole("plans", given))) return *std::move(exact);
  return Pick(given, server.ListPlans({}), "plan", least);
}

std::optional<v1::Plan> LastPublishedBefore(Connection& server, const std::string& date,
                                            const RegionCodes& regions) {
  v1::ListPlansRequest published;
  published.set_published_only(true);
  std::optional<v1::Plan> same, overlapping;
  for (v1::Plan& plan : server.ListPlans(published)) {  // the newest first
    if (!date.empty() && plan.date() >= date) continue;
    if (plan.may_be_empty() && plan.summary().demand_grams() == 0) continue;
    if (!Overlap(plan.regions(), regions)) continue;
    std::optional<v1::Plan>& last = SameRegions(plan.regions(), regions) ? same : overlapping;
    if (!last || plan.date() > last->date()) last = std::move(plan);
  }
  return same ? same : overlapping;
}

v1::Plan PreviousNamed(Connection& server, const std::string& given, const std::string& date,
                       const RegionCodes& regions) {
  if (given != "published") return PlanNamed(server, given);
  if (auto last = LastPublishedBefore(server, date, regions)) return *std::move(last);
  throw Failure(ExitCode::kInputAtFault,
                "--previous published: no plan " + (date.empty() ? "" : "before " + date + ' ') +
                    (regions.empty() ? "" : "of these regions ") + "is published",
                "Publish one with `pasok publish PLAN`, or name a plan.");
}

v1::Study StudyNamed(Connection& server, const std::string& given, std::size_t least) {
  if (auto exact = server.FindStudy(Whole("studies", given))) return *std::move(exact);
  return Pick(given, server.ListStudies({}), "study", least);
}

bool IsStudy(std::string_view name) { return name.starts_with("studies/"); }

std::string PlanOrStudyNamed(Connection& server, const std::string& given) {
  if (IsStudy(given)) return StudyNamed(server, given).name();
  if (given.starts_with("plans/")) return PlanNamed(server, given).name();
  std::vector<std::string> names;
  for (const v1::Plan& plan : server.ListPlans({})) names.push_back(plan.name());
  for (const v1::Study& study : server.ListStudies({})) names.push_back(study.name());
  return PickName(given, names, "plan or study");
}

std::string PlanOrDatasetNamed(Connection& server, const std::string& given) {
  if (given.starts_with("plans/")) return PlanNamed(server, given).name();
  if (given.starts_with("datasets/")) return DatasetNamed(server, given).name();
  std::vector<std::string> names;
  for (const v1::Plan& plan : server.ListPlans({})) names.push_back(plan.name());
  for (const v1::Dataset& dataset : server.ListDatasets()) names.push_back(dataset.name());
  return PickName(given, names, "plan or dataset");
}

std::string NameToDelete(Connection& server, const std::string& given) {
  if (given.starts_with("plans/")) return PlanNamed(server, given, kEnoughToDelete).name();
  if (IsStudy(given)) return StudyNamed(server, given, kEnoughToDelete).name();
  if (given.starts_with("datasets/")) return DatasetNamed(server, given, kEnoughToDelete).name();
  std::vector<std::string> names;
  for (const v1::Plan& plan : server.ListPlans({})) names.push_back(plan.name());
  for (const v1::Study& study : server.ListStudies({})) names.push_back(study.name());
  for (const v1::Dataset& dataset : server.ListDatasets()) names.push_back(dataset.name());
  return PickName(given, names, "plan, study or dataset", kEnoughToDelete);
}

}  // namespace pasok::client
