// csi-register: the CSI register as a program of its own.
#include "common/program/program.h"
#include "services/registry/server/registry_server.h"

int main(int argc, char** argv) {
  std::vector<csi::program::ServiceModule> modules;
  modules.push_back(csi::registry::MakeRegistryModule());
  return csi::program::RunProgram(
      "csi-register",
      "The CSI register: improvement opportunities from the idea to the "
      "proven result.",
      std::move(modules), argc, argv);
}
