#include "engine/study/kept_split.h"

namespace pasok::study {

void SaySplitIsKept(const match::Instance& instance, Report& report) {
  if (instance.stores.empty()) return;
  report.sentences.push_back(
      {"Where kitchens share a small store, the plan's split of it is taken as given: exact figures are "
       "those "
       "at this split, and another may do better.",
       "Jika dapur memakai gudang kecil bersama, pembagiannya dianggap tetap menurut rencana ini: angka "
       "tepat "
       "berlaku untuk pembagian itu, dan pembagian lain mungkin lebih baik."});
}

}  // namespace pasok::study
