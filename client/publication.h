// Publishing a plan, and what loses its place by it.
//
// All datasets of a server share what is published: of each day and region there is one plan, whoever made
// it. So a plan for a trial takes the place of the true one.
#pragma once

#include <string>
#include <vector>

#include "client/connection.h"

namespace pasok::client {

// A plan that isn't published any more, or for fewer days.
struct Replaced {
  v1::Plan plan;        // as it is now
  std::string dataset;  // its dataset's name, with what that is called
  bool is_strange;      // it is of another dataset, and delivers to nobody to whom the new plan delivers
};

struct Publication {
  v1::Plan plan;
  std::vector<Replaced> replaced;
};

// `name`: whole. Failure as the server refuses.
Publication Publish(Connection& server, const std::string& name);

// A line for each, each ending in a newline.
std::string InWords(const std::vector<Replaced>& replaced);
// For standard error, where one is strange; else empty.
std::string WarningOf(const Publication& publication);

}  // namespace pasok::client
