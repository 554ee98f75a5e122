#include "client/publication.h"

#include <algorithm>
#include <optional>
#include <set>

#include "client/text.h"

namespace pasok::client {
namespace {

std::string DatasetInWords(Connection& server, const std::string& name) {
  const auto dataset = server.FindDataset(name);
  const bool has_title = dataset && !dataset->display_name().empty();
  return has_title ? name + " (" + Printable(dataset->display_name()) + ")" : name;
}

bool ServeNobodyInCommon(Connection& server, const v1::Plan& one, const v1::Plan& other) {
  if (one.dataset() == other.dataset()) return false;
  const std::set<std::string> served = server.ServedBy(one.name()), others = server.ServedBy(other.name());
  // One that delivers nothing, of closed days, is nobody's in particular.
  return !served.empty() && !others.empty() &&
         std::ranges::none_of(served, [&](const std::string& id) { return others.contains(id); });
}

}  // namespace

Publication Publish(Connection& server, const std::string& name) {
  v1::ListPlansRequest published;
  published.set_published_only(true);
  const std::vector<v1::Plan> before = server.ListPlans(published);
  Publication publication{.plan = server.PublishPlan(name), .replaced = {}};
  for (const v1::Plan& was : before) {
    if (was.name() == name) continue;
    std::optional<v1::Plan> is = server.FindPlan(was.name());
    if (!is || (is->published() && is->published_until() == was.published_until())) continue;
    Replaced replaced{.plan = *std::move(is),
                      .dataset = DatasetInWords(server, was.dataset()),
                      .is_strange = ServeNobodyInCommon(server, publication.plan, was)};
    publication.replaced.push_back(std::move(replaced));
  }
  return publication;
}

std::string InWords(const std::vector<Replaced>& replaced) {
  std::string text;
  for (const auto& [plan, dataset, is_strange] : replaced) {
    text += plan.name() + " of " + dataset + ": " +
            (plan.published() ? "published up to " + plan.published_until() + " only from now on"
                              : "no longer published") +
            '\n';
  }
  return text;
}

std::string WarningOf(const Publication& publication) {
  std::string text;
  for (const auto& [plan, dataset, is_strange] : publication.replaced) {
    if (!is_strange) continue;
    text += "warning: " + publication.plan.name() + " took the place of " + plan.name() + " of " + dataset +
            ", and serves none of its demand points: all datasets here share what is published. Where that "
            "wasn't meant, `pasok publish " +
            plan.name() + "` takes it back; what is only tried out is best kept apart (--data-dir)\n";
  }
  return text;
}

}  // namespace pasok::client
