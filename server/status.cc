#include "server/status.h"

#include <google/rpc/error_details.pb.h>
#include <google/rpc/error_info.pb.h>

#include <algorithm>

#include "server/convert.h"

namespace pasok::server {
namespace {

constexpr std::size_t kMostDetailBytes = 3500;
constexpr std::size_t kMostSentenceBytes = 500;
constexpr std::size_t kAroundDetail = 64;  // its type, and the counts of findings
constexpr std::size_t kMostViolations = 20;

// At most that many bytes, never cutting a UTF-8 character apart.
std::string Shortened(const std::string& text, std::size_t most) {
  if (text.size() <= most) return text;
  std::size_t end = most;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  return text.substr(0, end) + "…";
}

google::rpc::BadRequest Violations(const Fault& fault, std::size_t most_bytes) {
  google::rpc::BadRequest request;
  for (const Fault::Violation& violation : fault.violations) {
    if (static_cast<std::size_t>(request.field_violations_size()) == kMostViolations) break;
    auto* added = request.add_field_violations();
    added->set_field(Shortened(violation.field, kMostSentenceBytes));
    added->set_description(Shortened(violation.description, kMostSentenceBytes));
    if (request.ByteSizeLong() > most_bytes) {
      request.mutable_field_violations()->RemoveLast();
      break;
    }
  }
  return request;
}

}  // namespace

Language LanguageOf(std::string_view accept_language) {
  const auto is = [&](std::size_t at, char lower) {
    return accept_language.size() > at && (accept_language[at] | 0x20) == lower;  // tags ignore case
  };
  return is(0, 'i') && is(1, 'd') ? Language::kIndonesian : Language::kEnglish;
}

google::rpc::Status ToRpcStatus(const Fault& fault, Language language) {
  google::rpc::Status status;
  status.set_code(fault.code);
  status.set_message(Shortened(fault.english, kMostSentenceBytes));

  google::rpc::ErrorInfo info;
  info.set_reason(fault.reason);
  info.set_domain("pasok");
  for (const auto& [key, value] : fault.metadata) {
    (*info.mutable_metadata())[key] = Shortened(value, kMostSentenceBytes);
  }
  status.add_details()->PackFrom(info);

  if (!fault.resource_type.empty()) {
    google::rpc::ResourceInfo resource;
    resource.set_resource_type(fault.resource_type);
    resource.set_resource_name(Shortened(fault.resource_name, kMostSentenceBytes));
    status.add_details()->PackFrom(resource);
  }
  if (fault.retry_after) {
    google::rpc::RetryInfo retry;
    const auto milliseconds = fault.retry_after->count();
    retry.mutable_retry_delay()->set_seconds(milliseconds / 1000);
    retry.mutable_retry_delay()->set_nanos(static_cast<int>(milliseconds % 1000) * 1'000'000);
    status.add_details()->PackFrom(retry);
  }
  if (language == Language::kIndonesian) {
    google::rpc::LocalizedMessage message;
    message.set_locale("id");
    message.set_message(Shortened(fault.indonesian, kMostSentenceBytes));
    status.add_details()->PackFrom(message);
  }
  if (!fault.violations.empty()) {
    const std::size_t used = status.ByteSizeLong();
    status.add_details()->PackFrom(Violations(fault, kMostDetailBytes - std::min(used, kMostDetailBytes)));
  }
  if (fault.findings.errors > 0) {
    const std::size_t used = status.ByteSizeLong() + kAroundDetail;
    status.add_details()->PackFrom(
        ToProto(fault.findings, kMostDetailBytes - std::min(used, kMostDetailBytes)));
  }
  return status;
}

google::rpc::Status ToStoredStatus(const Fault& fault) { return ToRpcStatus(fault, Language::kIndonesian); }

grpc::Status ToGrpcStatus(const Fault& fault, Language language) {
  const google::rpc::Status status = ToRpcStatus(fault, language);
  return {fault.code, status.message(), status.SerializeAsString()};
}

}  // namespace pasok::server
