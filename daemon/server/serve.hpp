// The daemon as a language server on standard input and output.
#pragma once

#include "daemon.hpp"

namespace tt::server {

// Serves one client until it leaves. Returns the process's exit code: 0 after `shutdown`, 1 without, 3 after a broken frame.
// File descriptors 0 and 1 are moved away first, so that nothing a library prints can reach the client.
int serve(const Places& places);

}  // namespace tt::server
