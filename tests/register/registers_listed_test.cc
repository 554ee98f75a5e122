// docs/registers.md has a row for every column that a register knows, under the heading of its file and of no
// other, and says "needed" of those that every file must have.
#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <string_view>

#include "engine/register/codes.h"
#include "engine/register/file_names.h"
#include "tests/register/sound_dataset.h"

namespace pasok {
namespace {

using Columns = std::set<std::string>;

struct Listed {
  Columns all, needed;
};

// The words of "a, b, c".
Columns Split(std::string_view text) {
  Columns words;
  for (std::size_t end; (end = text.find(", ")) != text.npos; text.remove_prefix(end + 2))
    words.emplace(text.substr(0, end));
  words.emplace(text);
  return words;
}

Columns WordsAfter(const std::string& text, std::string_view before) {
  const std::size_t at = text.find(before);
  return at == std::string::npos ? Columns() : Split(text.substr(at + before.size()));
}

// As the reader itself tells them: some of a header without any name that it knows, all of one with a strange
// name beside its own.
Listed KnownTo(const std::string& file) {
  Listed known;
  for (const Finding& finding : ReadDataset(SoundDatasetBut(file, "9\n"), nullptr).findings.list) {
    if (finding.file == file && finding.code == code::kMissingColumn)
      known.needed = WordsAfter(finding.expected, "at least the columns ");
  }
  EXPECT_FALSE(known.needed.empty()) << file;
  const std::string header = *known.needed.begin() + ",strange\n";
  for (const Finding& finding : ReadDataset(SoundDatasetBut(file, header), nullptr).findings.list) {
    if (finding.file == file && finding.code == code::kUnknownColumn)
      known.all = WordsAfter(finding.expected, "one of the columns ");
  }
  return known;
}

// What stands between backquotes in the first cell of the rows under the file's heading.
Listed DocumentedOf(const std::string& file) {
  std::ifstream in(PASOK_SOURCE_DIR "/docs/registers.md");
  Listed listed;
  bool under_heading = false;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("## ")) under_heading = line == "## " + file;
    if (!under_heading || !line.starts_with("| `")) continue;
    const std::size_t cell_end = line.find(" | ");
    const bool needed = line.substr(cell_end).starts_with(" | needed |");
    std::istringstream cell(line.substr(2, cell_end - 2));
    for (std::string gap, column; std::getline(cell, gap, '`') && std::getline(cell, column, '`');) {
      EXPECT_TRUE(listed.all.insert(column).second) << column << " of " << file << " is there twice";
      if (needed) listed.needed.insert(column);
    }
  }
  return listed;
}

TEST(RegistersListedTest, EveryColumnHasItsRow) {
  int files = 0;
  for (const KnownFile& known : kKnownFiles) {
    if (known.name == kPolicyFile) continue;
    const std::string file(known.name);
    const Listed in_code = KnownTo(file), in_document = DocumentedOf(file);
    EXPECT_EQ(in_document.all, in_code.all) << file;
    EXPECT_EQ(in_document.needed, in_code.needed) << file;
    ++files;
  }
  EXPECT_EQ(files, 11);
}

}  // namespace
}  // namespace pasok
