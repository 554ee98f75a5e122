#include "engine/register/region_codes.h"

#include <algorithm>
#include <array>

namespace pasok {
namespace {

struct Kabupaten {
  std::string_view bps;
  std::string_view kemendagri;
  std::string_view name;
};

// The systems number these fourteen differently: 6102 is Bengkayang, 61.02 is Mempawah.
constexpr std::array<Kabupaten, 14> kKalimantanBarat{{
    {"6101", "61.01", "Sambas"},
    {"6102", "61.07", "Bengkayang"},
    {"6103", "61.08", "Landak"},
    {"6104", "61.02", "Mempawah"},
    {"6105", "61.03", "Sanggau"},
    {"6106", "61.04", "Ketapang"},
    {"6107", "61.05", "Sintang"},
    {"6108", "61.06", "Kapuas Hulu"},
    {"6109", "61.09", "Sekadau"},
    {"6110", "61.10", "Melawi"},
    {"6111", "61.11", "Kayong Utara"},
    {"6112", "61.12", "Kubu Raya"},
    {"6171", "61.71", "Kota Pontianak"},
    {"6172", "61.72", "Kota Singkawang"},
}};

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool AllDigits(std::string_view text) { return !text.empty() && std::ranges::all_of(text, IsDigit); }

std::string WithDots(std::string_view digits) {
  std::string code;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i == 2 || i == 4 || i == 6) code += '.';
    code += digits[i];
  }
  return code;
}

std::string MendBps(std::string_view code) {
  std::string mend = "this is a BPS code, or a Kemendagri code that lost its dots";
  const std::string_view head = code.substr(0, 4);
  const auto known = std::ranges::find(kKalimantanBarat, head, &Kabupaten::bps);
  if (known != kKalimantanBarat.end()) {
    mend = "this is a BPS code: BPS " + std::string(known->bps) + " is " + std::string(known->name) +
           ", in Kemendagri codes " + std::string(known->kemendagri);
    const auto namesake = std::ranges::find(kKalimantanBarat, WithDots(head), &Kabupaten::kemendagri);
    if (namesake != known && namesake != kKalimantanBarat.end()) {
      mend += " (" + std::string(namesake->kemendagri) + " is " + std::string(namesake->name) + ")";
    }
  }
  mend += "; the two systems differ, so don't put dots into the digits: look the region up by its name";
  if (code.size() == 10 && (code[6] == '1' || code[6] == '2')) {
    mend += "; only if a Kemendagri code lost its dots, write " + WithDots(code);
  }
  return mend;
}

}  // namespace

std::optional<int> RegionLevel(std::string_view code) {
  constexpr std::string_view kShape = "dd.dd.dd.dddd";
  constexpr std::array<std::size_t, 4> kLengths{2, 5, 8, 13};
  const auto level = std::ranges::find(kLengths, code.size());
  if (level == kLengths.end()) return std::nullopt;
  for (std::size_t i = 0; i < code.size(); ++i) {
    if (kShape[i] == 'd' ? !IsDigit(code[i]) : code[i] != '.') return std::nullopt;
  }
  return static_cast<int>(level - kLengths.begin());
}

std::string_view ParentCode(std::string_view code) {
  const std::size_t dot = code.rfind('.');
  return dot == code.npos ? std::string_view() : code.substr(0, dot);
}

bool LooksLikeBps(std::string_view code) {
  return AllDigits(code) && (code.size() == 4 || code.size() == 7 || code.size() == 10);
}

std::string MendRegionCode(std::string_view code) {
  if (LooksLikeBps(code)) return MendBps(code);
  if (AllDigits(code) && code.size() == 6) return "write " + WithDots(code) + " if the dots were lost";
  if (RegionLevel(std::string(code) + '0')) {
    return "a spreadsheet may have taken the last zero away: write " + std::string(code) +
           "0 and format the column as text";
  }
  return {};
}

}  // namespace pasok
