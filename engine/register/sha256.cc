#include "engine/register/sha256.h"

#include <openssl/evp.h>

#include <array>
#include <new>

namespace pasok {

struct Sha256::Context {
  EVP_MD_CTX* evp = EVP_MD_CTX_new();
  Context() = default;
  ~Context() { EVP_MD_CTX_free(evp); }
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;
};

namespace {
constexpr std::size_t kBufferBytes = 1 << 16;
}

Sha256::Sha256() : context_(std::make_unique<Context>()) {
  // OpenSSL fails here only where it can't allocate.
  if (context_->evp == nullptr || EVP_DigestInit_ex(context_->evp, EVP_sha256(), nullptr) != 1) {
    throw std::bad_alloc();
  }
  buffer_.resize(kBufferBytes);
}

Sha256::~Sha256() = default;

void Sha256::Number(std::int64_t value) {
  std::array<char, 8> bytes;
  auto rest = static_cast<std::uint64_t>(value);
  for (char& byte : bytes) {
    byte = static_cast<char>(rest & 0xff);
    rest >>= 8;
  }
  Add({bytes.data(), bytes.size()});
}

void Sha256::Text(std::string_view text) {
  Number(static_cast<std::int64_t>(text.size()));
  Add(text);
}

void Sha256::Add(std::string_view bytes) {
  if (bytes.size() > buffer_.size() - used_) {
    Flush();
    if (bytes.size() > buffer_.size()) {
      EVP_DigestUpdate(context_->evp, bytes.data(), bytes.size());
      return;
    }
  }
  bytes.copy(buffer_.data() + used_, bytes.size());
  used_ += bytes.size();
}

std::string Sha256::HexOf32Digits() {
  Flush();
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
  EVP_DigestFinal_ex(context_->evp, digest.data(), nullptr);
  std::string hex;
  for (std::size_t i = 0; i < 16; ++i) {
    constexpr char kDigits[] = "0123456789abcdef";
    hex += kDigits[digest[i] >> 4];
    hex += kDigits[digest[i] & 15];
  }
  return hex;
}

void Sha256::Flush() {
  EVP_DigestUpdate(context_->evp, buffer_.data(), used_);
  used_ = 0;
}

}  // namespace pasok
