#include "engine/match/exact/cover.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "engine/flow/parallel.h"
#include "engine/match/exact/lane_costs.h"
#include "engine/match/exact/network.h"
#include "engine/match/question/sphere.h"

namespace pasok::match::exact {
namespace {

constexpr std::size_t kLevels = 4;
constexpr std::int32_t kMostInLeaf = 64;

double Chord(const std::array<double, 3>& a, const std::array<double, 3>& b) {
  const double x = a[0] - b[0], y = a[1] - b[1], z = a[2] - b[2];
  return std::sqrt(x * x + y * y + z * z);
}

class Builder {
 public:
  Builder(const Network& network, const LaneCosts& costs) : network_(network), costs_(costs) {}

  // The cells of one commodity, its root first; none where it has no groups.
  std::vector<Cell> Build(std::size_t commodity) {
    const std::int32_t first = network_.first_group[commodity], end = network_.first_group[commodity + 1];
    if (first == end) return {};
    cells_.push_back({.first_group = first, .end_group = end});
    Split(0, 0);
    return std::move(cells_);
  }

 private:
  const Site& SiteOfGroup(std::int32_t group) const { return network_.sites[network_.groups[group].site]; }

  // Splits the cell, whose groups agree on the regions above `level`, and measures it.
  void Split(std::int32_t index, std::size_t level) {
    Measure(cells_[index]);
    std::vector<Cell> children;
    for (; level < kLevels; ++level) {
      children = ByRegion(cells_[index], level);
      if (children.size() > 1) break;
      cells_[index].enclosing = children.front().enclosing;  // a level on which all agree needs no cell
    }
    if (level == kLevels) children = Strips(cells_[index]);
    if (children.empty()) return;
    const auto first_child = static_cast<std::int32_t>(cells_.size());
    cells_.insert(cells_.end(), children.begin(), children.end());
    const auto end_child = static_cast<std::int32_t>(cells_.size());
    cells_[index].first_child = first_child, cells_[index].end_child = end_child;
    for (std::int32_t child = first_child; child < end_child; ++child) Split(child, level + 1);
  }

  std::vector<Cell> ByRegion(const Cell& cell, std::size_t level) const {
    std::vector<Cell> children;
    for (std::int32_t at = cell.first_group; at < cell.end_group;) {
      Cell child{.first_group = at, .enclosing = cell.enclosing};
      child.enclosing[level] = SiteOfGroup(at).enclosing[level];
      while (at < cell.end_group && SiteOfGroup(at).enclosing[level] == child.enclosing[level]) ++at;
      child.end_group = at;
      children.push_back(child);
    }
    return children;
  }

  // A crowded region in runs of places, which stand in order of latitude.
  std::vector<Cell> Strips(const Cell& cell) const {
    std::vector<Cell> strips;
    if (cell.end_group - cell.first_group <= kMostInLeaf) return strips;
    for (std::int32_t at = cell.first_group; at < cell.end_group; at += kMostInLeaf) {
      strips.push_back({.first_group = at,
                        .end_group = std::min(at + kMostInLeaf, cell.end_group),
                        .enclosing = cell.enclosing});
    }
    return strips;
  }

  void Measure(Cell& cell) const {
    std::array<double, 3> sum{};
    std::int64_t least = kUnbounded, most = 0;
    bool alike = true;  // in what is listed
    std::int32_t region = kNone;
    cell.listed_as = costs_.ListedAs(SiteOfGroup(cell.first_group).region);
    for (std::int32_t g = cell.first_group; g < cell.end_group; ++g) {
      const Site& site = SiteOfGroup(g);
      for (std::size_t axis = 0; axis < 3; ++axis) sum[axis] += site.unit[axis];
      least = std::min(least, site.circuity_milli), most = std::max(most, site.circuity_milli);
      const Group& group = network_.groups[g];
      cell.has_forbidden |= group.first_forbidden != group.end_forbidden;
      if (g == cell.first_group || site.region != region) {
        region = site.region;
        cell.least_listed_m = std::min(cell.least_listed_m, costs_.LeastListed(region));
        if (costs_.ListedAs(region) != cell.listed_as) alike = false;
      }
    }
    if (!alike) cell.listed_as = kNone;
    cell.least_circuity = static_cast<double>(least) / 1000,
    cell.most_circuity = static_cast<double>(most) / 1000;
    const double length = std::hypot(sum[0], sum[1], sum[2]);
    cell.centre = SiteOfGroup(cell.first_group).unit;  // where the middle is nowhere
    if (length > 1e-9) {
      for (std::size_t axis = 0; axis < 3; ++axis) cell.centre[axis] = sum[axis] / length;
    }
    double widest = 0;
    for (std::int32_t g = cell.first_group; g < cell.end_group; ++g) {
      widest = std::max(widest, Chord(cell.centre, SiteOfGroup(g).unit));
    }
    cell.radius_m = ArcAtMost(widest);
  }

  const Network& network_;
  const LaneCosts& costs_;
  std::vector<Cell> cells_;
};

}  // namespace

// 2 asin(c / 2) = c + c^3 / 24 + 3 c^5 / 640 + ..., all terms positive; up to c = 1 the rest is below c^5 /
// 180.
double ArcAtMost(double chord) {
  if (chord > 1) return kEarthRadiusM * std::numbers::pi;
  const double square = chord * chord;
  return kEarthRadiusM * chord * (1 + square * (1.0 / 24 + square / 180)) * (1 + 1e-12);
}

Cover CoverGroups(const Network& network, const LaneCosts& costs, bool prunes, int threads) {
  std::vector<std::vector<Cell>> cells(network.first_group.size() - 1);
  ForEachTask(static_cast<int>(cells.size()), threads, [&](int k) {
    const auto i = static_cast<std::size_t>(k);
    cells[i] = Builder(network, costs).Build(i);
  });
  Cover cover;
  cover.prunes = prunes;
  for (const std::vector<Cell>& of_commodity : cells) {
    const auto root = static_cast<std::int32_t>(cover.cells.size());
    cover.root.push_back(of_commodity.empty() ? kNone : root);
    for (Cell cell : of_commodity) {
      if (cell.first_child != cell.end_child) cell.first_child += root, cell.end_child += root;
      cover.cells.push_back(cell);
    }
  }
  return cover;
}

}  // namespace pasok::match::exact
