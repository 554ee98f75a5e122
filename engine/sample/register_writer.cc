#include "engine/sample/register_writer.h"

#include <cstdlib>

namespace pasok::sample {
namespace {

constexpr std::size_t kMostPerChunk = 1 << 20;
constexpr std::size_t kLongestRow = 4096;  // a row is far shorter

void AppendFraction(std::string& out, std::int64_t number, std::int64_t scale) {
  if (number < 0) out += '-';
  const std::int64_t size = std::abs(number);
  out += std::to_string(size / scale) + '.';
  out += std::to_string(scale + size % scale).substr(1);  // keeps the leading zeros
}

}  // namespace

void RegisterWriter::BeginFile(std::string_view name, std::string_view header) {
  name_ = name;
  chunk_.append(header).append(1, '\n');
}

void RegisterWriter::EndFile() { Flush(); }

RegisterWriter& RegisterWriter::Text(std::string_view text) {
  Separate();
  chunk_ += text;
  return *this;
}

RegisterWriter& RegisterWriter::Number(std::int64_t number) {
  Separate();
  chunk_ += std::to_string(number);
  return *this;
}

RegisterWriter& RegisterWriter::Thousandths(std::int64_t number) {
  Separate();
  AppendFraction(chunk_, number, 1000);
  return *this;
}

RegisterWriter& RegisterWriter::Degrees(Spot spot) {
  Separate();
  AppendFraction(chunk_, spot.lat, 1'000'000);
  Separate();
  AppendFraction(chunk_, spot.lng, 1'000'000);
  return *this;
}

void RegisterWriter::EndRow() {
  chunk_ += '\n';
  row_begun_ = false;
  if (chunk_.size() > kMostPerChunk - kLongestRow) Flush();
}

void RegisterWriter::Separate() {
  if (row_begun_) chunk_ += ',';
  row_begun_ = true;
}

void RegisterWriter::Flush() {
  if (!stopped_ && !chunk_.empty()) stopped_ = !emit_(name_, chunk_);
  chunk_.clear();
}

}  // namespace pasok::sample
