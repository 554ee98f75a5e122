#include "client/console.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

namespace pasok::client {
namespace {

// In a process of its own, which ends with how many of these hold.
int HoldIn(const auto& checks) {
  const pid_t child = fork();
  if (child == 0) _exit(checks());
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST(ClosedStreams, AreNotTheNextFileThatIsOpened) {
  const int held = HoldIn([] {
    for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) close(stream);
    OccupyClosedStreams();
    char byte = 'x';
    return (open("/dev/null", O_RDWR) > STDERR_FILENO) + (read(STDIN_FILENO, &byte, 1) < 0) +
           (write(STDOUT_FILENO, &byte, 1) < 0) + (write(STDERR_FILENO, &byte, 1) < 0);
  });
  EXPECT_EQ(held, 4);
}

TEST(OpenStreams, StayWhatTheyAre) {
  const int held = HoldIn([] {
    int ends[2];
    if (pipe(ends) != 0) return -1;
    dup2(ends[1], STDOUT_FILENO);
    OccupyClosedStreams();
    char byte = 'x';
    return (write(STDOUT_FILENO, &byte, 1) == 1) + (read(ends[0], &byte, 1) == 1);
  });
  EXPECT_EQ(held, 2);
}

}  // namespace
}  // namespace pasok::client
