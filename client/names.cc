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
const Resource& Pick(const std::string& given, const std::vector<Resource>& all, const std::string& noun) {
  std::vector<std::string> names;
  for (const Resource& resource : all) names.push_back(resource.name());
  return *std::ranges::find(all, PickName(given, names, noun), &Resource::name);
}

}  // namespace

std::string PickName(std::string_view given, const std::vector<std::string>& names, const std::string& noun) {
  constexpr std::size_t kMostListed = 5;
  std::vector<std::string> fitting;
  for (const std::string& name : names) {
    if (name == given || IdOf(name) == given) return name;
    if (name.starts_with(given) || IdOf(name).starts_with(given)) fitting.push_back(name);
  }
  if (fitting.size() == 1 && !given.empty()) return fitting.front();
  const std::string quoted = "'" + Printable(given) + "'";
  if (fitting.empty() || given.empty()) {
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

v1::Dataset DatasetNamed(Connection& server, const std::string& given) {
  if (auto exact = server.FindDataset(Whole("datasets", given))) return *std::move(exact);
  return Pick(given, server.ListDatasets(), "dataset");
}

v1::Plan PlanNamed(Connection& server, const std::string& given) {
  if (auto exact = server.FindPlan(Whole("plans", given))) return *std::move(exact);
  return Pick(given, server.ListPlans({}), "plan");
}

std::optional<v1::Plan> LastPublishedBefore(Connection& server, const std::string& date) {
  v1::ListPlansRequest published;
  published.set_published_only(true);
  std::optional<v1::Plan> last;
  for (v1::Plan& plan : server.ListPlans(published)) {  // the newest first
    const bool before = date.empty() || plan.date() < date;
    if (before && (!last || plan.date() > last->date())) last = std::move(plan);
  }
  return last;
}

v1::Plan PreviousNamed(Connection& server, const std::string& given, const std::string& date) {
  if (given != "published") return PlanNamed(server, given);
  if (auto last = LastPublishedBefore(server, date)) return *std::move(last);
  throw Failure(
      ExitCode::kInputAtFault,
      "--previous published: no plan " + (date.empty() ? "" : "before " + date + ' ') + "is published",
      "Publish one with `pasok publish PLAN`, or name a plan.");
}

v1::Study StudyNamed(Connection& server, const std::string& given) {
  if (auto exact = server.FindStudy(Whole("studies", given))) return *std::move(exact);
  return Pick(given, server.ListStudies({}), "study");
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

}  // namespace pasok::client
