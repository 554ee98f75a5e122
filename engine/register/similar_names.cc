#include <algorithm>
#include <tuple>
#include <utility>

#include "engine/register/codes.h"
#include "engine/register/plain_name.h"
#include "engine/register/registers.h"

namespace pasok {
namespace {

std::string Plain(std::string_view name) {
  std::string plain;
  return PlainNameInto(plain, name);
}

struct Spelling {
  std::int32_t region = kNone;  // within which it is compared; kNone: everywhere
  std::int32_t row = kNone;
  std::uint64_t hash = 0;  // of what it looks like
  std::int64_t line = 0;
};

std::uint64_t HashOf(std::string_view text) {
  constexpr std::uint64_t kOffset = 14695981039346656037U;  // FNV-1a
  constexpr std::uint64_t kPrime = 1099511628211U;
  std::uint64_t hash = kOffset;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * kPrime;
  return hash;
}

// Sorts by region and hash and compares neighbours only; `look_of` a row is compared where the hashes agree.
template <class LookOf>
void FindAlike(std::vector<Spelling> spellings, LookOf look_of, bool by_id,
               std::vector<SimilarName>& similar) {
  std::ranges::sort(spellings, {},
                    [](const Spelling& one) { return std::tuple(one.region, one.hash, one.line); });
  for (std::size_t i = 1; i < spellings.size(); ++i) {
    const Spelling& before = spellings[i - 1];
    const Spelling& here = spellings[i];
    if (before.region != here.region || before.hash != here.hash) continue;
    if (look_of(before.row) != look_of(here.row)) continue;
    similar.push_back({.row = here.row, .like = before.row, .by_id = by_id});
  }
}

template <class Row>
std::vector<SimilarName> Find(const std::vector<Row>& rows, const std::vector<std::int64_t>& lines) {
  std::vector<Spelling> names, ids;
  names.reserve(rows.size());
  ids.reserve(rows.size());
  std::string plain;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto row = static_cast<std::int32_t>(i);
    ids.push_back({.row = row, .hash = HashOf(Look(rows[i].id)), .line = lines[i]});
    if (rows[i].region == kNone || rows[i].name.empty()) continue;
    names.push_back({.region = rows[i].region,
                     .row = row,
                     .hash = HashOf(PlainNameInto(plain, rows[i].name)),
                     .line = lines[i]});
  }
  std::vector<SimilarName> similar;
  FindAlike(
      std::move(names), [&](std::int32_t row) { return Plain(rows[row].name); }, false, similar);
  FindAlike(
      std::move(ids), [&](std::int32_t row) { return Look(rows[row].id); }, true, similar);
  return similar;
}

template <class Row>
void Warn(const std::vector<Row>& rows, const Register& source, int name_column,
          const std::vector<SimilarName>& similar) {
  for (const SimilarName& one : similar) {
    const Row& like = rows[one.like];
    const std::string line = "line " + std::to_string(source.lines[one.like]) + " has '";
    if (one.by_id) {
      source.table->RemarkAt(source.lines[one.row], Severity::kWarning, code::kSimilarName, kIdColumn,
                             rows[one.row].id, "ids that differ in more than capitals, blanks and accents",
                             line + like.id + "' (" + like.name + "): is it the same one, listed twice?");
    } else {
      source.table->RemarkAt(
          source.lines[one.row], Severity::kWarning, code::kSimilarName, name_column, rows[one.row].name,
          "names that differ within one region",
          line + like.name + "' (" + like.id + ") in the same region: is it the same one, listed twice?");
    }
  }
}

}  // namespace

std::vector<SimilarName> FindSimilarNames(const std::vector<Supplier>& rows,
                                          const std::vector<std::int64_t>& lines) {
  return Find(rows, lines);
}
std::vector<SimilarName> FindSimilarNames(const std::vector<DemandPoint>& rows,
                                          const std::vector<std::int64_t>& lines) {
  return Find(rows, lines);
}

void WarnOfSimilarNames(const std::vector<Supplier>& rows, const Register& source,
                        const std::vector<SimilarName>& similar) {
  Warn(rows, source, kSupplierNameColumn, similar);
}
void WarnOfSimilarNames(const std::vector<DemandPoint>& rows, const Register& source,
                        const std::vector<SimilarName>& similar) {
  Warn(rows, source, kDemandNameColumn, similar);
}

}  // namespace pasok
