// Stands in for libFuzzer where there is none: runs the target over every file of the given folder, over
// nothing, and over seeded mutations: bytes changed, removed, doubled, swapped for telling ones, and pieces
// of other files spliced in.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

constexpr int kMutations = 3'000;
constexpr int kMostEdits = 8;
constexpr std::string_view kTellingBytes("\0\"\n\r,;|\t.-:{}[]&*0e\x80\xff", 22);

void Run(const std::string& input) {
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
}

std::string Mutate(std::string input, const std::vector<std::string>& corpus, std::mt19937_64& random) {
  const auto place = [&](const std::string& text) { return random() % (text.size() + 1); };
  for (auto edits = 1 + random() % kMostEdits; edits > 0; --edits) {
    const std::size_t at = place(input);
    const std::size_t length = std::min<std::size_t>(random() % 16, input.size() - at);
    switch (random() % 5) {
      case 0:
        input.erase(at, length);
        break;
      case 1:
        input.insert(at, input.substr(at, length));
        break;
      case 2:
        input.insert(at, 1, kTellingBytes[random() % kTellingBytes.size()]);
        break;
      case 3:
        if (at < input.size()) input[at] = static_cast<char>(random());
        break;
      case 4: {
        const std::string& other = corpus[random() % corpus.size()];
        input.insert(at, other.substr(place(other), random() % 64));
        break;
      }
    }
  }
  return input;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: %s CORPUS_FOLDER\n", argv[0]);
    return 2;
  }
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(argv[1])) paths.push_back(entry.path());
  std::ranges::sort(paths);
  std::vector<std::string> corpus{""};
  for (const auto& path : paths) {
    std::ifstream in(path, std::ios::binary);
    corpus.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  }
  for (const std::string& input : corpus) Run(input);
  std::mt19937_64 random(1);
  for (int i = 0; i < kMutations; ++i) Run(Mutate(corpus[random() % corpus.size()], corpus, random));
  std::printf("%zu inputs and %d mutations\n", corpus.size(), kMutations);
  return 0;
}
