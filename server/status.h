// A Fault as a gRPC status with google.rpc details: ErrorInfo (domain "pasok"), BadRequest, ResourceInfo,
// RetryInfo, LocalizedMessage. The details stay under 4 kB, since gRPC loses the whole status where the
// trailers pass 8 KiB.
#pragma once

#include <google/rpc/status.pb.h>
#include <grpcpp/support/status.h>

#include <cstdint>
#include <string_view>

#include "server/fault.h"

namespace pasok::server {

enum class Language : std::uint8_t { kEnglish, kIndonesian };

// Of a client's `accept-language`: Indonesian where it starts with `id`.
Language LanguageOf(std::string_view accept_language);

// `kIndonesian` adds the sentence as a LocalizedMessage; the status's own message stays English.
google::rpc::Status ToRpcStatus(const Fault& fault, Language language);
// As a record keeps it: it may be read by anybody, so it speaks both languages.
google::rpc::Status ToStoredStatus(const Fault& fault);
grpc::Status ToGrpcStatus(const Fault& fault, Language language);

}  // namespace pasok::server
