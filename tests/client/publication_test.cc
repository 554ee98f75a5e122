// What is published is shared by all datasets of a data folder: a trial's plan takes the true one's place.
#include "client/publication.h"

#include <gmock/gmock.h>

#include "tests/client/runs.h"

namespace pasok::client {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

struct Publications : Runs {
  std::string Planned(const fs::path& registers) { return PasokJson({"plan", registers.string()})["name"]; }
  // The toy with other kitchens.
  fs::path Trial() const {
    const fs::path copy = scratch.path() / "trial";
    fs::copy(kToy, copy);
    for (const char* file : {"demand_points.csv", "requirements.csv"}) {
      std::string content = ReadFile(copy / file);
      for (std::size_t at = content.find("\nD"); at != std::string::npos; at = content.find("\nD"))
        content.replace(at, 2, "\nX");
      WriteFile(copy / file, content);
    }
    return copy;
  }
};

TEST_F(Publications, SayWhoseTheyTakeThePlaceOf) {
  const std::string first = Planned(kToy);
  const Result alone = Pasok({"publish", first});
  EXPECT_EQ(alone.out, first + ": succeeded, published\n");
  const std::string second = Planned(ToyWithOffer("S1,telur,50,20000"));
  const Result again = Pasok({"publish", second});
  EXPECT_THAT(again.out, testing::StartsWith(second + ": succeeded, published\n" + first + " of datasets/"));
  EXPECT_THAT(again.out, testing::EndsWith(" (toy): no longer published\n"));
  EXPECT_EQ(again.err, "") << "the same kitchens, from newer registers";
}

TEST_F(Publications, WarnOfAPlanForOtherKitchens) {
  const std::string first = Planned(kToy), trial = Planned(Trial());
  Pasok({"publish", first});
  const Result result = Pasok({"publish", trial});
  EXPECT_EQ(result.code, ExitCode::kDone);
  EXPECT_THAT(result.out, HasSubstr(first + " of datasets/"));
  EXPECT_THAT(result.err,
              AllOf(HasSubstr("warning: " + trial + " took the place of " + first),
                    HasSubstr("`pasok publish " + first + "` takes it back"), HasSubstr("--data-dir")));
}

TEST_F(Publications, OfOtherKitchensAreNotFollowedOn) {
  Pasok({"publish", Planned(kToy)});
  const Result result =
      Pasok({"plan", Trial().string(), "--previous", "published", "--out", out_dir.string()});
  EXPECT_EQ(result.code, ExitCode::kDone);
  EXPECT_THAT(result.out, AllOf(HasSubstr("previous_of_others"), Not(HasSubstr("steady"))));
  EXPECT_FALSE(fs::exists(out_dir / "changes.csv"));
}

}  // namespace
}  // namespace pasok::client
