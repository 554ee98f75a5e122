// What the files of a dataset are called. The client reads this too, so that it sends these files and no
// others: the one header of the engine that it may include, and so without anything else in it.
#pragma once

#include <array>
#include <string_view>

namespace pasok {

inline constexpr std::string_view kPolicyFile = "policy.yaml";
inline constexpr std::string_view kRequirementsFile = "requirements.csv";

struct KnownFile {
  std::string_view name;
  bool required = false;
};
inline constexpr std::array<KnownFile, 12> kKnownFiles{{{"regions.csv", true},
                                                        {"suppliers.csv", true},
                                                        {"offers.csv", true},
                                                        {"demand_points.csv", true},
                                                        {kRequirementsFile},  // a menu can stand in for it
                                                        {"distances.csv"},
                                                        {"blocks.csv"},
                                                        {"calendar.csv"},
                                                        {"contracts.csv"},
                                                        {"storage.csv"},
                                                        {"stock.csv"},
                                                        {kPolicyFile}}};

// Whether the name, in small letters, is that of a workbook that a spreadsheet would save as the file:
// "offers.xlsx" and "offers.csv".
constexpr bool IsWorkbookOf(std::string_view name, std::string_view file) {
  const std::size_t dot = file.rfind('.');
  if (file.substr(dot) != ".csv" || !name.starts_with(file.substr(0, dot))) return false;
  const std::string_view ending = name.substr(dot);
  return ending == ".xlsx" || ending == ".xls" || ending == ".xlsm" || ending == ".ods";
}

}  // namespace pasok
