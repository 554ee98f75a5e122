#include "server/stored_rows.h"

#include <algorithm>
#include <string_view>

#include "server/store/parsed.h"

namespace pasok::server {
namespace {

template <class Row>
using Reader = std::vector<Row> (*)(std::string_view file, std::string_view content, FindingLog& log);

template <class Row>
std::vector<Row> RowsIn(const std::vector<RegisterFile>& files, std::string_view name, Reader<Row> read,
                        FindingLog& log) {
  const auto file = std::ranges::find(files, name, &RegisterFile::name);
  return file == files.end() ? std::vector<Row>() : read(file->name, file->content, log);
}

}  // namespace

void RequireSound(FindingLog& log, const std::string& plan) {
  if (log.errors() == 0) return;
  throw NoLongerReadable(plan, log.Take());
}

std::vector<match::Taken> TakenIn(const std::vector<RegisterFile>& files, FindingLog& log) {
  return RowsIn<match::Taken>(files, "taken.csv", match::ReadTaken, log);
}

std::vector<match::Delivered> PreviousIn(const std::vector<RegisterFile>& files, FindingLog& log) {
  return RowsIn<match::Delivered>(files, "previous.csv", match::ReadPrevious, log);
}

std::vector<match::AtHand> AtHandIn(const std::vector<RegisterFile>& files, FindingLog& log) {
  return RowsIn<match::AtHand>(files, "at_hand.csv", match::ReadAtHand, log);
}

std::vector<match::CarriedLine> CarriedIn(const std::vector<RegisterFile>& files, FindingLog& log) {
  return RowsIn<match::CarriedLine>(files, "carried.csv", match::ReadCarried, log);
}

}  // namespace pasok::server
