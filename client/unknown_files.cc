#include "client/unknown_files.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "client/text.h"
#include "engine/register/file_names.h"

namespace pasok::client {
namespace {

constexpr int kMostListed = 1000;  // as the server lists of one code

std::string InSmallLetters(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

// A name may be any bytes.
std::string InUtf8(std::string name) {
  if (IsUtf8(name)) return name;
  for (char& c : name)
    if (static_cast<unsigned char>(c) >= 0x80) c = '?';
  return name;
}

// Behind those of the same file, or of one before it.
void Insert(v1::Finding finding, v1::Findings& findings) {
  auto& list = *findings.mutable_findings();
  const auto place =
      std::upper_bound(list.begin(), list.end(), finding.file(),
                       [](const std::string& file, const v1::Finding& other) { return file < other.file(); });
  const auto at = place - list.begin();
  *list.Add() = std::move(finding);
  std::rotate(list.begin() + at, list.end() - 1, list.end());
}

void SetFixOfMissing(std::string_view file, const std::string& fix, v1::Findings& findings) {
  for (v1::Finding& finding : *findings.mutable_findings())
    if (finding.code() == "missing_file" && finding.file() == file) finding.set_fix(fix);
}

}  // namespace

void AddUnknownFiles(const RegisterDirectory& directory, v1::Findings& findings) {
  std::vector<std::string_view> absent;
  for (const KnownFile& known : kKnownFiles) {
    const bool there =
        std::ranges::find(directory.files, known.name, &LocalFile::name) != directory.files.end();
    if (!there) absent.push_back(known.name);
  }
  int listed = 0;
  for (const std::string& given : directory.others) {
    findings.set_warning_count(findings.warning_count() + 1);
    if (++listed > kMostListed) continue;
    const std::string name = InUtf8(given);
    const std::string small = InSmallLetters(name);
    const auto workbook_of =
        std::ranges::find_if(absent, [&](std::string_view file) { return IsWorkbookOf(small, file); });
    const bool is_workbook = workbook_of != absent.end();
    const std::string_view meant = is_workbook ? *workbook_of : Nearest(small, absent);
    v1::Finding finding;
    finding.set_severity(v1::Finding::WARNING);
    finding.set_code("unknown_file");
    finding.set_file(name);
    finding.set_expected("a register or policy.yaml");
    finding.set_fix(is_workbook     ? "a workbook isn't read: save it as \"CSV UTF-8\""
                    : meant.empty() ? "it is not read"
                                    : "did you mean '" + std::string(meant) + "'? It is not read as it is");
    Insert(std::move(finding), findings);
    if (meant.empty()) continue;
    SetFixOfMissing(meant,
                    is_workbook ? "open '" + name + "' and save it as \"CSV UTF-8\" under this name"
                                : "rename '" + name + "'",
                    findings);
  }
}

}  // namespace pasok::client
