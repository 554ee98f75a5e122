#include <signal.h>
#include <stdlib.h>

#include "client/console.h"
#include "client/run.h"

int main(int argc, char** argv) {
  pasok::client::OccupyClosedStreams();
  // The command says itself what went wrong; whoever sets the variable hears gRPC too.
  setenv("GRPC_VERBOSITY", "NONE", /*overwrite=*/0);
  // Where nobody reads on, what was made on the way is cleared away first; then Run ends by the signal.
  signal(SIGPIPE, SIG_IGN);
  return pasok::client::Run(argc, argv, pasok::client::StandardConsole());
}
