#include "engine/study/shifts.h"

#include <algorithm>
#include <functional>
#include <utility>

namespace pasok::study {
namespace {

// Of each row of the former, which row of the later it is. Both by id.
template <class Row>
std::vector<std::int32_t> RowsIn(const std::vector<Row>& later, const std::vector<Row>& former) {
  std::vector<std::int32_t> rows(former.size());
  std::size_t at = 0;
  const bool is_same = later.size() == former.size();  // rows are only ever added
  for (std::size_t i = 0; i < former.size(); ++i, ++at) {
    while (!is_same && later[at].id != former[i].id) ++at;
    rows[i] = static_cast<std::int32_t>(at);
  }
  return rows;
}

void Add(Shift& sum, const Shift& shift) {
  sum.grams_before += shift.grams_before, sum.grams += shift.grams;
  sum.sen_before += shift.sen_before, sum.sen += shift.sen;
}

// The sums of each kabupaten that has any.
class Kabupaten {
 public:
  explicit Kabupaten(const Dataset& dataset) : dataset_(dataset), place_(dataset.regions.size(), kNone) {}

  KabupatenShift& Of(std::int32_t kabupaten) {
    std::int32_t& place = place_[kabupaten];
    if (place == kNone) {
      place = static_cast<std::int32_t>(sums_.size());
      sums_.emplace_back().kabupaten = kabupaten;
    }
    return sums_[place];
  }
  std::int32_t Around(std::int32_t region) const { return dataset_.Enclosing(region, kKabupatenLevel); }
  std::vector<KabupatenShift> InOrder() && {
    std::ranges::sort(sums_, {}, &KabupatenShift::kabupaten);
    return std::move(sums_);
  }

 private:
  const Dataset& dataset_;
  std::vector<std::int32_t> place_;  // per region, among the sums
  std::vector<KabupatenShift> sums_;
};

// The shifts of one side, `rows` of each dataset; all of them are added to the sums of `side`. Those who have
// nothing in either answer aren't in either list. Names only for those that differ: the others are many.
template <class Row>
std::vector<Shift> ShiftsOf(const std::vector<Row>& former, const std::vector<Turnover>& before,
                            const std::vector<Row>& later, const std::vector<Turnover>& after,
                            Shift KabupatenShift::*side, Kabupaten& kabupaten) {
  const std::vector<std::int32_t> rows = RowsIn(later, former);
  std::vector<Shift> shifts;
  auto was = before.begin();
  for (auto is = after.begin(); was != before.end() || is != after.end();) {
    const bool old = is == after.end() || (was != before.end() && rows[was->row] <= is->row);
    const bool now = was == before.end() || (is != after.end() && is->row <= rows[was->row]);
    const Row& who = old ? former[was->row] : later[is->row];
    Shift shift{.id = {}, .name = {}, .kabupaten = kabupaten.Around(who.region)};
    if (old) {
      shift.grams_before = was->grams, shift.sen_before = was->sen, shift.short_before = was->short_grams;
      ++was;
    }
    if (now) shift.grams = is->grams, shift.sen = is->sen, shift.short_grams = is->short_grams, ++is;
    if (shift.grams_before != 0 || shift.grams != 0) Add(kabupaten.Of(shift.kabupaten).*side, shift);
    if (shift.difference() == 0 && shift.shorter_by() == 0) continue;
    shift.id = who.id, shift.name = who.name;
    shifts.push_back(std::move(shift));
  }
  std::ranges::stable_sort(shifts, std::greater<>(), [](const Shift& shift) {
    return std::pair(shift.shorter_by(), shift.difference());
  });
  return shifts;
}

}  // namespace

Shifts ShiftsBetween(const Dataset& former, const Outcome& before, const Dataset& later,
                     const Outcome& after) {
  Kabupaten kabupaten(former);
  Shifts shifts;
  shifts.suppliers = ShiftsOf(former.suppliers, before.suppliers, later.suppliers, after.suppliers,
                              &KabupatenShift::sales, kabupaten);
  shifts.demand_points = ShiftsOf(former.demand_points, before.demand_points, later.demand_points,
                                  after.demand_points, &KabupatenShift::costs, kabupaten);
  shifts.kabupaten = std::move(kabupaten).InOrder();
  return shifts;
}

}  // namespace pasok::study
