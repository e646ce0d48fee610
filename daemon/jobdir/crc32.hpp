// CRC-32 as in Ethernet and zlib (reflected, polynomial 0x04C11DB7), to tell whole records from torn ones.
#pragma once

#include <cstdint>
#include <string_view>

namespace tt::jobdir {

std::uint32_t crc32(std::string_view bytes);

}  // namespace tt::jobdir
