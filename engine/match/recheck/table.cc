#include "engine/match/recheck/table.h"

#include <algorithm>

#include "engine/register/csv.h"

namespace pasok::match::recheck {
namespace {

std::vector<std::string_view> Split(std::string_view header) {
  std::vector<std::string_view> names;
  while (true) {
    const std::size_t comma = header.find(',');
    names.push_back(header.substr(0, comma));
    if (comma == header.npos) return names;
    header.remove_prefix(comma + 1);
  }
}

// That of the reader's first record, if there is one. Its place is the first field that is another.
Finding WrongHeader(const std::string& file, const CsvReader& reader, std::string_view header) {
  constexpr std::size_t kMostShown = 500;  // bytes, more than any header of ours has
  Finding finding{.code = "wrong_header",
                  .file = file,
                  .line = std::max<std::int64_t>(1, reader.line()),
                  .expected = "the header " + std::string(header)};
  if (reader.fields().empty()) return finding;
  finding.fix = "the line is " + Shorten(reader.Record(), kMostShown);
  if (reader.separator() == ';') {
    finding.fix +=
        ", its fields are separated by ';': take the plan's own file, which a spreadsheet has written anew";
  }
  if (reader.separator() != ',') return finding;
  const std::vector<std::string_view> names = Split(header);
  const auto [name, field] = std::ranges::mismatch(names, reader.fields());
  finding.column = field - reader.fields().begin() + 1;
  if (name != names.end()) finding.field = *name;
  if (field != reader.fields().end()) finding.value = *field;
  return finding;
}

}  // namespace

std::optional<std::vector<Row>> ReadTable(const std::string& file, std::string_view content,
                                          std::string_view header, FindingLog& log) {
  CsvReader reader(content, file, log);
  const std::vector<std::string_view> names = Split(header);
  if (!reader.Next() || reader.separator() != ',' || !std::ranges::equal(reader.fields(), names)) {
    log.Add(WrongHeader(file, reader, header));
    return std::nullopt;
  }
  std::vector<Row> rows;
  while (reader.Next()) {
    if (reader.fields().size() == names.size()) {
      rows.push_back({.line = reader.line(), .fields = {reader.fields().begin(), reader.fields().end()}});
      continue;
    }
    log.Add({.code = "wrong_field_count",
             .file = file,
             .line = reader.line(),
             .value = std::to_string(reader.fields().size()),
             .expected = std::to_string(names.size()) + " fields"});
  }
  return rows;
}

}  // namespace pasok::match::recheck
