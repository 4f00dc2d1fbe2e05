// csi-workflow: the seven-step workflow service alone.
#include "common/program/program.h"
#include "services/workflow/server/workflow_server.h"

int main(int argc, char** argv) {
  return csi::program::RunProgram(
      "csi-workflow", "The seven-step workflow service of the CSI system.",
      {csi::workflow::MakeWorkflowModule()}, argc, argv);
}
