// Keeps the descriptors of all services in the program: nothing else names
// some of them, and the linker would leave them out.
#ifndef CSI_TOOLS_CSICTL_LINKED_PROTOS_H_
#define CSI_TOOLS_CSICTL_LINKED_PROTOS_H_

namespace csi::tools {

// Call once before methods are looked up by name. The number means nothing.
int LinkProtos();

}  // namespace csi::tools

#endif  // CSI_TOOLS_CSICTL_LINKED_PROTOS_H_
