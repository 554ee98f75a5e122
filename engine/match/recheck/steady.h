// What a plan changes of an earlier one, by the checker's own count: previous.csv against the allocations.
#pragma once

#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "engine/match/recheck/claims.h"
#include "engine/match/report/rule_report.h"

namespace pasok::match::recheck {

class Steadiness {
 public:
  // Takes the rows of previous.csv as they are: what the earlier plan was isn't for the checker to know.
  Steadiness(const std::vector<Row>& previous, FindingLog& log);

  void Add(const Ground& ground, const Allocations& allocations);  // of one day

  // changes.csv row by row, once all days are in; and what summary.json has to say of it.
  RuleReport Check(const Policy& policy, const std::vector<Row>& rows, FindingLog& log) const;

 private:
  struct Weights {
    std::int64_t before = 0, now = 0;  // grams
  };
  std::map<std::tuple<std::string, std::string, std::string>, Weights> both_;  // demand, commodity, supplier
  std::set<std::pair<std::string, std::string>> needed_;                       // demand, commodity
};

}  // namespace pasok::match::recheck
