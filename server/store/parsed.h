// Stored messages, as they are read back.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "engine/register/finding.h"
#include "server/store/sqlite.h"

namespace pasok::server {

// The message stored as `bytes`; nothing where they are none.
template <class Message>
std::optional<Message> ReadableFrom(std::string_view bytes) {
  std::optional<Message> message(std::in_place);
  if (!message->ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) message.reset();
  return message;
}

inline StoreError Unreadable(const std::string& name) {
  return {StoreError::Kind::kDamaged, "what is stored of " + name + " can't be read"};
}

// Of files that were sound when they were stored: names the first error, which warnings may stand before.
inline StoreError NoLongerReadable(const std::string& what, const Findings& findings) {
  const auto error = std::ranges::find(findings.list, Severity::kError, &Finding::severity);
  return {StoreError::Kind::kDamaged,
          what + " can no longer be read" + (error == findings.list.end() ? "" : ": " + ToLine(*error))};
}

// As ReadableFrom, of what `name` says ("plans/3f2a…"). StoreError (kDamaged), which names it, where they are
// none.
template <class Message>
Message ParsedFrom(std::string_view bytes, const std::string& name) {
  std::optional<Message> message = ReadableFrom<Message>(bytes);
  if (!message) throw Unreadable(name);
  return *std::move(message);
}

}  // namespace pasok::server
