#include "client/diff/diff_report.h"

namespace pasok::client {

StudyReport ToReport(const Compared& plans, const RowsWanted& wanted) {
  StudyReport report;
  report.sentences = SentencesOf(plans);
  report.tables = {AskedTable(plans),
                   PolicyTable(plans),
                   DaysTable(plans),
                   FiguresTable(plans),
                   CommoditiesTable(plans),
                   KitchensTable(plans, wanted),
                   SuppliersTable(plans, wanted),
                   AllocationsTable(plans, wanted),
                   ShortagesTable(plans, wanted)};
  return report;
}

}  // namespace pasok::client
