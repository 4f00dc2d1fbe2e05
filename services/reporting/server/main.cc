// csi-reporting: the reporting service alone.
#include "common/program/program.h"
#include "services/reporting/server/reporting_server.h"

int main(int argc, char** argv) {
  return csi::program::RunProgram(
      "csi-reporting", "The reporting service of the CSI system.",
      {csi::reporting::MakeReportingModule()}, argc, argv);
}
