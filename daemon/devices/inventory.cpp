#include "inventory.hpp"

#include "sampler.hpp"

namespace tt::devices {

Inventory read_inventory(const std::filesystem::path& root) { return Sampler(root).sample(); }

}  // namespace tt::devices
