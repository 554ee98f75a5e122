// Files that appear all at once: written beside their place and then put there in one step.
#pragma once

#include <cstdio>
#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <string_view>

#include "client/staging_place.h"

namespace pasok::client {

// Collects files in a StagingPlace beside the target, so that neither a failure nor a kill leaves a
// half-written target. Of several writers of one target each puts its whole directory there, and the last
// one's stays. Links are followed. The current directory, and one where a disk is mounted, stay what they
// are: their files are staged inside and put in one by one. Failure (kServerFailed) where the disk refuses.
class StagedDirectory {
 public:
  explicit StagedDirectory(const std::filesystem::path& target);
  StagedDirectory(const StagedDirectory&) = delete;
  StagedDirectory& operator=(const StagedDirectory&) = delete;

  // Appends to the file `name`, a plain name; a file's pieces follow one another.
  void Append(const std::string& name, std::string_view bytes);

  // Whether the target holds the same files, and no others, already.
  bool IsThere();

  enum class Outcome { kWritten, kUnchanged };
  // Makes the files the target's whole content, but for hidden files, which stay there. Unchanged where the
  // target already holds the same bytes.
  Outcome Replace();
  // Puts each file into the target and leaves the target's other files alone.
  void Merge();

 private:
  void CloseFile();
  void PutInto();
  // The same, and removes what the target held beside them.
  void PutIntoAlone();
  // The target's hidden files are to come along: a link here, so that they are missing at no moment. False
  // where one can't be linked, as a directory can't: then the target must stay.
  bool LinkHidden() const;
  bool EqualsTarget() const;

  std::filesystem::path target_;
  const bool stays_;
  std::set<std::string> earlier_;  // what the target held
  StagingPlace staging_;
  std::set<std::string> names_;
  std::string open_name_;
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> open_file_;
};

// Files that other programs hide there, such as locks, don't count in any of these.
// Failure (kInputAtFault) unless `directory` is absent, empty, or holds nothing but a plan's files.
void RequirePlanDirectory(const std::filesystem::path& directory);
// Likewise with a study's report.
void RequireReportDirectory(const std::filesystem::path& directory);
// Failure (kInputAtFault) unless `directory` is absent or empty.
void RequireEmptyDirectory(const std::filesystem::path& directory, const std::string& hint);

}  // namespace pasok::client
