#include "client/frontier_plot.h"

#include <limits>

#include "client/curve_plot.h"
#include "client/text.h"

namespace pasok::client {
namespace {

using Frontier = v1::StudyQuestion::Frontier;

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

int ColumnOf(const StudyReport::Part& part, const std::string& key) {
  for (int c = 0; c < part.head.columns_size(); ++c) {
    if (part.head.columns(c).key() == key) return c;
  }
  return -1;
}

// As a share, or in millions of rupiah.
double ValueOf(const StudyReport::Part& part, const v1::Report::Row& row, int column) {
  if (column < 0 || column >= row.cells_size()) return kNone;
  const v1::Report::Cell& cell = row.cells(column);
  switch (cell.value_case()) {
    case v1::Report::Cell::kFraction:
      return cell.fraction();
    case v1::Report::Cell::kWhole: {
      const bool money = part.head.columns(column).unit() == v1::Report::SEN;
      return static_cast<double>(cell.whole()) / (money ? 1e8 : 1);
    }
    default:
      return kNone;
  }
}

std::vector<CurvePoint> PointsOf(const StudyReport::Part& part, const std::string& x, const std::string& y) {
  const int column_x = ColumnOf(part, x), column_y = ColumnOf(part, y);
  std::vector<CurvePoint> points;
  for (const v1::Report::Row& row : part.rows) {
    points.push_back({.x = ValueOf(part, row, column_x), .y = ValueOf(part, row, column_y)});
  }
  return points;
}

std::string AimInWords(const StudyReport::Part& curve, Language language) {
  const int aim = ColumnOf(curve, "aim");
  return aim < 0 ? "" : Printable(TitleIn(language, curve.head.columns(aim)));
}

}  // namespace

std::string FrontierSvg(const StudyReport& report, const Frontier& question, const std::string& about,
                        Language language) {
  const StudyReport::Part& curve = report.TableOf("curve");
  const StudyReport::Part& plans = report.TableOf("plans");
  const bool money = question.axis() == Frontier::TIER_SURCHARGE;
  const auto say = [&](const char* english, const char* indonesian) {
    return language == Language::kIndonesian ? indonesian : english;
  };
  const std::string millions = say(", in millions of rupiah", ", dalam juta rupiah");
  const std::string title = say("What more of one aim costs", "Biaya untuk lebih banyak dari satu tujuan");
  return ToSvg({.title = title + (about.empty() ? "" : ": " + about),
                .x_label = AimInWords(curve, language) + (money ? millions : ""),
                .y_label = say("Cost", "Biaya") + millions,
                .x_is_share = !money,
                .decimal_comma = language == Language::kIndonesian,
                .line = PointsOf(report.TableOf("bound"), "aim", "bound"),
                .dots = PointsOf(plans, "aim", "cost"),
                .line_note = say("no plan costs less than this", "tidak ada rencana di bawah ini"),
                .dots_note = say("plans that can be had", "rencana yang dapat dijalankan")});
}

}  // namespace pasok::client
