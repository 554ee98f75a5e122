#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "engine/register/codes.h"
#include "engine/register/plain_name.h"
#include "engine/register/registers.h"

namespace pasok {
namespace {

// Each spelling is told of once, where it is first met; the first one of an owner is what the others are held
// against.
class Owners {
 public:
  template <class Row>
  void Add(const std::vector<Row>& rows, const Register& source, int column) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const std::string& spelling = rows[i].owner_group;
      if (spelling.empty() || !met_.insert(spelling).second) continue;
      const auto [first, is_new] = first_of_.try_emplace(LookOfLetters(spelling), spelling, rows[i].id);
      if (is_new || first->first.empty()) continue;
      source.table->RemarkAt(source.lines[i], Severity::kWarning, code::kOwnerGroupLooksAlike, column,
                             spelling, "one spelling for one owner",
                             first->second.id + " has '" + first->second.spelling +
                                 "': as they are spelled, these are two owners");
    }
  }

 private:
  struct First {
    std::string spelling;
    std::string id;
  };
  std::unordered_set<std::string_view> met_;
  std::unordered_map<std::string, First> first_of_;  // by what the owner looks like
};

}  // namespace

void WarnOfOwnersThatLookAlike(const Registers& registers) {
  Owners owners;
  owners.Add(registers.dataset.suppliers, registers.suppliers, kSupplierOwnerColumn);
  owners.Add(registers.dataset.demand_points, registers.demand_points, kDemandOwnerColumn);
}

}  // namespace pasok
