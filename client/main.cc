#include "client/console.h"
#include "client/run.h"

int main(int argc, char** argv) { return pasok::client::Run(argc, argv, pasok::client::StandardConsole()); }
