// Names as they look to people, so that two spellings of one can be seen to be alike.
#pragma once

#include <string>
#include <string_view>

namespace pasok {

// In small letters, without blanks of any kind and without accents, composed or not: "Kéda S\u00A01" is
// "kedas1". Letters beyond Latin-1 and bytes that are no UTF-8 stay as they are.
std::string Look(std::string_view text);

// Its Look without punctuation: "Yayasan Maju." is "yayasanmaju".
std::string LookOfLetters(std::string_view text);

// Likewise without leading legal forms: "Koperasi  Maju-Jaya" is "majujaya". Answers `plain`, written over.
const std::string& PlainNameInto(std::string& plain, std::string_view name);

}  // namespace pasok
