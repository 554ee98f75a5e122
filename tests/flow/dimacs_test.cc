#include "engine/flow/dimacs.h"

#include <gtest/gtest.h>

#include <ostream>
#include <sstream>
#include <string>
#include <vector>

#include "tests/flow/random_problem.h"

namespace pasok::flow {
namespace {

TEST(ReadDimacs, ReadsEveryKindOfLine) {
  const DimacsReading reading = ReadDimacs(
      "c four of something\n"
      "\n"
      "p min 3 2\r\n"
      "n 1 4\n"
      "n 3 -4\n"
      "a 1 2 0 9 -5\n"
      "a  2\t3 1 -1 7");
  ASSERT_FALSE(reading.error.has_value());
  const Problem& problem = reading.problem;
  EXPECT_EQ(problem.supply, (std::vector<std::int64_t>{4, 0, -4}));
  EXPECT_EQ(problem.tail, (std::vector<std::int32_t>{0, 1}));
  EXPECT_EQ(problem.head, (std::vector<std::int32_t>{1, 2}));
  EXPECT_EQ(problem.lower, (std::vector<std::int64_t>{0, 1}));
  EXPECT_EQ(problem.upper, (std::vector<std::int64_t>{9, kNoBound}));
  EXPECT_EQ(problem.cost, (std::vector<std::int64_t>{-5, 7}));
}

struct Bad {
  const char* name;
  std::string text;
  std::int64_t line;
  std::string what;
};

void PrintTo(const Bad& bad, std::ostream* out) { *out << bad.name; }

const std::vector<Bad> kBad = {
    {"Nothing", "", 1, "no p line"},
    {"OnlyComments", "c x\nc y\n", 2, "no p line"},
    {"ArcBeforeShape", "a 1 2 0 1 1\np min 2 1\n", 1, "the p line must come before this one"},
    {"NodeBeforeShape", "n 1 1\np min 2 1\n", 1, "the p line must come before this one"},
    {"TwoShapes", "p min 2 0\np min 2 0\n", 2, "a second p line"},
    {"AnotherProblem", "p max 2 0\n", 1, "expected 'p min NODES ARCS'"},
    {"ShapeCutShort", "p min 2\n", 1, "expected 'p min NODES ARCS'"},
    {"NegativeCount", "p min 2 -1\n", 1, "a negative count"},
    {"TooManyNodes", "p min 99999999999 1\n", 1, "more than 67108864 nodes"},
    {"FewerArcsThanSaid", "p min 2 2\na 1 2 0 1 1\n", 2, "the p line says 2 arcs, and there are 1"},
    {"MoreArcsThanSaid", "p min 2 1\na 1 2 0 1 1\na 1 2 0 1 1\n", 3, "more arcs than the 1 of the p line"},
    {"UnknownTail", "p min 2 1\na 3 2 0 1 1\n", 2, "node 3 is not among the 2 of the p line"},
    {"NodesCountFromOne", "p min 2 1\na 0 2 0 1 1\n", 2, "node 0 is not among the 2 of the p line"},
    {"UnknownNode", "p min 2 0\nn 7 1\n", 2, "node 7 is not among the 2 of the p line"},
    {"NodeTwice", "p min 2 0\nn 1 1\nn 1 1\n", 3, "a second supply of node 1"},
    {"LowerAboveUpper", "p min 2 1\na 1 2 5 4 1\n", 2, "the lower bound is above the upper bound"},
    {"NegativeUpper", "p min 2 1\na 1 2 0 -2 1\n", 2, "the lower bound is above the upper bound"},
    {"ArcCutShort", "p min 2 1\na 1 2 0 1\n", 2, "expected 'a TAIL HEAD LOWER UPPER COST'"},
    {"ArcTooLong", "p min 2 1\na 1 2 0 1 1 1\n", 2, "expected 'a TAIL HEAD LOWER UPPER COST'"},
    {"NodeTooLong", "p min 2 0\nn 1 1 1\n", 2, "expected 'n NODE SUPPLY'"},
    {"Fraction", "p min 2 1\na 1 2 0 1 1.5\n", 2, "'1.5' is not an integer of 64 bits"},
    {"Word", "p min two 1\n", 1, "'two' is not an integer of 64 bits"},
    {"Overflow", "p min 2 0\nn 1 9223372036854775808\n", 2,
     "'9223372036854775808' is not an integer of 64 bits"},
    {"UnknownLine", "p min 2 0\nx 1\n", 2, "a line begins with c, p, n or a, not 'x'"},
    {"ZeroByte", std::string("p min 2 0\nn 1 1\0\n", 17), 2,
     std::string("'1\0'", 4) + " is not an integer of 64 bits"},
};

class BadDimacsTest : public testing::TestWithParam<Bad> {};

TEST_P(BadDimacsTest, IsRefusedWithItsLine) {
  const DimacsReading reading = ReadDimacs(GetParam().text);
  ASSERT_TRUE(reading.error.has_value());
  EXPECT_EQ(reading.error->line, GetParam().line);
  EXPECT_EQ(reading.error->what, GetParam().what);
  EXPECT_EQ(reading.problem.nodes(), 0);
}

INSTANTIATE_TEST_SUITE_P(Dimacs, BadDimacsTest, testing::ValuesIn(kBad),
                         [](const auto& row) { return row.param.name; });

TEST(WriteDimacs, IsReadBackAsTheSameProblem) {
  for (std::uint64_t seed = 0; seed < 500; ++seed) {
    const Problem problem = RandomProblem(seed);
    std::ostringstream text;
    WriteDimacs(problem, text);
    const DimacsReading reading = ReadDimacs(text.str());
    ASSERT_FALSE(reading.error.has_value()) << text.str();
    EXPECT_EQ(reading.problem.supply, problem.supply);
    EXPECT_EQ(reading.problem.tail, problem.tail);
    EXPECT_EQ(reading.problem.head, problem.head);
    EXPECT_EQ(reading.problem.lower, problem.lower);
    EXPECT_EQ(reading.problem.upper, problem.upper);
    EXPECT_EQ(reading.problem.cost, problem.cost);
  }
}

}  // namespace
}  // namespace pasok::flow
