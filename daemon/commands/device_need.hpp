// Which cards a job needs, as manifests and users write it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace tt::commands {

struct DeviceNeed {
  enum class What { kNone, kAny, kKind, kCard };
  What what = What::kNone;
  std::string kind;         // with kKind: "n300"; "p150" means each of its makes
  std::uint32_t count = 1;  // with kKind: cards, 1 to 32
  std::uint32_t index = 0;  // with kCard: the N of /dev/tenstorrent/N
  bool operator==(const DeviceNeed&) const = default;
};

// "none" or nothing, "any", a kind ("n300"), a number of a kind ("4 n300"), or one card ("card 1"). kInvalidArgument for any
// other text.
Result<DeviceNeed> parse_device_need(std::string_view text);

}  // namespace tt::commands
