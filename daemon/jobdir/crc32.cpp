#include "crc32.hpp"

#include <array>
#include <cstddef>

namespace tt::jobdir {
namespace {

constexpr std::array<std::uint32_t, 256> make_table() {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t i = 0; i < 256; ++i) {
    std::uint32_t value = i;
    for (int bit = 0; bit < 8; ++bit) value = value & 1 ? value >> 1 ^ 0xEDB88320u : value >> 1;
    table[i] = value;
  }
  return table;
}

constexpr std::array<std::uint32_t, 256> kTable = make_table();

}  // namespace

std::uint32_t crc32(std::string_view bytes) {
  std::uint32_t value = 0xFFFFFFFFu;
  for (char c : bytes) value = value >> 8 ^ kTable[(value ^ static_cast<std::uint8_t>(c)) & 0xFF];
  return value ^ 0xFFFFFFFFu;
}

}  // namespace tt::jobdir
