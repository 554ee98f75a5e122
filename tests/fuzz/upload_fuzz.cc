// Any order of chunks: a refusal, or the files that they make up; and the memory is given back.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "server/fault.h"
#include "server/upload.h"

namespace {

constexpr std::int64_t kMostBytes = 256;

// Each line is a chunk: the file's name up to the first '=', the content behind it.
std::pair<std::string, std::string> NextChunk(std::string_view& rest) {
  const std::string_view line = rest.substr(0, rest.find('\n'));
  rest.remove_prefix(std::min(rest.size(), line.size() + 1));
  const std::size_t name_end = std::min(line.find('='), line.size());
  return {std::string(line.substr(0, name_end)),
          std::string(line.substr(std::min(line.size(), name_end + 1)))};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  pasok::server::UploadBudget budget(kMostBytes);
  {
    pasok::server::Upload upload(budget);
    std::map<std::string, std::string> sent;
    try {
      while (!rest.empty()) {
        auto [name, content] = NextChunk(rest);
        pasok::v1::FileChunk chunk;
        chunk.set_file(name);
        chunk.set_content(content);
        upload.Add(chunk);
        sent[name] += content;
      }
      const std::vector<pasok::RegisterFile> files = upload.Join();
      if (files.size() != sent.size()) std::abort();
      for (const pasok::RegisterFile& file : files) {
        if (sent.at(file.name) != file.content) std::abort();
      }
    } catch (const pasok::server::Fault& fault) {
      if (fault.english.empty()) std::abort();
    }
  }
  if (!budget.Take(kMostBytes)) std::abort();
  return 0;
}
