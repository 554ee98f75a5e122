// A study's question that is only to be checked: what its run would say at once is said at once.
#include "tests/server/serving.h"

namespace pasok::server {
namespace {

class StudyCheckTest : public Serving {
 protected:
  StudyCheckTest() {
    Start();
    question.set_dataset(client->ImportToy());
    question.mutable_question()->mutable_bottlenecks();
    question.set_validate_only(true);
  }
  std::string ReasonOfCheck() {
    v1::Study study;
    return ReasonOf(client->CreateStudy(question, {}, study));
  }
  v1::CreateStudyRequest::Start question;
};

TEST_F(StudyCheckTest, AQuestionThatFitsIsFine) {
  EXPECT_EQ(ReasonOfCheck(), "OK");
  question.add_regions(kHulu);
  EXPECT_EQ(ReasonOfCheck(), "OK");
}

TEST_F(StudyCheckTest, RegionsWithoutDemandPointsDoNotFit) {
  question.add_regions("99.99");
  EXPECT_EQ(ReasonOfCheck(), "INVALID_ARGUMENT QUESTION_UNFIT");
}

TEST_F(StudyCheckTest, NorDoesAScenarioOfUnknownSuppliers) {
  question.set_scenario_yaml("version: 1\nname: lost\nchanges:\n  - stop: {supplier: NOBODY}\n");
  EXPECT_EQ(ReasonOfCheck(), "INVALID_ARGUMENT SCENARIO_UNFIT");
}

}  // namespace
}  // namespace pasok::server
