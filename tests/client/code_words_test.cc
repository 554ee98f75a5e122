// Codes that people read in Indonesian.
#include "client/code_words.h"

#include <gtest/gtest.h>

#include "engine/match/files/fit.h"
#include "engine/register/words.h"

namespace pasok::client {
namespace {

TEST(CodeWords, EveryBrokenRuleIsSaid) {
  const auto said = [](std::string_view rule) { return InIndonesian("rule", rule) != rule; };
  for (int rule = 0; rule < match::kRules; ++rule) {
    const std::string_view word = ToWord(static_cast<match::BrokenRule>(rule));
    EXPECT_TRUE(said(word)) << word;
  }
  for (const std::string_view limit : kShareLimitWords) EXPECT_TRUE(said(limit)) << limit;
  for (const char* rule :
       {"budget", "licence_ended", "min_suppliers_per_demand_point", "max_suppliers_per_requirement"})
    EXPECT_TRUE(said(rule)) << rule;
}

TEST(CodeWords, FiguresOfRulesAreSaid) {
  for (const char* figure :
       {"kitchen_days_over_budget", "over_budget", "shares_off_limit", "kitchen_days_with_few_suppliers"})
    EXPECT_NE(InIndonesian("figure", figure), figure);
}

}  // namespace
}  // namespace pasok::client
