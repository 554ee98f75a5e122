// The checker accepts every honest plan, and finds every figure that somebody changed.
#include "engine/match/verify.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <cctype>
#include <functional>
#include <nlohmann/json.hpp>

#include "tests/match/toy.h"

namespace pasok::match {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::Field;

class VerifyToy : public testing::Test {
 protected:
  Verification VerifyFiles() const { return Verify(toy_.dataset, toy_.id, files_); }
  std::string& Content(std::string_view name) { return ContentOf(name, files_); }
  // Changes the first occurrence.
  void Replace(std::string_view name, const std::string& from, const std::string& to) {
    std::string& content = Content(name);
    ASSERT_NE(content.find(from), std::string::npos) << from;
    content.replace(content.find(from), from.size(), to);
  }

  Toy toy_ = ReadToy();
  std::vector<RegisterFile> files_ =
      FilesOf(PlanOf(toy_.dataset, toy_.policy), toy_.dataset, toy_.policy, toy_.id);
};

TEST_F(VerifyToy, IsOptimal) {
  const Verification verification = VerifyFiles();
  EXPECT_TRUE(verification.findings.ok()) << Lines(verification.findings);
  EXPECT_TRUE(verification.optimal);
  EXPECT_EQ(verification.primal, 386'300'000);
  EXPECT_EQ(verification.dual, 386'300'000);
  EXPECT_EQ(verification.lanes_checked, 10);
  EXPECT_EQ(verification.rows_checked, 7 + 1 + 8);
}

// A quantum that is no whole number of kg writes rupiah with four places: these totals leave 64 bits.
TEST_F(VerifyToy, ReadsTotalsBeyond64Bits) {
  toy_.policy.quantum = Grams{500};
  toy_.policy.shortage_penalty = SenPerKg{100'000'000};
  toy_.dataset.demand_points[0].priority = 100;
  toy_.dataset.requirements[0].need = Grams{9'500'000'000};
  files_ = FilesOf(PlanOf(toy_.dataset, toy_.policy), toy_.dataset, toy_.policy, toy_.id);
  EXPECT_NE(Content("summary.json").find("\"9499"), std::string::npos) << Content("summary.json");
  const Verification verification = VerifyFiles();
  EXPECT_TRUE(verification.findings.ok()) << Lines(verification.findings);
  EXPECT_TRUE(verification.optimal);
}

// All runs of digits in a file, as ranges of its characters.
std::vector<std::pair<std::size_t, std::size_t>> Figures(const std::string& content) {
  std::vector<std::pair<std::size_t, std::size_t>> figures;
  for (std::size_t at = 0; at < content.size();) {
    std::size_t end = at;
    while (end < content.size() && std::isdigit(static_cast<unsigned char>(content[end]))) ++end;
    if (end > at) figures.emplace_back(at, end - at);
    at = std::max(end, at + 1);
  }
  return figures;
}

// What the solver tells of itself can't be recomputed.
bool IsTheSolversOwn(const std::string& content, std::size_t at) {
  const std::size_t line = content.rfind('\n', at) + 1;
  for (const std::string key : {"\"iterations\"", "\"seconds\"", "\"lanes_in_network\"", "\"version\""}) {
    const std::size_t found = content.find(key, line);
    if (found != std::string::npos && found < at) return true;
  }
  return false;
}

TEST_F(VerifyToy, FindsEveryChangedFigure) {
  int changed = 0;
  for (RegisterFile& file : files_) {
    const std::string honest = file.content;
    for (const auto& [at, length] : Figures(honest)) {
      if (file.name == "summary.json" && IsTheSolversOwn(honest, at)) continue;
      // One more, one less, and another first digit.
      for (const auto& [digit, by] :
           {std::pair(at + length - 1, 1), std::pair(at + length - 1, 9), std::pair(at, 3)}) {
        file.content = honest;
        file.content[digit] = static_cast<char>('0' + (honest[digit] - '0' + by) % 10);
        const Verification verification = VerifyFiles();
        EXPECT_FALSE(verification.findings.ok())
            << file.name << ": " << honest.substr(at, length) << " changed at " << at << " in\n"
            << file.content;
        ++changed;
      }
    }
    file.content = honest;
  }
  EXPECT_GT(changed, 500);
}

TEST_F(VerifyToy, NamesFileAndLineOfAWrongFigure) {
  Replace("allocations.csv", "beras,S1,80,12000.00", "beras,S1,80,12000.01");
  EXPECT_THAT(VerifyFiles().findings.list,
              Contains(AllOf(Field(&Finding::code, "wrong_figure"), Field(&Finding::file, "allocations.csv"),
                             Field(&Finding::line, 2), Field(&Finding::field, "price_idr_per_kg"),
                             Field(&Finding::expected, "12000.00"))));
}

TEST_F(VerifyToy, FindsADeletedRowOfAnyTable) {
  for (RegisterFile& file : files_) {
    if (!file.name.ends_with(".csv")) continue;
    const std::string honest = file.content;
    for (std::size_t line = honest.find('\n') + 1; line < honest.size(); line = honest.find('\n', line) + 1) {
      file.content = honest;
      file.content.erase(line, honest.find('\n', line) + 1 - line);
      EXPECT_FALSE(VerifyFiles().findings.ok()) << file.content;
    }
    file.content = honest;
  }
}

TEST_F(VerifyToy, FindsADoubledOrMovedRow) {
  std::string& content = Content("allocations.csv");
  const std::string honest = content;
  const std::size_t second = honest.find('\n', honest.find('\n') + 1) + 1;
  const std::size_t third = honest.find('\n', second) + 1;
  content = honest.substr(0, third) + honest.substr(second, third - second) + honest.substr(third);
  EXPECT_THAT(VerifyFiles().findings.list, Contains(Field(&Finding::code, "duplicate_row")));
  content = honest.substr(0, second) + honest.substr(third) + honest.substr(second, third - second);
  EXPECT_THAT(VerifyFiles().findings.list, Contains(Field(&Finding::code, "not_sorted")));
}

TEST_F(VerifyToy, FindsCapacitySoldTwice) {
  // S3 has 4 kg of telur; D1's 6 kg must not come from there.
  Replace("allocations.csv", "telur,S3,4,", "telur,S3,10,");
  EXPECT_THAT(VerifyFiles().findings.list, Contains(Field(&Finding::code, "offer_capacity_exceeded")));
}

TEST_F(VerifyToy, NamesTheCellThatIsWrong) {
  Replace("shortages.csv", "2 sold out", "3 sold out");
  EXPECT_THAT(VerifyFiles().findings.list,
              Contains(AllOf(Field(&Finding::code, "wrong_reason"), Field(&Finding::field, "detail"))));
  Replace("allocations.csv", "beras,S2,20,", "beras,S2,21,");
  EXPECT_THAT(
      VerifyFiles().findings.list,
      Contains(AllOf(Field(&Finding::code, "need_not_covered"), Field(&Finding::file, "allocations.csv"),
                     Field(&Finding::value, "101 kg for D1 beras"),
                     Field(&Finding::expected, "no more than the need of 100 kg"))));
}

// Nobody sells eggs: no lane is worth anything at whatever price, and the bound counts no more than the
// penalty.
TEST_F(VerifyToy, FindsAPriceAboveThePenalty) {
  std::erase_if(toy_.dataset.offers,
                [&](const Offer& offer) { return toy_.dataset.commodities[offer.commodity] == "telur"; });
  files_ = FilesOf(PlanOf(toy_.dataset, toy_.policy), toy_.dataset, toy_.policy, toy_.id);
  ASSERT_TRUE(VerifyFiles().findings.ok()) << Lines(VerifyFiles().findings);
  Replace("prices.csv", "requirement,,D1,telur,100000.00", "requirement,,D1,telur,100000.01");
  EXPECT_THAT(VerifyFiles().findings.list,
              ElementsAre(AllOf(Field(&Finding::code, "price_above_penalty"),
                                Field(&Finding::file, "prices.csv"), Field(&Finding::field, "idr_per_kg"),
                                Field(&Finding::expected, "at most the penalty, 100000.00"))));
}

TEST_F(VerifyToy, FindsAnInactiveSupplier) {
  Replace("allocations.csv", "telur,S2,24,", "telur,S4,24,");
  EXPECT_THAT(VerifyFiles().findings.list, Contains(Field(&Finding::code, "ineligible_lane")));
}

TEST_F(VerifyToy, FindsAnotherDatasetOrPolicy) {
  EXPECT_THAT(Verify(toy_.dataset, "0123", files_).findings.list,
              Contains(AllOf(Field(&Finding::code, "wrong_dataset"),
                             Field(&Finding::expected, testing::HasSubstr("the policy.yaml beside them")))));
  Policy other = toy_.policy;
  other.shortage_penalty.value += 1;
  const Verification verification =
      VerifyPlanFiles(toy_.dataset, toy_.id, &other, files_, StopToken(), nullptr);
  ASSERT_EQ(verification.findings.list.size(), 1U);
  const Finding& finding = verification.findings.list[0];
  EXPECT_EQ(finding.code, "wrong_policy");
  EXPECT_EQ(finding.field, "policy_digest");
  EXPECT_THAT(finding.value, testing::HasSubstr(Digest(toy_.policy)));
  EXPECT_TRUE(finding.expected.starts_with(Digest(other) + ", the digest of the policy to check against"));
}

TEST_F(VerifyToy, FindsEachMissingFile) {
  const std::vector<RegisterFile> honest = files_;
  for (std::size_t i = 0; i < honest.size(); ++i) {
    files_ = honest;
    files_.erase(files_.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_THAT(VerifyFiles().findings.list, Contains(Field(&Finding::code, "missing_file")))
        << honest[i].name;
  }
}

// Some cuts change nothing, such as 0.00 to 0.0 in the last row, or a policy's key that has its default
// anyway.
TEST_F(VerifyToy, SurvivesEveryTruncation) {
  for (RegisterFile& file : files_) {
    const std::string honest = file.content;
    for (std::size_t length = 0; length + 1 < honest.size(); ++length) {
      file.content = honest.substr(0, length);
      const Verification verification = VerifyFiles();
      EXPECT_TRUE(!verification.findings.ok() || verification.optimal)
          << file.name << " cut after " << length;
    }
    file.content = honest;
  }
}

TEST_F(VerifyToy, SurvivesGarbage) {
  const std::vector<std::string> garbage = {"",         "\"",      std::string(3, '\0'),
                                            "\xff\xfe", "[[[[[[",  "{\"certificate\": 1}",
                                            "a,b\n1",   "date: [", std::string(1 << 16, '[')};
  for (RegisterFile& file : files_) {
    const std::string honest = file.content;
    for (const std::string& bytes : garbage) {
      file.content = bytes;
      EXPECT_FALSE(VerifyFiles().findings.ok()) << file.name;
    }
    file.content = honest;
  }
}

// Its fields are one, or one more, though their text is the header's.
TEST_F(VerifyToy, FindsAHeaderThatOnlyReadsTheSame) {
  for (RegisterFile& file : files_) {
    if (!file.name.ends_with(".csv")) continue;
    const std::string honest = file.content;
    const std::string header = honest.substr(0, honest.find('\n'));
    std::string moved;  // every row by one column
    for (const char c : honest)
      moved += moved.empty() || moved.back() == '\n' ? std::string(",") + c : std::string(1, c);
    for (const std::string& content : {'"' + header + "\"\nx\nx\n", moved}) {
      file.content = content;
      EXPECT_THAT(VerifyFiles().findings.list, Contains(Field(&Finding::code, "wrong_header"))) << file.name;
    }
    file.content = honest;
  }
}

// As spreadsheets save files where decimals have a comma. Without these rows nothing fits.
TEST_F(VerifyToy, SaysNothingButThatATableHasAnotherHeader) {
  for (const char* name : {"allocations.csv", "shortages.csv", "prices.csv"}) {
    std::string& content = Content(name);
    const std::string honest = content;
    std::ranges::replace(content, ',', ';');
    const Verification verification = VerifyFiles();
    EXPECT_THAT(verification.findings.list,
                ElementsAre(AllOf(Field(&Finding::code, "wrong_header"), Field(&Finding::file, name))));
    EXPECT_EQ(verification.rows_checked, 0) << "nothing was recomputed";
    content = honest;
  }
}

TEST_F(VerifyToy, FindsEachFileThatNothingCallsFor) {
  for (const char* name :
       {"menu.csv", "budgets.csv", "shares.csv", "carried.csv", "changes.csv", "scenario.yaml"}) {
    files_.push_back({.name = name, .content = "of,no,use\n"});
    EXPECT_THAT(VerifyFiles().findings.list,
                ElementsAre(AllOf(Field(&Finding::code, "unexpected_file"), Field(&Finding::file, name))));
    files_.pop_back();
  }
}

TEST_F(VerifyToy, FindsEachKeyThatNothingCallsFor) {
  using Json = nlohmann::ordered_json;
  const Json honest = Json::parse(Content("summary.json"));
  const std::vector<std::pair<std::string, Json>> more = {{"/carried_idr", "1.00"},
                                                          {"/spread_idr", "0.00"},
                                                          {"/per_day", {{{"date", ""}}}},
                                                          {"/contracts", Json::array()},
                                                          {"/rules/price_ceiling/all", 3},
                                                          {"/rules/menu", {{"kept", true}}},
                                                          {"/share_by_tier/dusun", 0},
                                                          {"/certificate/ranks", Json::array()},
                                                          {"/certificate/dual_parts_idr/contracts", "77.00"},
                                                          {"/certificate~1gap_idr", "0.00"},
                                                          {"/solver/threads", 2},
                                                          {"/scenario", {{"name", "kemarau"}}},
                                                          {"/note", nullptr}};
  for (const auto& [where, value] : more) {
    Json changed = honest;
    changed[Json::json_pointer(where)] = value;
    Content("summary.json") = changed.dump(2);
    EXPECT_FALSE(VerifyFiles().findings.ok()) << where;
  }
  Replace("summary.json", "\"note\": null", "\"at_hand\": \"5 kg\"");
  EXPECT_THAT(
      VerifyFiles().findings.list,
      ElementsAre(AllOf(Field(&Finding::code, "unexpected_key"), Field(&Finding::file, "summary.json"),
                        Field(&Finding::field, "at_hand"), Field(&Finding::value, "\"5 kg\""))));
}

TEST_F(VerifyToy, FindsWhatTheSolverCanNotHaveSaid) {
  const std::string honest = Content("summary.json");
  for (const auto& [from, to] : std::vector<std::pair<std::string, std::string>>{
           {"\"lanes_in_network\": ", "\"lanes_in_network\": -"},
           {"\"iterations\": ", "\"iterations\": 0.5, \"was\": "},
           {"\"seconds\": ", "\"seconds\": \"\", \"was\": "},
           {"\"version\": \"", "\"version\": 1, \"was\": \""}}) {
    Content("summary.json") = honest;
    Replace("summary.json", from, to);
    EXPECT_THAT(VerifyFiles().findings.list, Contains(Field(&Finding::code, "bad_value"))) << to;
  }
}

// Nothing is bought, so that no percentage of it can be given.
TEST_F(VerifyToy, ExpectsNoGapInPercentOfNoMoney) {
  for (Supplier& supplier : toy_.dataset.suppliers) supplier.active = false;
  files_ = FilesOf(PlanOf(toy_.dataset, toy_.policy), toy_.dataset, toy_.policy, toy_.id);
  ASSERT_TRUE(VerifyFiles().findings.ok()) << Lines(VerifyFiles().findings);
  nlohmann::ordered_json summary = nlohmann::ordered_json::parse(Content("summary.json"));
  summary["certificate"]["dual_idr"] = "0.00";
  summary["certificate"]["gap_percent"] = 0.5;
  Content("summary.json") = summary.dump(2);
  EXPECT_THAT(VerifyFiles().findings.list, Contains(AllOf(Field(&Finding::field, "certificate/gap_percent"),
                                                          Field(&Finding::expected, "null"))));
}

// Any value in place of any other, at any depth.
void ForEachShape(const nlohmann::ordered_json& honest,
                  const std::function<void(const std::string& where, const std::string& content)>& visit) {
  using Json = nlohmann::ordered_json;
  const std::vector<Json> shapes = {nullptr,       true,           -5,  1e300,      UINT64_MAX,  "x", "",
                                    Json::array(), Json::object(), {1}, {{"0", 1}}, {{{"0", 1}}}};
  const std::function<void(const Json&, const Json::json_pointer&)> walk =
      [&](const Json& at, const Json::json_pointer& where) {
        for (const Json& shape : shapes) {
          Json changed = honest;
          changed[where] = shape;
          if (changed != honest) visit(where.to_string(), changed.dump(2));
        }
        for (std::size_t i = 0; at.is_array() && i < at.size(); ++i) walk(at[i], where / i);
        if (!at.is_object()) return;
        for (const auto& [key, value] : at.items()) walk(value, where / key);
      };
  walk(honest, Json::json_pointer());
}

TEST_F(VerifyToy, SurvivesAnyShapeOfTheSummary) {
  for (const Aims aims : {Aims::kWeighted, Aims::kStrict}) {
    toy_.policy.aims = aims;
    files_ = FilesOf(PlanOf(toy_.dataset, toy_.policy), toy_.dataset, toy_.policy, toy_.id);
    ASSERT_TRUE(VerifyFiles().findings.ok()) << Lines(VerifyFiles().findings);
    int changed = 0;
    ForEachShape(nlohmann::ordered_json::parse(Content("summary.json")),
                 [&](const std::string& where, const std::string& content) {
                   Content("summary.json") = content;
                   EXPECT_NO_THROW(VerifyFiles()) << where << " in\n" << content;
                   ++changed;
                 });
    EXPECT_GT(changed, 500);
  }
}

TEST_F(VerifyToy, SurvivesABottomlessSummary) {
  constexpr int kDeep = 200'000;
  Replace("summary.json", "\"dataset\": ",
          "\"dataset\": " + std::string(kDeep, '[') + std::string(kDeep, ']') + ", \"other\": ");
  EXPECT_THAT(VerifyFiles().findings.list, Contains(Field(&Finding::code, "bad_json")));
}

// A plan that was stopped before its proof may say that it looked for no reasons, and nothing else of them.
TEST_F(VerifyToy, FindsAReasonThatNobodyLookedFor) {
  const SolveResult answer = Solve(toy_.dataset, toy_.policy, {}, {}, StopToken(), nullptr);
  ASSERT_TRUE(answer.solved);
  StopToken stop;
  stop.Ask();
  files_ = FilesOf(PlanOf(*answer.solved, 1, stop, nullptr), toy_.dataset, toy_.policy, toy_.id);
  const Verification verification = VerifyFiles();
  EXPECT_TRUE(verification.findings.ok()) << Lines(verification.findings);
  const std::string honest = Content("shortages.csv");
  const std::string not_looked_for = "6,not_looked_for,stopped before the reason was looked for";
  Replace("shortages.csv", not_looked_for, "6,blocked,stopped before the reason was looked for");
  EXPECT_THAT(VerifyFiles().findings.list,
              ElementsAre(AllOf(Field(&Finding::code, "wrong_reason"), Field(&Finding::file, "shortages.csv"),
                                Field(&Finding::line, 2), Field(&Finding::value, "blocked with 6 kg"))));
  Content("shortages.csv") = honest;
  Replace("shortages.csv", not_looked_for, "6,not_looked_for,1 offer of telur");
  EXPECT_THAT(VerifyFiles().findings.list, ElementsAre(Field(&Finding::code, "wrong_reason")));
  // A part of what is missing can't have been left unlooked for.
  Content("shortages.csv") = honest;
  Replace("shortages.csv", not_looked_for, "2,capacity_exhausted,\n,D1,telur,4" + not_looked_for.substr(1));
  EXPECT_THAT(VerifyFiles().findings.list,
              Contains(AllOf(Field(&Finding::code, "wrong_reason"),
                             Field(&Finding::value, "not_looked_for with 4 kg"))));
}

// That nobody looked for reasons is believed of a plan that was stopped, and of no other.
TEST_F(VerifyToy, FindsAMissingProofOfACompletePlan) {
  nlohmann::ordered_json summary = nlohmann::ordered_json::parse(Content("summary.json"));
  nlohmann::ordered_json& certificate = summary["certificate"];
  certificate["lanes_eligible_proof"] = false;
  certificate["lanes_eligible"] = 0;
  for (auto& part : certificate["dual_parts_idr"]) part = "0.00";
  Content("summary.json") = summary.dump(2);
  Replace("shortages.csv", "capacity_exhausted", "not_looked_for");
  EXPECT_THAT(VerifyFiles().findings.list,
              Contains(AllOf(Field(&Finding::code, "wrong_value"),
                             Field(&Finding::field, "certificate/lanes_eligible_proof"))));
}

TEST_F(VerifyToy, StopsWhenAsked) {
  StopToken stop;
  stop.Ask();
  EXPECT_TRUE(VerifyPlanFiles(toy_.dataset, toy_.id, nullptr, files_, stop, nullptr).stopped);
}

}  // namespace
}  // namespace pasok::match
