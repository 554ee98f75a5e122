#include "engine/sample/names.h"

#include <iterator>
#include <string_view>

namespace pasok::sample {
namespace {

constexpr std::string_view kLandmarks[] = {"Sungai", "Tanjung",  "Teluk",   "Nanga",  "Batu",     "Bukit",
                                           "Rantau", "Parit",    "Pulau",   "Muara",  "Simpang",  "Padang",
                                           "Kuala",  "Lubuk",    "Kampung", "Tebing", "Semangat", "Suka",
                                           "Mekar",  "Sebangun", "Riam",    "Empaik", "Nyiur",    "Danau"};
static_assert(std::size(kLandmarks) * 97 == kDesaNames);

constexpr std::string_view kRoots[] = {
    "Meranti",       "Bengkirai", "Belian",   "Tengkawang", "Rambutan", "Durian",   "Langsat",   "Cempedak",
    "Kelapa",        "Nipah",     "Rotan",    "Pandan",     "Jelutung", "Keladan",  "Ramin",     "Tembesu",
    "Bakau",         "Sagu",      "Enau",     "Pinang",     "Mawang",   "Asam",     "Kemayau",   "Lada",
    "Jambu",         "Mentawa",   "Tapang",   "Kempas",     "Gaharu",   "Damar",    "Purun",     "Bayur",
    "Ketapang Jaya", "Kenanga",   "Melati",   "Cempaka",    "Seroja",   "Teratai",  "Anggrek",   "Flamboyan",
    "Enggang",       "Ruai",      "Punai",    "Tekukur",    "Merpati",  "Rajawali", "Camar",     "Belibis",
    "Kijang",        "Rusa",      "Pelanduk", "Beruang",    "Landan",   "Arwana",   "Tapah",     "Baung",
    "Toman",         "Gabus",     "Udang",    "Kepiting",   "Besar",    "Kecil",    "Panjang",   "Lebar",
    "Dalam",         "Deras",     "Tenang",   "Jernih",     "Putih",    "Merah",    "Hitam",     "Kuning",
    "Hijau",         "Emas",      "Perak",    "Intan",      "Mutiara",  "Makmur",   "Sejahtera", "Damai",
    "Rukun",         "Harapan",   "Bakti",    "Sepakat",    "Setia",    "Jaya",     "Mulia",     "Indah",
    "Permai",        "Lestari",   "Asri",     "Subur",      "Sentosa",  "Bahagia",  "Utama",     "Sakti",
    "Perdana"};
static_assert(std::size(kRoots) == 97);

constexpr std::string_view kSides[] = {"Hulu",   "Hilir", "Timur", "Barat", "Utara", "Selatan",
                                       "Tengah", "Raya",  "Baru",  "Jaya",  "Dua"};

constexpr std::string_view kGiven[] = {
    "Siti",    "Abdul",   "Muhammad", "Nur",      "Yohanes",  "Maria",   "Agus",     "Dewi",     "Sri",
    "Ahmad",   "Eko",     "Rina",     "Budi",     "Yulia",    "Hendra",  "Fitri",    "Rudi",     "Lina",
    "Joko",    "Wati",    "Iwan",     "Ani",      "Dedi",     "Ratna",   "Hasan",    "Halimah",  "Umar",
    "Aminah",  "Petrus",  "Agnes",    "Paulus",   "Lusia",    "Markus",  "Veronika", "Stefanus", "Kristina",
    "Bujang",  "Dara",    "Along",    "Usu",      "Aloysius", "Monika",  "Bernadus", "Elisabet", "Fransiskus",
    "Yuliana", "Heri",    "Mega",     "Andi",     "Indah",    "Bambang", "Endang",   "Slamet",   "Sumiati",
    "Supri",   "Kartini", "Zainal",   "Zubaidah", "Ridwan",   "Salmah",  "Asiong",   "Aliong",   "Mei",
    "Lie",     "Bong",    "Akhiong",  "Susanti",  "Marlina",  "Oktavia", "Rahmat",   "Imam"};
static_assert(std::size(kGiven) == 71);

constexpr std::string_view kFamily[] = {
    "Lestari",   "Saputra",   "Hidayat",   "Rahman",     "Wijaya",    "Kusuma",   "Santoso",    "Pratama",
    "Nugroho",   "Setiawan",  "Handayani", "Utami",      "Wulandari", "Rahayu",   "Hartono",    "Gunawan",
    "Susilo",    "Purnomo",   "Wibowo",    "Kurniawan",  "Syahputra", "Maulana",  "Firmansyah", "Ramadhan",
    "Hakim",     "Yusuf",     "Ibrahim",   "Ismail",     "Sulaiman",  "Daud",     "Mulyadi",    "Suryadi",
    "Haryadi",   "Supriadi",  "Kusnadi",   "Junaidi",    "Efendi",    "Suhendi",  "Rusdi",      "Fauzi",
    "Anggraini", "Safitri",   "Oktaviani", "Puspita",    "Maharani",  "Permata",  "Melinda",    "Novita",
    "Amelia",    "Kartika",   "Sinaga",    "Lubis",      "Nasution",  "Harahap",  "Siregar",    "Tampubolon",
    "Daulay",    "Tanjung",   "Chaniago",  "Piliang",    "Djuweng",   "Mering",   "Lejo",       "Ngabang",
    "Sabinus",   "Donatus",   "Florus",    "Tiong",      "Djan",      "Kian",     "Lim",        "Tan",
    "Halim",     "Salim",     "Karim",     "Basri",      "Amri",      "Bakri",    "Sabri",      "Jamal",
    "Kamal",     "Iskandar",  "Baharudin", "Syarifudin", "Nurdin",    "Samsudin", "Burhan",     "Anwar",
    "Asmara",    "Cahyani",   "Damayanti", "Ekawati",    "Fatmawati", "Gayatri",  "Hastuti",    "Irawan",
    "Jatmiko",   "Kristanto", "Laksono",   "Mahendra",   "Ningsih",   "Pangestu", "Sasmita"};
static_assert(std::size(kFamily) == 103);

constexpr std::string_view kVerbs[] = {"Maju",   "Karya",   "Usaha",        "Tani",   "Sumber", "Bina",
                                       "Mitra",  "Tunas",   "Citra",        "Cahaya", "Sinar",  "Bumi",
                                       "Panca",  "Mekar",   "Setia",        "Rukun",  "Surya",  "Tirta",
                                       "Bahari", "Lumbung", "Khatulistiwa", "Borneo", "Kapuas", "Harapan",
                                       "Guna",   "Amanah",  "Berkat",       "Dharma", "Jasa"};
static_assert(std::size(kVerbs) == 29);
constexpr std::string_view kVirtues[] = {
    "Bersama", "Makmur",   "Sejahtera", "Mandiri", "Sentosa", "Abadi",     "Jaya",   "Lestari",
    "Mulia",   "Sepakat",  "Rejeki",    "Bersatu", "Utama",   "Pangan",    "Tani",   "Barokah",
    "Sukses",  "Gemilang", "Perkasa",   "Damai",   "Rakyat",  "Nusantara", "Setara", "Subur",
    "Unggul",  "Prima",    "Serumpun",  "Semesta", "Wijaya",  "Pratama",   "Persada"};
static_assert(std::size(kVirtues) == 31);

// The n-th pair. The counts have no common divisor, so that both words change at every step and no pair comes
// twice before all have come.
template <std::size_t kFirst, std::size_t kSecond>
std::string Pair(const std::string_view (&first)[kFirst], const std::string_view (&second)[kSecond],
                 std::int64_t n) {
  const auto number = static_cast<std::uint64_t>(n);
  std::string name(first[number % kFirst]);
  return name.append(1, ' ').append(second[number % kSecond]);
}

}  // namespace

std::string DesaName(std::int64_t n) { return Pair(kLandmarks, kRoots, n); }
std::string KecamatanName(std::int64_t n) { return Pair(kRoots, kSides, n); }
std::string KabupatenName(std::int64_t n) { return Pair(kRoots, kSides, n); }
std::string PersonName(std::int64_t n) { return Pair(kGiven, kFamily, n); }
std::string UnionName(std::int64_t n) { return Pair(kVerbs, kVirtues, n); }

}  // namespace pasok::sample
