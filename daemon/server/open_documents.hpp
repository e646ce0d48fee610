// The documents that the editor has open: their text is what the client says, not what the file holds.
#pragma once

#include <cstdint>
#include <map>
#include <string>

namespace tt::server {

struct OpenDocument {
  std::string text;
  std::int32_t version = 0;  // as the client counts
};

using OpenDocuments = std::map<std::string, OpenDocument>;  // by URI

}  // namespace tt::server
