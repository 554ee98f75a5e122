// What a summary says is found at its own line, and nothing in it stands there twice or beside all questions.
#include "engine/match/recheck/summary.h"

#include <gmock/gmock.h>

#include <chrono>

namespace pasok::match::recheck {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::Field;

auto IsAt(std::string_view code, std::int64_t line) {
  return AllOf(Field(&Finding::code, code), Field(&Finding::line, line));
}

TEST(Summary, RefusesKeysThatStandThereTwice) {
  FindingLog log;
  const Summary summary("{\n\"a\": 1,\n\"b\": {\"a\": 1,\n\"a\": [2]},\n\"a\": 1}", log);
  EXPECT_THAT(log.Take().list, ElementsAre(AllOf(IsAt("repeated_key", 4), Field(&Finding::value, "a")),
                                           AllOf(IsAt("repeated_key", 5), Field(&Finding::value, "a"))));
}

TEST(Summary, RefusesKeysWithoutAName) {
  for (const char* content :
       {"{\"a\": 1,\n\"\": 1}", "{\"a\": 1,\n\"\": {\"a\": 2}}", "{\"a\": 1,\n\"\": {\"\": []}}"}) {
    FindingLog log;
    const Summary summary(content, log);
    summary.ExpectCount("a", 1);
    summary.ExpectNoMore();
    EXPECT_THAT(log.Take().list, Contains(IsAt("unexpected_key", 2))) << content;
  }
}

TEST(Summary, TellsTheLineOfTheKeyItself) {
  FindingLog log;
  const Summary summary(
      "{\n\"per_day\": [\n{\n\"kg\": 1 },\n{\n\"note\": \"kg\", \"kg\":\n 2\n}\n],\n\"kg\": 3\n}", log);
  summary.ExpectCount("per_day/0/kg", 9);
  summary.ExpectCount("per_day/1/kg", 9);
  summary.ExpectCount("per_day/1/money_idr", 9);  // missing: where it should stand
  summary.ExpectCount("kg", 9);
  EXPECT_THAT(log.Take().list, ElementsAre(IsAt("wrong_figure", 4), IsAt("wrong_figure", 5),
                                           IsAt("wrong_figure", 6), IsAt("wrong_figure", 10)));
}

TEST(Summary, NamesTheHighestKeyThatNobodyAskedFor) {
  FindingLog log;
  const Summary summary(R"({"a": {"b": 1, "c": {"d": [1, 2, {}]}}, "e": [[], 3]})", log);
  summary.ExpectCount("a/b", 1);
  summary.ExpectNoMore();
  EXPECT_THAT(log.Take().list, ElementsAre(AllOf(IsAt("unexpected_key", 1), Field(&Finding::field, "a/c"),
                                                 Field(&Finding::value, R"({"d":[1,2,{}]})")),
                                           AllOf(IsAt("unexpected_key", 1), Field(&Finding::field, "e"))));
}

// Of the findings only the first are kept, and only those are worth looking for their lines.
TEST(Summary, TakesNoLongerForEachFurtherKey) {
  constexpr int kKeys = 100'000;
  std::string content = "{\"" + std::string(100'000, 'k') + "\": {\"a\": 1";
  for (int i = 0; i < kKeys; ++i) content += ",\n\"" + std::to_string(i) + "\": 1";
  content += "}";
  for (int i = 0; i < kKeys; ++i) content += ",\n\"" + std::to_string(i) + "\": 1";
  content += "}";
  FindingLog log;
  const auto start = std::chrono::steady_clock::now();
  const Summary summary(content, log);
  summary.ExpectNoMore();
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(10));
  EXPECT_EQ(log.errors(), 1 + kKeys);
}

TEST(Summary, CountsWhatIsOnlyThereWhereItIsSeveral) {
  FindingLog log;
  const Summary summary(R"({"two": 2, "one": 1, "part": 2.5})", log);
  EXPECT_EQ(summary.SeveralOrOne("two"), 2);
  EXPECT_EQ(summary.SeveralOrOne("absent"), 1);
  EXPECT_EQ(summary.SeveralOrOne("one"), std::nullopt);
  EXPECT_EQ(summary.SeveralOrOne("part"), std::nullopt);
  EXPECT_EQ(log.errors(), 2);
}

TEST(Summary, ReadsKilogramsToTheGramOnly) {
  FindingLog log;
  const Summary summary(R"({"a": 4, "b": 4.001, "c": 4.0004, "d": 1234567.891})", log);
  EXPECT_EQ(summary.Grams("a"), 4000);
  EXPECT_EQ(summary.Grams("b"), 4001);
  EXPECT_EQ(summary.Grams("c"), std::nullopt);
  EXPECT_EQ(summary.Grams("d"), 1'234'567'891);
  EXPECT_THAT(log.Take().list, ElementsAre(AllOf(IsAt("bad_value", 1), Field(&Finding::field, "c"))));
}

}  // namespace
}  // namespace pasok::match::recheck
