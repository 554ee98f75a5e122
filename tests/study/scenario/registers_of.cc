#include "tests/study/scenario/registers_of.h"

#include <charconv>
#include <string>

#include "engine/register/decimal.h"
#include "engine/register/licence.h"

namespace pasok::study {
namespace {

class Rows {
 public:
  explicit Rows(std::string header) : text_(std::move(header) + '\n') {}

  Rows& Cell(std::string_view text) {
    if (begun_) text_ += ',';
    begun_ = true;
    text_ += '"';
    for (const char c : text) text_.append(c == '"' ? 2 : 1, c);
    text_ += '"';
    return *this;
  }
  template <class Unit>
  Rows& Cell(const std::optional<Amount<Unit>>& amount, int decimals) {
    // A zero more, so that three decimals aren't taken for thousands.
    const std::string text = amount ? DecimalText(amount->value, decimals) : "";
    const std::size_t point = text.find('.');
    return Cell(point != text.npos && text.size() - point == 4 ? text + '0' : text);
  }
  Rows& Cell(const std::optional<Date>& date) { return Cell(date ? ToIso(*date) : ""); }
  Rows& Cell(const std::optional<Point>& point) {
    return Cell(point ? Degrees(point->lat) : "").Cell(point ? Degrees(point->lng) : "");
  }
  void End() { text_ += '\n', begun_ = false; }
  const std::string& text() const { return text_; }

 private:
  static std::string Degrees(double degrees) {
    char text[64];
    return {text, std::to_chars(text, text + sizeof text, degrees, std::chars_format::fixed).ptr};
  }

  std::string text_;
  bool begun_ = false;
};

std::string Weekdays(std::uint8_t bits) {
  std::string text;
  for (int day = 0; day < 7; ++day) {
    if ((bits >> day & 1) != 0) text += (text.empty() ? "" : "|") + std::to_string(day + 1);
  }
  return text;
}

}  // namespace

std::vector<RegisterFile> RegistersOf(const Dataset& data) {
  const auto code = [&](std::int32_t region) { return std::string_view(data.regions[region].code); };
  std::vector<RegisterFile> files;

  Rows regions("code,name,lat,lng,circuity");
  for (const Region& row : data.regions) {
    regions.Cell(row.code).Cell(row.name).Cell(row.point).Cell(row.circuity, 3).End();
  }
  files.push_back({"regions.csv", regions.text()});

  Rows suppliers(
      "supplier_id,name,kind,region,lat,lng,status,owner_group,licences,capacity_kg_per_day,via,registered_"
      "on,"
      "handling_kg_per_day,handling_fee_idr_per_kg");
  for (const Supplier& row : data.suppliers) {
    std::string licences;
    for (const Licence& licence : row.licences) licences += (licences.empty() ? "" : "|") + ToText(licence);
    suppliers.Cell(row.id).Cell(row.name).Cell(ToWord(row.kind)).Cell(code(row.region)).Cell(row.point);
    suppliers.Cell(row.active ? "aktif" : "tidak_aktif").Cell(row.owner_group).Cell(licences);
    suppliers.Cell(row.capacity_per_day, 3).Cell(row.via == kNone ? "" : data.suppliers[row.via].id);
    suppliers.Cell(row.registered_on).Cell(row.handling_per_day, 3).Cell(row.handling_fee, 2).End();
  }
  files.push_back({"suppliers.csv", suppliers.text()});

  Rows offers(
      "supplier_id,commodity,capacity_kg_per_day,price_idr_per_kg,lot_kg,min_delivery_kg,available_from,"
      "available_to,weekdays");
  for (const Offer& row : data.offers) {
    offers.Cell(data.suppliers[row.supplier].id).Cell(data.commodities[row.commodity]);
    offers.Cell(std::optional(row.capacity_per_day), 3).Cell(std::optional(row.price), 2).Cell(row.lot, 3);
    offers.Cell(row.min_delivery, 3).Cell(row.available_from).Cell(row.available_to);
    offers.Cell(Weekdays(row.weekdays)).End();
  }
  files.push_back({"offers.csv", offers.text()});

  Rows points(
      "demand_id,name,kind,region,lat,lng,owner_group,priority,paud,sd_1_3,sd_4_6,smp,sma,ibu,balita");
  for (const DemandPoint& row : data.demand_points) {
    points.Cell(row.id).Cell(row.name).Cell(ToWord(row.kind)).Cell(code(row.region)).Cell(row.point);
    points.Cell(row.owner_group).Cell(std::to_string(row.priority));
    for (const std::int32_t people : row.recipients) points.Cell(std::to_string(people));
    points.End();
  }
  files.push_back({"demand_points.csv", points.text()});

  Rows requirements("demand_id,commodity,kg,date");
  for (const Requirement& row : data.requirements) {
    requirements.Cell(data.demand_points[row.demand_point].id).Cell(data.commodities[row.commodity]);
    requirements.Cell(std::optional(row.need), 3).Cell(row.date).End();
  }
  files.push_back({"requirements.csv", requirements.text()});

  Rows distances("from_region,to_region,km");
  for (const RegionDistance& row : data.distances) {
    distances.Cell(code(row.from_region)).Cell(code(row.to_region)).Cell(std::optional(row.road), 3).End();
  }
  files.push_back({"distances.csv", distances.text()});

  Rows blocks("supplier_id,demand_id,reason");
  for (const Block& row : data.blocks) {
    blocks.Cell(data.suppliers[row.supplier].id).Cell(data.demand_points[row.demand_point].id);
    blocks.Cell(row.reason).End();
  }
  files.push_back({"blocks.csv", blocks.text()});

  const auto point = [&](std::int32_t row) {
    return row == kNone ? std::string_view() : std::string_view(data.demand_points[row].id);
  };
  const auto commodity = [&](std::int32_t row) {
    return row == kNone ? std::string_view() : std::string_view(data.commodities[row]);
  };
  Rows calendar("date,demand_id,region,serves,portions_factor");
  for (const CalendarDay& row : data.calendar) {
    calendar.Cell(std::optional(row.date)).Cell(point(row.demand_point));
    calendar.Cell(row.region == kNone ? "" : code(row.region)).Cell(row.serves ? "yes" : "no");
    calendar.Cell(std::optional(row.portions_factor), 3).End();
  }
  files.push_back({"calendar.csv", calendar.text()});
  Rows contracts("supplier_id,demand_id,commodity,from,to,min_kg,max_kg");
  for (const Contract& row : data.contracts) {
    contracts.Cell(data.suppliers[row.supplier].id).Cell(point(row.demand_point));
    contracts.Cell(commodity(row.commodity)).Cell(row.from).Cell(row.to).Cell(row.least, 3).Cell(row.most, 3);
    contracts.End();
  }
  files.push_back({"contracts.csv", contracts.text()});
  Rows storage("demand_id,commodity,kg");
  for (const Storage& row : data.storage) {
    storage.Cell(point(row.demand_point)).Cell(commodity(row.commodity));
    storage.Cell(std::optional(row.capacity), 3).End();
  }
  files.push_back({"storage.csv", storage.text()});
  Rows stock("demand_id,commodity,kg,use_by");
  for (const Stock& row : data.stock) {
    stock.Cell(point(row.demand_point)).Cell(commodity(row.commodity));
    stock.Cell(std::optional(row.weight), 3).Cell(row.use_by).End();
  }
  files.push_back({"stock.csv", stock.text()});
  return files;
}

}  // namespace pasok::study
