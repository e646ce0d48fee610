// Digests of texts that are compared, but that are not to be kept.
#pragma once

#include <string>
#include <string_view>

namespace tt::digest {

// SHA-256 in 64 hexadecimal digits: two texts with the same one can't be made on purpose.
std::string sha256(std::string_view text);

}  // namespace tt::digest
