// A curve as a picture: a small SVG file that every browser, word processor and mail program shows.
#pragma once

#include <string>
#include <vector>

namespace pasok::client {

struct CurvePoint {
  double x = 0, y = 0;
};

struct Curve {
  std::string title{}, x_label{}, y_label{};  // labels with their units
  bool x_is_share = false;                    // written as percent
  bool decimal_comma = false;                 // as Indonesian has it
  std::vector<CurvePoint> line{}, dots{};     // any order
  std::string line_note{}, dots_note{};       // what they are; empty: not said
};

// Axes with round figures, the line by rising x, and the dots. What isn't finite is left out; without any
// point it says so.
std::string ToSvg(const Curve& curve);

// About `most` round figures (1, 2 or 5 times a power of ten apart) that span from `least` to `greatest`.
std::vector<double> RoundFigures(double least, double greatest, int most);

}  // namespace pasok::client
