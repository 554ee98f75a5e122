#include "client/curve_plot.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

namespace pasok::client {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

TEST(CurvePlotTest, FiguresAreRoundAndSpanTheValues) {
  EXPECT_THAT(RoundFigures(0, 1, 5),
              testing::Pointwise(testing::DoubleNear(1e-9), {0.0, 0.2, 0.4, 0.6, 0.8, 1.0}));
  EXPECT_THAT(RoundFigures(1310, 1490, 4),
              testing::Pointwise(testing::DoubleNear(1e-9), {1300.0, 1350.0, 1400.0, 1450.0, 1500.0}));
  EXPECT_THAT(RoundFigures(-30, 30, 3),
              testing::Pointwise(testing::DoubleNear(1e-9), {-40.0, -20.0, 0.0, 20.0, 40.0}));
}

TEST(CurvePlotTest, ACurveHasItsTitleLabelsLineAndPoints) {
  const std::string svg = ToSvg({.title = "Money & food",
                                 .x_label = "share",
                                 .y_label = "million rupiah",
                                 .x_is_share = true,
                                 .line = {{0.5, 1500}, {0.25, 1300}},
                                 .dots = {{0.5, 1500}},
                                 .line_note = "bound",
                                 .dots_note = "plans"});
  EXPECT_THAT(svg, AllOf(HasSubstr("Money &amp; food"), HasSubstr(">share<"), HasSubstr(">million rupiah<"),
                         HasSubstr("<polyline"), HasSubstr(" %</text>"), HasSubstr("1\u202F500"),
                         HasSubstr(">plans<"), HasSubstr(">bound<"), HasSubstr("<circle")));
}

// "3.750" would be read as three thousand.
TEST(CurvePlotTest, FiguresHaveTheLanguagesDecimals) {
  const Curve curve{.line = {{0, 3.745}, {1, 3.755}}, .dots = {}};
  EXPECT_THAT(ToSvg(curve), AllOf(HasSubstr(">3.750<"), HasSubstr(">0.2<")));
  Curve comma = curve;
  comma.decimal_comma = true;
  EXPECT_THAT(ToSvg(comma), AllOf(HasSubstr(">3,750<"), HasSubstr(">0,2<"), Not(HasSubstr(">3.750<"))));
}

TEST(CurvePlotTest, OnePointAndNoneAreDrawnToo) {
  EXPECT_THAT(ToSvg({.dots = {{0, 0}}}),
              AllOf(HasSubstr("<circle"), Not(HasSubstr("nan")), Not(HasSubstr("inf"))));
  EXPECT_THAT(ToSvg({.line = {{3, std::numeric_limits<double>::infinity()}}}), HasSubstr("no points"));
}

}  // namespace
}  // namespace pasok::client
