// csi-raci: the RACI directory service alone.
#include "common/program/program.h"
#include "services/raci/server/raci_server.h"

int main(int argc, char** argv) {
  return csi::program::RunProgram(
      "csi-raci", "The RACI directory service of the CSI system.",
      {csi::raci::MakeRaciModule()}, argc, argv);
}
