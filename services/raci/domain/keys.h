// Rows of the RACI directory: the grammar stands in common/authority/rows.cc.
// The state of the service is exactly what the other services fold from its
// public events, so it has no rows of its own.
#ifndef CSI_SERVICES_RACI_DOMAIN_KEYS_H_
#define CSI_SERVICES_RACI_DOMAIN_KEYS_H_

#include "common/authority/rows.h"

#endif  // CSI_SERVICES_RACI_DOMAIN_KEYS_H_
