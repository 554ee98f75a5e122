#include "engine/match/recheck/table.h"

#include "engine/register/csv.h"

namespace pasok::match::recheck {
namespace {

std::string Joined(std::span<const std::string_view> fields) {
  std::string joined;
  for (std::string_view field : fields) joined.append(joined.empty() ? "" : ",").append(field);
  return joined;
}

}  // namespace

std::vector<Row> ReadTable(const std::string& file, std::string_view content, std::string_view header,
                           FindingLog& log) {
  CsvReader reader(content, file, log);
  if (!reader.Next() || reader.separator() != ',' || Joined(reader.fields()) != header) {
    log.Add(
        {.code = "wrong_header", .file = file, .line = 1, .expected = "the header " + std::string(header)});
    return {};
  }
  const std::size_t columns = reader.fields().size();
  std::vector<Row> rows;
  while (reader.Next()) {
    if (reader.fields().size() == columns) {
      rows.push_back({.line = reader.line(), .fields = {reader.fields().begin(), reader.fields().end()}});
      continue;
    }
    log.Add({.code = "wrong_field_count",
             .file = file,
             .line = reader.line(),
             .value = std::to_string(reader.fields().size()),
             .expected = std::to_string(columns) + " fields"});
  }
  return rows;
}

}  // namespace pasok::match::recheck
