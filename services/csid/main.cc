// csid: all four services in one process.
#include "common/program/program.h"
#include "services/raci/server/raci_server.h"
#include "services/registry/server/registry_server.h"
#include "services/reporting/server/reporting_server.h"
#include "services/workflow/server/workflow_server.h"

int main(int argc, char** argv) {
  return csi::program::RunProgram(
      "csid",
      "The CSI system in one process: RACI directory, CSI register, seven-step "
      "workflow and reporting.",
      {csi::raci::MakeRaciModule(), csi::registry::MakeRegistryModule(),
       csi::workflow::MakeWorkflowModule(),
       csi::reporting::MakeReportingModule()},
      argc, argv);
}
