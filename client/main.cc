#include <stdlib.h>

#include "client/console.h"
#include "client/run.h"

int main(int argc, char** argv) {
  pasok::client::OccupyClosedStreams();
  // The command says itself what went wrong; whoever sets the variable hears gRPC too.
  setenv("GRPC_VERBOSITY", "NONE", /*overwrite=*/0);
  return pasok::client::Run(argc, argv, pasok::client::StandardConsole());
}
