// Figures for people (grouped with a narrow space, with their units) and for programs (plain). The wire's
// integers come in: grams, sen (hundredths of a rupiah), shares between 0 and 1.
#pragma once

#include <cstdint>
#include <string>

namespace pasok::client {

// "15 400", "-1 234".
std::string Grouped(std::int64_t number);
// "1 offer", "15 400 offers", "0 offers".
std::string Counted(std::int64_t number, const std::string& noun);
// "15 400 kg", "0.5 kg": as many decimals as there are.
std::string Kilograms(std::int64_t grams);
// "1 234.5 km".
std::string Kilometres(std::int64_t metres);
// "Rp 15 400", and with ".50" only where there are sen.
std::string Rupiah(std::int64_t sen);
// To the whole rupiah, for a glance: "Rp 12 345 678 900".
std::string WholeRupiah(std::int64_t sen);
// To the whole rupiah, e.g. "Rp 16 509 per kg"; "" for no grams.
std::string RupiahPerKg(std::int64_t sen, std::int64_t grams);
// "12.3 %"; what isn't zero is never shown as 0.0.
std::string Percent(double share);
std::string Percent(double share, int decimals);
// Of a gap in percent: "0 %", "0.0125 %", "12.5 %": three figures, and never rounded down to nothing.
std::string GapPercent(double percent);
// "3.4 s", "2 min 05 s".
std::string Seconds(double seconds);
// "40.2 MB", of a million bytes.
std::string Megabytes(std::int64_t bytes);

// "15400.50", always with two places: rupiah for programs.
std::string PlainRupiah(std::int64_t sen);
double PlainKilograms(std::int64_t grams);

}  // namespace pasok::client
