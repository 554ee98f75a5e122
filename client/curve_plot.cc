#include "client/curve_plot.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace pasok::client {
namespace {

constexpr double kWidth = 800, kHeight = 500;
constexpr double kLeft = 110, kRight = 770, kTop = 60, kBottom = 420;
constexpr const char* kBlue = "#1f5f8b";
constexpr const char* kThinSpace = "\u202F";

std::string Fixed(double number, int places) {
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%.*f", places, number);
  return text.data();
}

// "12 500", "0.25": as many decimals as the step between figures needs.
std::string FigureText(double number, double step, bool decimal_comma) {
  const int places = step >= 1 ? 0 : std::min(6, static_cast<int>(std::ceil(-std::log10(step) - 1e-9)));
  std::string text = Fixed(number, places);
  const bool negative = text.front() == '-';
  const std::size_t point = std::min(text.find('.'), text.size());
  if (decimal_comma && point < text.size()) text[point] = ',';
  for (std::size_t place = point; place > 3 + (negative ? 1u : 0u);) text.insert(place -= 3, kThinSpace);
  return text;
}

std::string Escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '&')
      out += "&amp;";
    else if (static_cast<unsigned char>(c) >= 0x20)
      out += c;
  }
  return out;
}

std::string Text(double x, double y, const std::string& anchor, const std::string& words,
                 const std::string& more = "") {
  return "<text x=\"" + Fixed(x, 1) + "\" y=\"" + Fixed(y, 1) + "\" text-anchor=\"" + anchor + "\"" + more +
         ">" + Escaped(words) + "</text>\n";
}

std::string Line(double x1, double y1, double x2, double y2, const char* colour) {
  return "<line x1=\"" + Fixed(x1, 1) + "\" y1=\"" + Fixed(y1, 1) + "\" x2=\"" + Fixed(x2, 1) + "\" y2=\"" +
         Fixed(y2, 1) + "\" stroke=\"" + colour + "\"/>\n";
}

std::string Dot(double x, double y) {
  return "<circle cx=\"" + Fixed(x, 1) + "\" cy=\"" + Fixed(y, 1) + "\" r=\"4\" fill=\"" + kBlue + "\"/>\n";
}

// One axis: from values to places on the picture.
class Scale {
 public:
  Scale(double least, double greatest, int most, double from, double to) : from_(from), to_(to) {
    if (least == greatest) {
      const double around = least == 0 ? 1 : std::abs(least) * 0.05;
      least -= around;
      greatest += around;
    }
    figures_ = RoundFigures(least, greatest, most);
    least_ = std::min(least, figures_.front());
    greatest_ = std::max(greatest, figures_.back());
  }
  double Place(double value) const { return from_ + (value - least_) / (greatest_ - least_) * (to_ - from_); }
  const std::vector<double>& figures() const { return figures_; }
  double step() const { return figures_.size() > 1 ? figures_[1] - figures_[0] : 1; }

 private:
  double from_, to_, least_ = 0, greatest_ = 1;
  std::vector<double> figures_;
};

std::string Axes(const Curve& curve, const Scale& x, const Scale& y) {
  std::string svg;
  for (const double figure : y.figures()) {
    svg += Line(kLeft, y.Place(figure), kRight, y.Place(figure), "#dddddd");
    svg += Text(kLeft - 8, y.Place(figure) + 4, "end", FigureText(figure, y.step(), curve.decimal_comma));
  }
  for (const double figure : x.figures()) {
    svg += Line(x.Place(figure), kTop, x.Place(figure), kBottom, "#dddddd");
    const double times = curve.x_is_share ? 100 : 1;
    svg += Text(
        x.Place(figure), kBottom + 20, "middle",
        FigureText(figure * times, x.step() * times, curve.decimal_comma) + (curve.x_is_share ? " %" : ""));
  }
  svg += Line(kLeft, kBottom, kRight, kBottom, "black") + Line(kLeft, kTop, kLeft, kBottom, "black");
  svg += Text((kLeft + kRight) / 2, kBottom + 45, "middle", curve.x_label);
  svg += Text(22, (kTop + kBottom) / 2, "middle", curve.y_label,
              " transform=\"rotate(-90 22 " + Fixed((kTop + kBottom) / 2, 1) + ")\"");
  return svg;
}

std::string Notes(const Curve& curve) {
  constexpr double kY = kHeight - 14;
  std::string svg;
  if (!curve.line.empty() && !curve.line_note.empty()) {
    svg += Line(kLeft, kY, kLeft + 24, kY, kBlue) + Text(kLeft + 32, kY + 4, "start", curve.line_note);
  }
  if (!curve.dots.empty() && !curve.dots_note.empty()) {
    constexpr double kMiddle = (kLeft + kRight) / 2;
    svg += Dot(kMiddle, kY) + Text(kMiddle + 12, kY + 4, "start", curve.dots_note);
  }
  return svg;
}

std::vector<CurvePoint> Finite(const std::vector<CurvePoint>& points) {
  std::vector<CurvePoint> finite;
  for (const CurvePoint& point : points) {
    if (std::isfinite(point.x) && std::isfinite(point.y)) finite.push_back(point);
  }
  std::ranges::sort(finite, {}, &CurvePoint::x);
  return finite;
}

}  // namespace

std::vector<double> RoundFigures(double least, double greatest, int most) {
  const double rough = (greatest - least) / std::max(1, most);
  const double power = std::pow(10, std::floor(std::log10(rough)));
  double step = 10 * power;
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (factor * power >= rough * (1 - 1e-9)) {
      step = factor * power;
      break;
    }
  }
  std::vector<double> figures;
  const double first = std::floor(least / step + 1e-9), last = std::ceil(greatest / step - 1e-9);
  for (double n = first; n <= last; ++n) figures.push_back(n * step);
  return figures;
}

std::string ToSvg(const Curve& curve) {
  const std::vector<CurvePoint> line = Finite(curve.line), dots = Finite(curve.dots);
  std::vector<CurvePoint> all = line;
  all.insert(all.end(), dots.begin(), dots.end());
  std::string svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + Fixed(kWidth, 0) + " " +
                    Fixed(kHeight, 0) + "\" width=\"" + Fixed(kWidth, 0) + "\" height=\"" +
                    Fixed(kHeight, 0) +
                    "\" font-family=\"sans-serif\" font-size=\"13\">\n<rect width=\"100%\" height=\"100%\" "
                    "fill=\"white\"/>\n";
  svg += Text(kWidth / 2, 32, "middle", curve.title, " font-size=\"16\"");
  if (all.empty()) return svg + Text(kWidth / 2, kHeight / 2, "middle", "no points") + "</svg>\n";

  const auto [nearest, farthest] = std::ranges::minmax(all, {}, &CurvePoint::x);
  const auto [lowest, highest] = std::ranges::minmax(all, {}, &CurvePoint::y);
  const Scale x(nearest.x, farthest.x, 8, kLeft, kRight);
  const Scale y(lowest.y, highest.y, 6, kBottom, kTop);
  svg += Axes(curve, x, y);
  std::string path;
  for (const CurvePoint& point : line)
    path += Fixed(x.Place(point.x), 1) + "," + Fixed(y.Place(point.y), 1) + " ";
  svg += "<polyline points=\"" + path + "\" fill=\"none\" stroke=\"" + kBlue + "\" stroke-width=\"1.5\"/>\n";
  for (const CurvePoint& point : dots) svg += Dot(x.Place(point.x), y.Place(point.y));
  return svg + Notes(curve) + "</svg>\n";
}

}  // namespace pasok::client
